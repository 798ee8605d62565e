/** The brackets of a text, and how what is in them is laid out. */
import type { Tokens } from "../semantic/read/lexer.ts";

export interface Bracket {
	/** Indexes of the tokens. */
	readonly open: number;
	readonly close: number;
	/**
	 * `items`: the members of an interface, world, resource or package, a line each. `parts`: fields, cases, flags, renames or parameters over several lines, each of the
	 * first three on a line of its own. `inline`: on one line, as the author has it.
	 */
	readonly shape: "items" | "parts" | "spread" | "inline";
	/** Whether it is written with braces. */
	readonly isBody: boolean;
	/** Braces of a `use`, which hold their names tightly. */
	readonly isUse: boolean;
}

const closers: ReadonlyMap<string, string> = new Map([
	["{", "}"],
	["(", ")"],
	["<", ">"],
]);

/** The brackets by the index of their opening and of their closing token. The text has no syntax errors, so they match. */
export function bracketsOf(text: string, { kinds, starts, ends, comments }: Tokens): ReadonlyMap<number, Bracket> {
	const found = new Map<number, Bracket>();
	const stack: number[] = [];
	for (let i = 0; i < kinds.length; i++) {
		const kind = kinds[i] ?? "";
		if (closers.has(kind)) stack.push(i);
		const open = stack.at(-1);
		if (open === undefined || closers.get(kinds[open] ?? "") !== kind) continue;
		stack.pop();
		const [from, to] = [ends[open] ?? 0, starts[i] ?? 0];
		const hasLines =
			text.slice(from, to).includes("\n") ||
			comments.some(({ start }) => start >= from && start < to && text.startsWith("//", start));
		const bracket = {
			open,
			close: i,
			shape: shapeOf(kinds, open, i, hasLines),
			isBody: kinds[open] === "{",
			isUse: kinds[open - 1] === ".",
		};
		found.set(open, bracket);
		found.set(i, bracket);
	}
	return found;
}

function shapeOf(kinds: readonly string[], open: number, close: number, hasLines: boolean): Bracket["shape"] {
	if (kinds[open] !== "{") return hasLines ? "spread" : "inline";
	if (kinds[open - 1] === ".") return hasLines ? "spread" : "inline";
	const word = kinds[open - 2] ?? "";
	const isList = word === "record" || word === "variant" || word === "enum" || word === "flags" || kinds[open - 1] === "with";
	if (isList) return hasLines ? "parts" : "inline";
	return close === open + 1 && !hasLines ? "inline" : "items";
}
