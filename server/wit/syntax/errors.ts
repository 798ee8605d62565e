/**
 * What is wrong with a text by the grammar, read off its tree. A tree marks mistakes in three ways: `ERROR` around what fits nowhere, a
 * token of its own making where one is missing, and `unfinished` where the next item starts too early. Each place gives one error.
 */
import { lexicalErrors, type TextError } from "./lexical.ts";
import { offset } from "./positions.ts";
import type { SyntaxNode, SyntaxTree } from "./tree.ts";

export type { TextError } from "./lexical.ts";

/** All breaches of the grammar and of the lexical rules, in order of their places; ranges in UTF-16 units. None for a good document. */
export function syntaxErrors(tree: SyntaxTree): TextError[] {
	const errors = lexicalErrors(tree.text);
	const covered = (at: number) => errors.some(({ range }) => range.start <= at && at < range.end);
	const found: TextError[] = [];
	if (tree.root.hasError) collect(tree.root, tree.text, found);
	for (const error of found) if (!covered(error.range.start)) errors.push(error);
	return errors.sort((left, right) => left.range.start - right.range.start);
}

function collect(node: SyntaxNode, text: string, errors: TextError[]): void {
	for (const [index, child] of node.children.entries()) {
		if (!child.hasError) continue;
		if (child.isError) errors.push(unexpected(child, text));
		else if (child.isMissing) {
			// Where one thing is missing all that follows it is missing too: only the first is worth a word.
			if (errors.at(-1)?.range.end !== endBefore(text, child.start)) errors.push(missing(node, index, child, text));
		} else collect(child, text, errors);
	}
}

/** An error spans the rest of an item at times; it is shown up to the end of its first line. */
function unexpected(node: SyntaxNode, text: string): TextError {
	const line = text.indexOf("\n", node.start);
	const end = line < 0 ? node.end : Math.min(node.end, endBefore(text, line));
	const range = { start: node.start, end: offset(Math.max(end, Math.min(node.start + 1, text.length))) };
	const found = shorten(text.slice(range.start, range.end));
	const belongs = node.parent === null ? undefined : BELONGS.get(node.parent.kind);
	return {
		range,
		message: `unexpected ${found === "" ? "end of the file" : `\`${found}\``}${belongs === undefined ? "" : `; here belongs ${belongs}`}`,
	};
}

function missing(parent: SyntaxNode, index: number, child: SyntaxNode, text: string): TextError {
	const end = endBefore(text, child.start);
	BLANKS.lastIndex = child.end;
	BLANKS.exec(text);
	const next = /^\S*/.exec(text.slice(BLANKS.lastIndex, BLANKS.lastIndex + 80))?.[0] ?? "";
	const before = next === "" ? "the end of the file" : `\`${shorten(next)}\``;
	const expected = child.kind === "unfinished" ? expectedAt(parent, index, child.field) : expectedKind(child);
	return { range: { start: offset(Math.max(0, end - 1)), end }, message: `expected ${expected} before ${before}` };
}

/** Blanks and comments, any number of them. */
const BLANKS = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

/** The end of what is written before a place. */
function endBefore(text: string, at: number) {
	return offset(text.slice(0, at).trimEnd().length);
}

function shorten(text: string): string {
	const line = text.trim().replace(/\s+/g, " ");
	return line.length > 30 ? `${line.slice(0, 29)}…` : line;
}

function expectedKind(node: SyntaxNode): string {
	return node.isNamed ? (THINGS.get(node.field ?? "") ?? THINGS.get(node.kind) ?? "more") : `\`${node.kind}\``;
}

/** What an item lacks at an `unfinished` token: what its field says, or the mark that comes next in it. */
function expectedAt(parent: SyntaxNode, index: number, field: string | null): string {
	const thing = field === null ? undefined : (THINGS.get(`${parent.kind}.${field}`) ?? THINGS.get(field));
	if (thing !== undefined) return thing;
	const before = new Set(parent.children.slice(0, index).map((child) => child.kind));
	for (const mark of MARKS.get(parent.kind) ?? [";"]) if (!before.has(mark)) return `\`${mark}\``;
	return "more";
}

/** Things that nodes hold under a field, or that a token is. */
const THINGS: ReadonlyMap<string, string> = new Map([
	["name", "a name"],
	["identifier", "a name"],
	["id", "a name"],
	["alias", "a name"],
	["package", "the name of a package"],
	["path", "a name or a path such as `wasi:io/streams`"],
	["targets", "a path such as `wasi:http/proxy`"],
	["type", "a type"],
	["func_item.type", "`func`"],
	["result", "a type"],
	["element", "a type"],
	["ok", "a type"],
	["err", "a type"],
	["key", "a type"],
	["resource", "the name of a resource"],
	["length", "a length"],
	["integer", "a number"],
	["version", "a version such as `1.0.0`"],
	["feature", "the name of a feature"],
	["value", "an expression"],
	["map_type.value", "a type"],
	["external_id.value", "a string"],
	["string", "a string"],
	["params", "`(`"],
	["body", "`{`"],
	["names", "`{`"],
	["arguments", "`{`"],
]);

/** The marks of a node in the order in which they stand: the first that is not there yet is the one that lacks. */
const MARKS: ReadonlyMap<string, readonly string[]> = new Map([
	["package_name", [":"]],
	["use_path", ["/"]],
	["since_gate", ["(", "version", "=", ")"]],
	["deprecated_gate", ["(", "version", "=", ")"]],
	["unstable_gate", ["(", "feature", "=", ")"]],
	["external_id", ["(", ")"]],
	["use_item", [".", ";"]],
	["use_names", ["}"]],
	["include_names", ["}"]],
	["include_name", ["as"]],
	["func_item", [":", ";"]],
	["func_type", ["func"]],
	["params", [")"]],
	["param", [":"]],
	["record_field", [":"]],
	["type_item", ["=", ";"]],
	["package_body", ["}"]],
	["interface_body", ["}"]],
	["world_body", ["}"]],
	["resource_body", ["}"]],
	["record_body", ["}"]],
	["flags_body", ["}"]],
	["variant_body", ["}"]],
	["variant_case", [")"]],
	["enum_body", ["}"]],
	["list_type", ["<", ">"]],
	["tuple_type", ["<", ">"]],
	["option_type", ["<", ">"]],
	["map_type", ["<", ",", ">"]],
	["result_type", ["<", ">"]],
	["future_type", ["<", ">"]],
	["stream_type", ["<", ">"]],
	["own_type", ["<", ">"]],
	["borrow_type", ["<", ">"]],
	["import_statement", [":", ";"]],
	["let_statement", ["=", ";"]],
	["nested_expression", [")"]],
	["named_access_expression", ["]"]],
	["instantiation_arguments", ["}"]],
]);

/** What may stand in a node, to be told where something else does. */
const BELONGS: ReadonlyMap<string, string> = new Map([
	["source_file", "an item such as `interface` or `world`"],
	["package_body", "an `interface`, a `world` or a `use`"],
	["interface_body", "a type, a function `name: func()` or a `use`"],
	["world_body", "an `import`, an `export`, an `include`, a `use` or a type"],
	["resource_body", "a `constructor` or a function `name: func()`"],
	["record_body", "a field `name: type`"],
	["flags_body", "the name of a flag"],
	["enum_body", "the name of a case"],
	["variant_body", "a case `name` or `name(type)`"],
	["params", "a parameter `name: type`"],
	["use_names", "the name of a type"],
	["include_names", "`name as name`"],
	["instantiation_arguments", "an argument `name`, `name: value` or `...`"],
]);
