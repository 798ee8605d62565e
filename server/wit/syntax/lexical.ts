/**
 * The rules about single characters and words (WIT.md, "Lexical structure" and "WIT Identifiers"), which the grammar leaves aside: it takes
 * `Foo_bar` for one name, so that the item around it stays whole, and here is said what is wrong with it.
 */
import { offset, type TextRange } from "./positions.ts";

/** A mistake in a text: where, and what. */
export interface TextError {
	readonly range: TextRange;
	readonly message: string;
}

/** Control characters but newline, carriage return and tab; bidirectional overrides; what Unicode deprecates or strongly discourages. */
const FORBIDDEN =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u0149\u0673\u0f77\u0f79\u17a3\u17a4\u17b4\u17b5]/g;

/** Comments and strings to step over, versions, and the names that are looked at. */
const TOKEN =
	/\/\/[^\n]*|\/\*|"(?:[^"\\\r\n]|\\[^\r\n])*"?|[0-9][0-9A-Za-z+-]*(?:\.[0-9A-Za-z+-]+)*|%?[\p{XID_Start}_][\p{XID_Continue}-]*|%/gu;

const NAME = /^(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-(?:[a-z0-9]+|[A-Z0-9]+))*$/;

/** All breaches of the lexical rules in a text, in order. Comments and strings are searched for forbidden characters only. */
export function lexicalErrors(text: string): TextError[] {
	const errors: TextError[] = [];
	for (const found of text.matchAll(FORBIDDEN)) {
		const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
		errors.push(
			error(found.index, 1, `the character U+${code} cannot stand in a WIT document, not even in a comment; remove it`),
		);
	}
	TOKEN.lastIndex = 0;
	for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
		const token = found[0];
		if (token === "/*") {
			const end = endOfBlockComment(text, found.index);
			if (end === null) errors.push(error(found.index, 2, "this comment is never closed; each `/*` needs a `*/` of its own"));
			TOKEN.lastIndex = end ?? text.length;
		} else if (token.startsWith('"')) {
			if (token.length === 1 || !token.endsWith('"'))
				errors.push(error(found.index, token.length, 'this string is never closed; it needs a `"` on the same line'));
			for (const written of token.matchAll(/\\(?:u\{[^}"]*\}?|[0-9A-Fa-f]{2}|.)/g))
				if (!isEscape(written[0]))
					errors.push(error(found.index + written.index, written[0].length, `\`${written[0]}\` ${NO_ESCAPE}`));
		} else if (/^[^/0-9]/.test(token)) {
			const message = nameError(token);
			if (message !== null) errors.push(error(found.index, token.length, message));
		}
	}
	return errors.sort((left, right) => left.range.start - right.range.start);
}

const NO_ESCAPE = "is no escape; they are `\\t`, `\\n`, `\\r`, `\\\"`, `\\'`, `\\\\`, `\\u{…}` and two hexadecimal digits";

/** Whether an escape in a string is one of those of the core text format; `\\u{…}` must be the number of a character. */
function isEscape(written: string): boolean {
	const digits = /^\\u\{([0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*)\}$/.exec(written)?.[1]?.replaceAll("_", "");
	if (digits === undefined) return /^\\(?:[tnr"'\\]|[0-9A-Fa-f]{2})$/.test(written);
	const code = Number.parseInt(digits, 16);
	return code < 0xd800 || (code > 0xdfff && code <= 0x10ffff);
}

function error(start: number, length: number, message: string): TextError {
	return { range: { start: offset(start), end: offset(start + length) }, message };
}

/** What is wrong with a name as it is written, with its `%` if it has one; null for a good one and for `_`. */
export function nameError(written: string): string | null {
	const name = written.replace(/^%/, "");
	if (written === "_" || NAME.test(name)) return null;
	if (name === "") return "`%` stands before a name, such as `%record`";
	if (name.includes("_"))
		return `\`${name}\` cannot hold \`_\`; the words of a name are joined by \`-\`, such as \`${kebab(name)}\``;
	if (!/^[\w-]*$/.test(name)) return `\`${name}\` can hold only the letters a to z, digits and \`-\``;
	if (/--|-$|^-/.test(name)) return `\`${name}\` needs a word on both sides of each \`-\``;
	if (/^[0-9]/.test(name)) return `\`${name}\` cannot start with a digit`;
	return `each word of \`${name}\` is either all lower case or all upper case, such as \`${kebab(name)}\``;
}

/** The name that was probably meant: `FooBar` and `foo_bar` as `foo-bar`. */
function kebab(name: string): string {
	return name
		.replace(/([a-z0-9])([A-Z])/g, "$1-$2")
		.replace(/[_-]+/g, "-")
		.replace(/^-|-$/g, "")
		.toLowerCase();
}

function endOfBlockComment(text: string, start: number): number | null {
	const mark = /\/\*|\*\//g;
	mark.lastIndex = start;
	let depth = 0;
	for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
		depth += found[0] === "/*" ? 1 : -1;
		if (depth === 0) return mark.lastIndex;
	}
	return null;
}
