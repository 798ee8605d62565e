import type { Span } from "../../wit/semantic/index.ts";
import { type Token, tokensOf } from "../../wit/syntax/tokens.ts";

export type Body = "file" | "package" | "interface" | "world" | "resource";

/** What may be written at a place. `span` is what is typed of it already, up to the cursor. */
export type CompletionContext = { readonly span: Span } & (
	| { readonly kind: "nothing" }
	/** The start of an item; `gated` after an attribute. */
	| { readonly kind: "item"; readonly body: Body; readonly gated: boolean }
	| { readonly kind: "gate" }
	/** Inside the brackets of an attribute; `key` is the word before `=`, or null before it. */
	| { readonly kind: "gate-argument"; readonly gate: string; readonly key: string | null }
	/** A type; `handle` inside `own<` and `borrow<`. */
	| { readonly kind: "type"; readonly handle: boolean }
	/** After `name:` of a function, or of an import or export. */
	| { readonly kind: "function"; readonly body: Body }
	/** A path to an interface or world; `span` is all of the path. */
	| { readonly kind: "path"; readonly item: "use" | "top-use" | "include" | "import" | "export" }
	/** Between the braces after `path.`; `path` as written, `taken` the names that stand there already. */
	| { readonly kind: "use-names"; readonly path: string; readonly taken: readonly string[] }
	| { readonly kind: "include-names"; readonly path: string; readonly taken: readonly string[] }
	| { readonly kind: "package-name" }
);

type Frame = { readonly kind: Body | "parts" | "cases" | "names" | "renames"; readonly path: string };

const ITEM_WORDS = new Set([
	"package",
	"use",
	"interface",
	"world",
	"include",
	"import",
	"export",
	"record",
	"variant",
	"enum",
	"flags",
	"resource",
	"type",
]);

/** What may be written at an offset of a WIT text, told from what stands before it; `from` is where an item of the file starts, see `itemStart`. */
export function contextAt(text: string, offset: number, from = 0): CompletionContext {
	const { tokens, open } = tokensOf(text.slice(0, offset), from);
	if (open) return { kind: "nothing", span: { start: offset, end: offset } };
	const last = tokens.at(-1);
	const typed = last !== undefined && last.end === offset && (last.kind === "word" || last.kind === "number") ? last : null;
	const span = { start: typed?.start ?? offset, end: offset };
	const { frame, statement } = follow(typed === null ? tokens : tokens.slice(0, -1));
	const starts = typed?.first === true && ITEM_WORDS.has(typed.text);
	return inStatement(frame, starts ? [] : statement, span);
}

/** Walks over the tokens and keeps the braces that are open, and the tokens of the item that is not finished. */
function follow(tokens: readonly Token[]): { frame: Frame; statement: readonly Token[] } {
	const frames: Frame[] = [{ kind: "file", path: "" }];
	let statement: Token[] = [];
	for (const [index, token] of tokens.entries()) {
		const frame = frames.at(-1) ?? { kind: "file", path: "" };
		if (beginsItem(tokens, index, statement)) {
			// An item begins on this line, so whatever was left unfinished above it is over.
			if (!statement.every((part) => isGatePart(statement, part))) statement = [];
			if (token.text === "interface" || token.text === "world")
				while (frames.length > 1 && frames.at(-1)?.kind !== "package") frames.pop();
		}
		if (token.text === "{") {
			frames.push(frameOf(statement, frame));
			statement = [];
		} else if (token.text === "}") {
			if (frames.length > 1) frames.pop();
			statement = [];
		} else if (
			token.text === ";" ||
			(token.text === "," && !insideBrackets(statement) && frame.kind !== "names" && frame.kind !== "renames")
		) {
			statement = [];
		} else statement.push(token);
	}
	return { frame: frames.at(-1) ?? { kind: "file", path: "" }, statement };
}

/** Whether a word at the start of a line begins an item; `interface` after `import a:` does not, nor does a word that is a name. */
function beginsItem(tokens: readonly Token[], index: number, statement: readonly Token[]): boolean {
	const token = tokens[index];
	if (token === undefined || !token.first || !ITEM_WORDS.has(token.text) || tokens[index + 1]?.text === ":") return false;
	const before = tokens[index - 1]?.text;
	if (before === ":" && token.text === "interface") return !["import", "export"].includes(withoutGates(statement)[0]?.text ?? "");
	return before !== "->" && before !== "<";
}

function frameOf(statement: readonly Token[], parent: Frame): Frame {
	const item = withoutGates(statement);
	const [word] = item;
	switch (word?.text) {
		case "package":
		case "interface":
		case "world":
		case "resource":
			return { kind: word.text, path: "" };
		case "record":
			return { kind: "parts", path: "" };
		case "variant":
		case "enum":
		case "flags":
			return { kind: "cases", path: "" };
		case "use":
			return { kind: "names", path: textOf(item.slice(1)).replace(/\.$/, "") };
		case "include":
			return { kind: "renames", path: textOf(item.slice(1).filter((token) => token.text !== "with")) };
		case "import":
		case "export":
			return { kind: "interface", path: "" };
		default:
			return { kind: parent.kind, path: "" };
	}
}

function inStatement(frame: Frame, statement: readonly Token[], span: Span): CompletionContext {
	const gate = openGate(statement);
	if (gate !== null) return { ...gate, span };
	const item = withoutGates(statement);
	const last = item.at(-1);
	if (frame.kind === "names" || frame.kind === "renames") return inNames(frame, statement, span);
	if (frame.kind === "parts") return isTypePlace(item) || last?.text === ":" ? typeAt(item, span) : { kind: "nothing", span };
	if (frame.kind === "cases") return isTypePlace(item) || last?.text === "(" ? typeAt(item, span) : { kind: "nothing", span };
	const body = frame.kind;
	if (last === undefined) return { kind: "item", body, gated: statement.length > 0, span };
	const word = item[0]?.text ?? "";
	if (word === "package" && item[1]?.text !== ":")
		return item.length < 4 ? { kind: "package-name", span: from(item[1], span) } : { kind: "nothing", span };
	if (word === "use" || word === "include") {
		const path = item.slice(1);
		if (!isPath(path)) return { kind: "nothing", span };
		return {
			kind: "path",
			item: word === "include" ? "include" : body === "file" || body === "package" ? "top-use" : "use",
			span: from(path[0], span),
		};
	}
	if (word === "import" || word === "export") return inExtern(word, item, body, span);
	if (isTypePlace(item)) return typeAt(item, span);
	if (last.text === ":" && item.at(-2)?.kind === "word" && !insideBrackets(item)) return { kind: "function", body, span };
	if (["static", "async"].includes(last.text) && item.at(-2)?.text === ":") return { kind: "function", body, span };
	return { kind: "nothing", span };
}

function inExtern(word: "import" | "export", item: readonly Token[], body: Body, span: Span): CompletionContext {
	const rest = item.slice(1);
	if (isTypePlace(rest) && (insideBrackets(rest) || rest.at(-1)?.text === "->")) return typeAt(rest, span);
	if (rest.length === 0) return { kind: "path", item: word, span };
	if (rest[1]?.text !== ":") return { kind: "nothing", span };
	// `import a:` may go on as a label or as the namespace of a path: what follows tells, and a path without a blank after the colon is meant as one.
	const colon = rest[1];
	const after = rest[2] ?? (span.start < span.end ? { start: span.start } : null);
	if (after !== null ? after.start === colon.end : span.start === colon.end) {
		return isPath(rest) ? { kind: "path", item: word, span: from(rest[0], span) } : { kind: "nothing", span };
	}
	if (rest.length === 2 || (rest.length === 3 && rest[2]?.text === "async")) return { kind: "function", body, span };
	return isPath(rest.slice(2)) ? { kind: "path", item: word, span: from(rest[2], span) } : { kind: "nothing", span };
}

function inNames(frame: Frame, statement: readonly Token[], span: Span): CompletionContext {
	const before = statement.at(-1)?.text;
	if (before !== undefined && before !== ",") return { kind: "nothing", span };
	const taken = statement
		.filter((token, index) => token.kind === "word" && (index === 0 || statement[index - 1]?.text === ","))
		.map((token) => token.text);
	return { kind: frame.kind === "names" ? "use-names" : "include-names", path: frame.path, taken, span };
}

/** Whether a type comes next: after `=`, `->`, `<`, a comma between angle brackets, or the colon of a parameter. */
function isTypePlace(item: readonly Token[]): boolean {
	const last = item.at(-1)?.text;
	if (last === "->" || last === "<") return true;
	if (last === "=") return item.some((token) => token.text === "type");
	if (last === ",") return openBracket(item) === "<";
	return last === ":" && openBracket(item) === "(";
}

function typeAt(item: readonly Token[], span: Span): CompletionContext {
	const word = item.at(-2)?.text;
	return { kind: "type", handle: item.at(-1)?.text === "<" && (word === "own" || word === "borrow"), span };
}

function openGate(
	statement: readonly Token[],
): { kind: "gate" } | { kind: "gate-argument"; gate: string; key: string | null } | null {
	const at = statement.findLastIndex((token) => token.text === "@");
	if (at < 0) return null;
	const [name, bracket, key, equals, ...rest] = statement.slice(at + 1);
	if (name === undefined)
		return statement[at]?.first === true || statement[at - 1]?.text === ")" || at === 0 ? { kind: "gate" } : null;
	if (bracket?.text !== "(" || name.kind !== "word") return null;
	if (key === undefined) return { kind: "gate-argument", gate: name.text, key: null };
	return equals?.text === "=" && rest.length === 0 ? { kind: "gate-argument", gate: name.text, key: key.text } : null;
}

/** The tokens after the attributes of an item. */
function withoutGates(statement: readonly Token[]): readonly Token[] {
	let at = 0;
	while (statement[at]?.text === "@" && statement[at + 2]?.text === "(") {
		const end = statement.findIndex((token, index) => index > at && token.text === ")");
		if (end < 0) return [];
		at = end + 1;
	}
	return statement.slice(at);
}

function isGatePart(statement: readonly Token[], part: Token): boolean {
	return !withoutGates(statement).includes(part);
}

/** Whether tokens are the beginning of a path, one that is not finished. */
function isPath(tokens: readonly Token[]): boolean {
	const last = tokens.at(-1);
	if (last !== undefined && last.kind !== "mark") return false;
	return tokens.every((token, index) =>
		token.kind === "mark" ? [":", "/", "@"].includes(token.text) : tokens[index - 1]?.kind !== token.kind,
	);
}

function insideBrackets(tokens: readonly Token[]): boolean {
	return openBracket(tokens) !== null;
}

function openBracket(tokens: readonly Token[]): "(" | "<" | null {
	const open: ("(" | "<")[] = [];
	for (const { text } of tokens) {
		if (text === "(" || text === "<") open.push(text);
		else if (text === ")" || text === ">") open.pop();
	}
	return open.at(-1) ?? null;
}

function from(token: Token | undefined, span: Span): Span {
	return { start: token?.start ?? span.start, end: span.end };
}

function textOf(tokens: readonly Token[]): string {
	return tokens.map((token) => token.text).join("");
}
