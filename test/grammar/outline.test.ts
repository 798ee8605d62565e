/** Foldings and the ranges around a place are read off tree-sitter's own tree; here they are compared with what a copy of the whole tree gives. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Offset, offset, type TextRange } from "../../server/wit/syntax/positions.ts";
import type { SyntaxNode, SyntaxTree } from "../../server/wit/syntax/tree.ts";
import { corpusCases } from "./corpus.ts";
import { parsers } from "./parsers.ts";

function foldingsOfCopy(root: SyntaxNode): TextRange[] {
	const ranges: TextRange[] = [];
	const visit = (node: SyntaxNode): void => {
		const open = node.children.find(({ kind, isMissing }) => kind === "{" && !isMissing);
		const close = node.children.findLast(({ kind, isMissing }) => kind === "}" && !isMissing);
		if (node.kind.startsWith("block_")) ranges.push({ start: node.start, end: node.end });
		if (open !== undefined && close !== undefined) ranges.push({ start: open.start, end: close.end });
		for (const child of node.children) visit(child);
	};
	for (const child of root.children) visit(child);
	return ranges;
}

function rangesOfCopy(root: SyntaxNode, at: Offset): TextRange[] {
	const ranges: TextRange[] = [];
	for (let node: SyntaxNode | null = root.nodeAt(at); node !== null; node = node.parent) {
		const { start, end } = node;
		const last = ranges.at(-1);
		if (last?.start !== start || last.end !== end) ranges.push({ start, end });
	}
	return ranges;
}

const PIECES = [
	"interface i {\n",
	"}",
	"{",
	" f: func();\n",
	"/* {",
	"*/",
	"// } {\n",
	"record r { a: u8 }\n",
	"use i.{a};",
	" ",
	"é🦀",
];
const edits = fc.array(
	fc.record({
		at: fc.nat(2000),
		length: fc.nat(12),
		text: fc.constantFrom("", ...PIECES),
		look: fc.nat(2000),
		ask: fc.boolean(),
	}),
	{ maxLength: 5 },
);

describe.each(["wit", "wac"] as const)("the outline of %s", (language) => {
	const documents = corpusCases(language).map(({ text }) => text);

	it("is that of the whole tree, whatever was edited and asked before", () => {
		fc.assert(
			fc.property(fc.constantFrom(...documents), edits, (document, changes) => {
				let tree: SyntaxTree = parsers[language].parse(document);
				for (const { at, length, text, look, ask } of changes) {
					const start = at % (tree.text.length + 1);
					tree = tree.edit({ start: offset(start), end: offset(Math.min(start + length, tree.text.length)), text });
					if (!ask) continue;
					const place = offset(look % (tree.text.length + 1));
					const fast = { foldings: tree.foldings(), around: tree.rangesAround(place) };
					expect(fast).toEqual({ foldings: foldingsOfCopy(tree.root), around: rangesOfCopy(tree.root, place) });
				}
				tree.dispose();
			}),
			{ numRuns: 300 },
		);
	});

	it("has a folding for each pair of braces of a good document", () => {
		const good = documents.filter((text) => {
			const tree = parsers[language].parse(text);
			const { hasError } = tree.root;
			tree.dispose();
			return !hasError && !/["/]/.test(text);
		});
		expect(good.length).toBeGreaterThan(3);
		for (const text of good) {
			const tree = parsers[language].parse(text);
			expect(tree.foldings().length, text).toBe(text.split("{").length - 1);
			tree.dispose();
		}
	});
});

it("folds what stands between braces, and block comments in whatever they stand in", () => {
	const text = "/* a */\ninterface i {\n  f: func(\n    /* b\n    { */ a: u8);\n  record r { x: u8 }\n}\nuse a:b/c;\n";
	const tree = parsers.wit.parse(text);
	expect(tree.foldings().map(({ start, end }) => text.slice(start, end).replace(/\s+/g, " "))).toEqual([
		"/* a */",
		"{ f: func( /* b { */ a: u8); record r { x: u8 } }",
		"/* b { */",
		"{ x: u8 }",
	]);
	const around = tree.rangesAround(offset(text.indexOf("x:"))).map(({ start, end }) => text.slice(start, end).split("\n")[0]);
	expect(around).toEqual(["x", "x: u8", "{ x: u8 }", "record r { x: u8 }", "{", "interface i {", "/* a */"]);
	tree.dispose();
});
