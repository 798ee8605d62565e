/** Messages for people on standard error: where, what, what to do. */

import type { CallPlace, Problem, Trap } from "../run/index.ts";
import { edgeName } from "../trace/index.ts";

export function problemText({ where, message, excerpt, help, others }: Problem): string {
	const place = where === null ? "" : `${where}: `;
	const advice = help === null ? "" : `  help: ${help}\n`;
	return `error: ${place}${message}\n${excerpt ?? ""}${advice}${(others ?? []).map(problemText).join("")}`;
}

/** A trap with the names of component, interface and function, innermost first, then the places in core modules. */
export function trapText({ message, stack, core, help }: Trap): string {
	const [innermost, ...outer] = stack;
	const lines = [`error: ${innermost === undefined ? "" : `${placeText(innermost)}: `}trap: ${message}`];
	for (const place of outer) lines.push(`  called from ${placeText(place)}`);
	const frames = core.map(
		({ module, function: name, index, offset }) =>
			`    at ${name ?? `function ${index}`} of ${module}, byte 0x${offset.toString(16)}`,
	);
	lines.push(...withoutRepeats(frames));
	if (help !== null) lines.push(`  help: ${help}`);
	return `${lines.join("\n")}\n`;
}

/** Of places that come again and again, as in a recursion without end, the first two are told, and how many more there are. */
function withoutRepeats(frames: readonly string[]): readonly string[] {
	const told: string[] = [];
	for (let at = 0; at < frames.length; ) {
		const period = [1, 2, 3, 4].find((length) => repeats(frames, at, length) > MOST_REPEATS) ?? 0;
		const times = period === 0 ? 1 : repeats(frames, at, period);
		told.push(...frames.slice(at, at + (period === 0 ? 1 : period * 2)));
		const next = at + Math.max(period, 1) * times;
		// A recursion is begun from somewhere else: where that is not among the frames, the engine has left off before.
		const least = frames.length - next < period ? "at least " : "";
		if (period > 0) told.push(`    … and ${period === 1 ? "this" : `these ${period}`} ${least}${times - 2} times more`);
		at = next;
	}
	return told;
}

/** How often the frames from a place on come one after another: 1 where they do not come again. */
function repeats(frames: readonly string[], from: number, length: number): number {
	let at = from + length;
	while (at < frames.length && frames[at] === frames[at - length]) at++;
	return Math.floor((at - from) / length);
}

/** Fewer than these are shown as they are. */
const MOST_REPEATS = 4;

/** `component pricing, shop:checkout/pricing@0.1.0#price`. */
function placeText({ component, interface: iface, function: name }: CallPlace): string {
	return `component ${component}, ${edgeName({ caller: "", callee: component, interface: iface, function: name }, true)}`;
}
