import type { Tokens } from "../semantic/read/lexer.ts";
import type { Bracket } from "./brackets.ts";

/** Marks that cling to the word before them. */
const clingsToLeft = new Set([",", ";", ".", ")", ">", "<", "(", ":", "/", "-", "+"]);
/** Marks that the word behind them clings to. */
const clingsToRight = new Set(["(", "<", ".", "@", "/", "-", "+"]);

/** The space between word `i` and the one before it, on one line. `inside` is the bracket around the place, `closing` the one that word `i` closes. */
export function gapBetween(
	{ kinds, starts, ends }: Tokens,
	i: number,
	inside: Bracket | null,
	closing: Bracket | null,
): "" | " " {
	const before = kinds[i - 1] ?? "";
	const kind = kinds[i] ?? "";
	if (before === "{") return closing !== null || inside?.isUse === true ? "" : " ";
	if (kind === "}") return closing?.isUse === true ? "" : " ";
	if (kind === "{") return before === "." ? "" : " ";
	if (kind === "@") return kinds[i + 1] === "integer" ? "" : " ";
	if (before === ":") return isPackageColon(kinds, i - 1) ? "" : " ";
	// In a version the words follow each other without space; elsewhere no name follows a number.
	if ((before === "integer" || before === "-") && ends[i - 1] === starts[i]) return "";
	return clingsToLeft.has(kind) || clingsToRight.has(before) ? "" : " ";
}

/** Whether a `:` stands in a package's name, `a:b` or `a:b/c`, and not behind a label or a field. */
function isPackageColon(kinds: readonly string[], colon: number): boolean {
	return kinds[colon - 2] === "package" || kinds[colon + 2] === "/";
}

/** The space between a comment and the word behind it on the same line. */
export function gapAfterComment(kind: string): "" | " " {
	return kind === "," || kind === ";" || kind === ")" || kind === ">" ? "" : " ";
}
