/** A function of JavaScript that takes the same arguments and has the answer at hand: what a call costs where nothing is crossed and nothing done. */
import type { Value } from "../../server/wit/index.ts";

/** What comes back calls it so many times, and answers how often it was answered wrongly. In a process of its own, so that no other call is in its way. */
export function plainCalls(args: readonly Value[]): (count: number) => number {
	const answer = {};
	const unseen = {};
	const func = (a: unknown, b: unknown, c: unknown): unknown => (a === unseen || b === unseen || c === unseen ? null : answer);
	const [first = null, second = null, third = null] = args;
	return (count) => {
		let wrong = 0;
		for (let index = 0; index < count; index++) if (func(first, second, third) !== answer) wrong++;
		return wrong;
	};
}
