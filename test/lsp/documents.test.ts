import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Documents } from "../../server/lsp/documents.ts";
import { createParser, type SyntaxParser } from "../../server/wit/syntax/parser.ts";
import { LineIndex, offset } from "../../server/wit/syntax/positions.ts";
import type { SyntaxNode } from "../../server/wit/syntax/tree.ts";
import { asset } from "../assets.ts";

const URI = "file:///w/a.wit";
const START =
	"package a:b;\n\n/// Docs.\ninterface i {\r\n\trecord r { a: u8, b: list<string> }\n\tf: func(a: r) -> result;\n}\nworld w { export i; }\n";
const PIECES = [
	"interface j {\n",
	"}",
	"{",
	"\r\n",
	"\n",
	"f: func();",
	"/* 🦀",
	"*/",
	"// ü\n",
	" ",
	"use i.{r};",
	"world",
	"-",
	"%",
	'"',
	"@since(version = 0.1.0)",
	"",
];

let parsers: Record<"wit" | "wac", SyntaxParser>;

beforeAll(async () => {
	const wit = await createParser(asset("web-tree-sitter.wasm"), asset("wit.wasm"));
	parsers = { wit, wac: wit };
});

/** A tree as text: kinds and places. */
function draw(node: SyntaxNode): string {
	return `(${node.kind} ${node.start}-${node.end}${node.children.map(draw).join("")})`;
}

const edit = fc.record({ from: fc.nat(200), length: fc.oneof(fc.constant(0), fc.nat(20)), text: fc.constantFrom(...PIECES) });

describe("documents that are edited", () => {
	it("have the text and the tree of a document that is read anew, whatever the edits", () => {
		fc.assert(
			fc.property(fc.array(fc.array(edit, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), (events) => {
				const documents = new Documents(parsers);
				const ours = documents.open(URI, "wit", 0, START);
				documents.treeOf(ours);
				const oracle = TextDocument.create(URI, "wit", 0, START);
				for (const [version, event] of events.entries()) {
					let text = oracle.getText();
					const changes = event.map(({ from, length, text: inserted }) => {
						const lines = new LineIndex(text);
						const start = Math.min(from, text.length);
						const end = Math.min(start + length, text.length);
						const range = { start: lines.positionAt(offset(start)), end: lines.positionAt(offset(end)) };
						const change = { range, text: inserted };
						// The next change of the event is measured on the text that this one leaves, as the client would.
						const step = TextDocument.create(URI, "wit", 0, text);
						text = TextDocument.update(step, [change], 1).getText();
						return change;
					});
					TextDocument.update(oracle, changes, version + 1);
					const after = documents.change(URI, version + 1, changes);
					expect(after?.text).toBe(oracle.getText());
					if (after === null || version % 2 === 0) continue;
					const fresh = parsers.wit.parse(after.text);
					expect(draw(documents.treeOf(after).root)).toBe(draw(fresh.root));
					fresh.dispose();
				}
			}),
			{ numRuns: 150 },
		);
	});

	it("take positions outside the text as its nearest place", () => {
		const documents = new Documents(parsers);
		documents.open(URI, "wit", 1, "ab\ncd");
		const range = { start: { line: 0, character: 99 }, end: { line: 9, character: 0 } };
		expect(documents.change(URI, 2, [{ range, text: "!" }])?.text).toBe("ab!");
	});

	it("take a change without a range as the whole text", () => {
		const documents = new Documents(parsers);
		documents.treeOf(documents.open(URI, "wit", 1, START));
		const after = documents.change(URI, 2, [{ text: "world w {}" }]);
		expect(after?.text).toBe("world w {}");
		expect(after === null ? null : documents.treeOf(after).root.text).toBe("world w {}");
	});

	it("that are not open have no change", () => {
		expect(new Documents(parsers).change(URI, 1, [{ text: "" }])).toBeNull();
	});

	it.each([
		["file:///a.wac", "wac", "wac"],
		["file:///a.wac", "plaintext", "wac"],
		["untitled:Untitled-1", "wit", "wit"],
	])("%s as %s is %s", (uri, id, language) => {
		expect(new Documents(parsers).open(uri, id, 1, "").language).toBe(language);
	});
});
