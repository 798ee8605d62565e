import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { offset } from "../../server/wit/syntax/positions.ts";
import type { SyntaxNode, SyntaxTree, TextChange } from "../../server/wit/syntax/tree.ts";
import { parsers } from "./parsers.ts";

const PIECES = [
	"package a:b;\n",
	"/// docs\n",
	"interface i {\n  f: func(x: u32) -> string;\n}\n",
	"world w {\n  import i;\n}\n",
	"record r { x: u32 }\n",
	"use wasi:io/streams@0.2.0;\n",
	"  resource r { constructor(); }\n",
	"}",
	"{",
	"/* ",
	" */",
	"func(",
	"é𝄞",
	" ",
	";\n",
	"\r\n",
];
const piece = fc.constantFrom(...PIECES);
const document = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
const edit = fc.record({ from: fc.nat(1000), length: fc.nat(30), text: fc.oneof(piece, fc.constant("")) });

/** A change at a place inside a text, wherever the numbers point. */
function changeOf(text: string, { from, length, text: inserted }: { from: number; length: number; text: string }): TextChange {
	const start = from % (text.length + 1);
	return { start: offset(start), end: offset(Math.min(text.length, start + length)), text: inserted };
}

/** All of a tree, places included. */
function drawn(node: SyntaxNode): string {
	const marks = `${node.isMissing ? "?" : ""}${node.field ?? ""}`;
	return `(${node.kind}${marks} ${node.start}-${node.end}${node.children.map(drawn).join("")})`;
}

function applied(text: string, change: TextChange): string {
	return text.slice(0, change.start) + change.text + text.slice(change.end);
}

describe("a tree that is edited", () => {
	it.each(["wit", "wac"] as const)("is the tree that a fresh parse of %s gives", (language) => {
		fc.assert(
			fc.property(document, fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { maxLength: 6 }), (first, events) => {
				let tree: SyntaxTree = parsers[language].parse(first);
				let text = first;
				for (const event of events) {
					const changes: TextChange[] = [];
					for (const one of event) {
						const change = changeOf(text, one);
						text = applied(text, change);
						changes.push(change);
					}
					tree = tree.edit(...changes);
				}
				const fresh = parsers[language].parse(text);
				expect(tree.text).toBe(text);
				// Where a text is in error, an edit may leave another of the possible recoveries behind than a fresh parse.
				if (!fresh.root.hasError) expect(drawn(tree.root)).toBe(drawn(fresh.root));
				else expect(tree.root.hasError).toBe(true);
				tree.dispose();
				fresh.dispose();
			}),
			{ numRuns: 300 },
		);
	});

	it("takes over what did not change, wherever it moves", () => {
		const text = "interface a {}\ninterface b { f: func(); }\n";
		const before = parsers.wit.parse(text);
		const after = before.edit({ start: offset(0), end: offset(0), text: "// 𝄞\n" });
		const found = after.root.children.at(-1);
		expect(found?.text).toBe("interface b { f: func(); }");
		expect(found?.child("body")?.children[1]?.child("name")?.text).toBe("f");
		expect(found?.parent).toBe(after.root);
		after.dispose();
	});

	it("leaves what was read of the version before it, which can neither be edited nor read further", () => {
		const before = parsers.wit.parse("interface a {}");
		const nothing = { start: offset(0), end: offset(0), text: " " };
		const { root } = before;
		const after = before.edit(nothing);
		after.dispose();
		expect(root.children[0]?.child("name")?.text).toBe("a");
		expect(before.root).toBe(root);
		expect(() => before.foldings()).toThrow("edited or disposed of already");
		expect(() => after.root).toThrow("edited or disposed of already");
		expect(() => before.edit(nothing)).toThrow("edited or disposed of already");
		expect(() => after.edit(nothing)).toThrow("edited or disposed of already");
	});

	it("refuses a change outside the text", () => {
		const tree = parsers.wit.parse("use a;");
		expect(() => tree.edit({ start: offset(3), end: offset(9), text: "" })).toThrow("outside the text of length 6");
		tree.dispose();
	});
});

describe("a tree", () => {
	it("answers the smallest node at a place, at a border the one that starts there", () => {
		const text = "interface i { f: func(); }";
		const tree = parsers.wit.parse(text);
		const at = (place: number) => tree.root.nodeAt(offset(place)).text;
		expect(at(text.indexOf("f:"))).toBe("f");
		expect(at(text.indexOf(":"))).toBe(":");
		expect(at(text.indexOf("i {") + 1)).toBe("i");
		expect(at(text.length)).toBe("}");
		tree.dispose();
	});

	it("covers its whole text, and nests no deeper than its readers can go", () => {
		const text = `\n interface i { type t = ${"list<".repeat(20_000)}u8${">".repeat(20_000)}; }\n`;
		const tree = parsers.wit.parse(text);
		expect([tree.root.start, tree.root.end]).toEqual([0, text.length]);
		let deepest = 0;
		const visit = (node: SyntaxNode, depth: number) => {
			deepest = Math.max(deepest, depth);
			for (const child of node.children) visit(child, depth + 1);
		};
		visit(tree.root, 0);
		expect(deepest).toBeLessThan(1100);
		expect(tree.root.hasError).toBe(true);
		tree.dispose();
	});
});
