import { type Token, tokensOf } from "../wit/syntax/tokens.ts";

/** What may be written at a place of a `.wac` document. `start` is where what is typed of it begins. */
export type WacContext = { readonly start: number } & (
	| { readonly kind: "nothing" }
	| { readonly kind: "statement" }
	| { readonly kind: "expression" }
	/** After `new`: `ns:name@version`. */
	| { readonly kind: "package" }
	/** After the colon of an import, or after `targets`: `ns:name/item@version`. */
	| { readonly kind: "path"; readonly item: "import" | "targets" }
	/** Between the braces after `new package`; `taken` are the arguments that stand there already. */
	| { readonly kind: "argument"; readonly package: string; readonly taken: readonly string[] }
	/** After `.` or `["`; `chain` is the expression before, as a name and what is taken out of it. */
	| { readonly kind: "access"; readonly chain: readonly string[]; readonly quoted: boolean }
);

const STATEMENTS = new Set([
	"package",
	"import",
	"let",
	"export",
	"interface",
	"world",
	"type",
	"record",
	"variant",
	"enum",
	"flags",
]);

/** What may be written at an offset, told from what stands before it, so that it is right in an unfinished document too. */
export function wacContextAt(text: string, offset: number): WacContext {
	const before = text.slice(0, offset);
	const { tokens, open } = tokensOf(before);
	const string = open ? /"([^"\n]*)$/.exec(before) : null;
	if (open && string === null) return { kind: "nothing", start: offset };
	if (string !== null) return inString(tokensOf(before.slice(0, string.index)).tokens, string.index);
	const last = tokens.at(-1);
	const typed = last !== undefined && last.end === offset && (last.kind === "word" || last.kind === "number") ? last : null;
	const start = typed?.start ?? offset;
	const rest = typed === null ? tokens : tokens.slice(0, -1);
	const { statement, braces } = follow(typed?.first === true && STATEMENTS.has(typed.text) ? [...rest, END] : rest);
	return inStatement(statement, braces, start);
}

const END: Token = { kind: "mark", text: ";", start: 0, end: 0, first: false };

interface Brace {
	/** The package after `new`, or null for other braces. */
	readonly package: string | null;
	/** The index in the statement of the first token inside. */
	readonly from: number;
}

/** The tokens of the statement that is not finished, and the braces that are open in it. */
function follow(tokens: readonly Token[]): { statement: readonly Token[]; braces: readonly Brace[] } {
	let statement: Token[] = [];
	let braces: Brace[] = [];
	for (const [index, token] of tokens.entries()) {
		const plain = braces.every((brace) => brace.package !== null);
		const isInline = token.text === "interface" && tokens[index - 1]?.text === ":";
		if (token.first && STATEMENTS.has(token.text) && plain && !isInline) {
			statement = [];
			braces = [];
		}
		if (token.text === "{") braces.push({ package: packageBefore(statement), from: statement.length + 1 });
		if (token.text === "}") braces.pop();
		if (token.text === ";" && braces.length === 0) statement = [];
		else if (
			token.text === "}" &&
			braces.length === 0 &&
			/^(interface|world|record|variant|enum|flags)$/.test(statement[0]?.text ?? "")
		)
			statement = [];
		else statement.push(token);
	}
	return { statement, braces };
}

function inStatement(statement: readonly Token[], braces: readonly Brace[], start: number): WacContext {
	const last = statement.at(-1);
	if (last === undefined) return { kind: "statement", start };
	const inner = braces.at(-1);
	if (inner !== undefined && inner.package === null) return { kind: "nothing", start };
	const word = statement[0]?.text;
	if (last.text === "new") return { kind: "package", start };
	const name = pathBefore(statement);
	if (statement[name - 1]?.text === "new" && last.kind === "mark" && name < statement.length)
		return { kind: "package", start: statement[name]?.start ?? start };
	if (word === "import" || word === "package") {
		const mark = statement.findIndex(({ text }) => text === (word === "import" ? ":" : "targets"));
		if (mark < 0 || (last.kind !== "mark" && last.text !== "targets")) return { kind: "nothing", start };
		return { kind: "path", item: word === "import" ? "import" : "targets", start: statement[mark + 1]?.start ?? start };
	}
	if (last.text === ".") {
		const chain = chainBefore(statement.slice(0, -1));
		return chain === null ? { kind: "nothing", start } : { kind: "access", chain, quoted: false, start };
	}
	if (inner !== undefined) {
		if (last.text === "{" || last.text === ",")
			return { kind: "argument", package: inner.package ?? "", taken: argumentsIn(statement.slice(inner.from)), start };
		if (last.text === ":" || last.text === "(") return { kind: "expression", start };
		return { kind: "nothing", start };
	}
	const wantsExpression =
		(word === "let" && last.text === "=") || (word === "export" && statement.length === 1) || last.text === "(";
	return wantsExpression ? { kind: "expression", start } : { kind: "nothing", start };
}

/** Inside a string that is not closed: after `x[`, or as the name of an argument. */
function inString(tokens: readonly Token[], start: number): WacContext {
	const { statement, braces } = follow(tokens);
	const last = statement.at(-1);
	if (last?.text === "[") {
		const chain = chainBefore(statement.slice(0, -1));
		return chain === null ? { kind: "nothing", start } : { kind: "access", chain, quoted: true, start };
	}
	const inner = braces.at(-1);
	if (inner !== undefined && inner.package !== null && (last?.text === "{" || last?.text === ",")) {
		return { kind: "argument", package: inner.package, taken: argumentsIn(statement.slice(inner.from)), start };
	}
	return { kind: "nothing", start };
}

/** `ns:name@version` right before a brace, after `new`. */
function packageBefore(statement: readonly Token[]): string | null {
	const from = pathBefore(statement);
	return statement[from - 1]?.text === "new" && from < statement.length ? textOf(statement.slice(from)) : null;
}

/** The index of the first token of the path that ends the statement; its length where there is none. */
function pathBefore(statement: readonly Token[]): number {
	let at = statement.length;
	while (at > 0) {
		const token = statement[at - 1];
		if (
			token === undefined ||
			token.text === "new" ||
			(token.kind === "mark" && !/^[:@/]$/.test(token.text)) ||
			token.kind === "string"
		)
			break;
		at -= 1;
	}
	return at;
}

/** `x.a["b"]` at the end of a statement as `["x", "a", "b"]`. */
function chainBefore(statement: readonly Token[]): readonly string[] | null {
	const chain: string[] = [];
	let at = statement.length - 1;
	for (;;) {
		const token = statement[at];
		if (token?.text === "]" && statement[at - 1]?.kind === "string" && statement[at - 2]?.text === "[") {
			chain.unshift((statement[at - 1]?.text ?? "").slice(1, -1));
			at -= 3;
			continue;
		}
		if (token?.kind !== "word") return null;
		chain.unshift(token.text.replace(/^%/, ""));
		if (statement[at - 1]?.text !== ".") return chain;
		at -= 2;
	}
}

/** The names of the arguments between braces, those of inner braces left out. */
function argumentsIn(tokens: readonly Token[]): readonly string[] {
	const names: string[] = [];
	let depth = 0;
	let isNext = true;
	for (const { text, kind } of tokens) {
		if (text === "{" || text === "(") depth += 1;
		if (text === "}" || text === ")") depth -= 1;
		if (depth === 0 && isNext && (kind === "word" || kind === "string"))
			names.push(kind === "string" ? text.slice(1, -1) : text.replace(/^%/, ""));
		isNext = depth === 0 && text === ",";
	}
	return names;
}

function textOf(tokens: readonly Token[]): string {
	return tokens.map(({ text }) => text).join("");
}
