/** Foldings are read off the text, item by item; here they are compared with those of the syntax tree. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldings } from "../../server/ide/folding.ts";
import { type FileDeclarations, readWit, rereadWit } from "../../server/wit/semantic/index.ts";
import { corpusCases } from "../grammar/corpus.ts";
import { parsers } from "../grammar/parsers.ts";

/** What each folding hides, with its marks, on lines of its own. */
function draw(text: string): readonly string[] {
	return foldings(readWit("/main.wit", text)).map(({ start, end }) => text.slice(start, end));
}

function sorted(spans: readonly { readonly start: number; readonly end: number }[]): readonly string[] {
	return spans.map(({ start, end }) => `${start}-${end}`).toSorted();
}

describe("foldings", () => {
	it("are what stands between braces, and block comments, the outer ones first", () => {
		expect(
			draw(
				"/* a /* b */ */\npackage a:b;\n/** c */\ninterface i { record r { a: u8 } use j.{x}; }\nworld w {}\n// {\npackage c:d { interface k { } }\n",
			),
		).toEqual([
			"/* a /* b */ */",
			"/** c */",
			"{ record r { a: u8 } use j.{x}; }",
			"{ a: u8 }",
			"{x}",
			"{}",
			"{ interface k { } }",
			"{ }",
		]);
	});

	it("stay where the file is broken, and take no brace of a comment or a string", () => {
		expect(draw('package a:b;\ninterface i { f: func(; @external-id("{") g: func(); // }\n}\nworld w {\n/* never')).toEqual([
			'{ f: func(; @external-id("{") g: func(); // }\n}',
		]);
	});

	it("are those of the syntax tree in all texts without a mistake", () => {
		const texts = corpusCases("wit")
			.map(({ text }) => text)
			.filter((text) => readWit("/main.wit", text).problems.length === 0);
		expect(texts.length).toBeGreaterThan(20);
		for (const text of texts) {
			const tree = parsers.wit.parse(text);
			expect(sorted(foldings(readWit("/main.wit", text))), text).toEqual(sorted(tree.foldings()));
			tree.dispose();
		}
	});

	it("after edits are those of the text anew", () => {
		const pieces = [
			"interface i {\n",
			"}",
			"{",
			" f: func();\n",
			"/* {",
			"*/",
			"// } {\n",
			"record r { a: u8 }\n",
			'"',
			"world w {",
			"",
		];
		const edits = fc.array(fc.record({ at: fc.nat(400), length: fc.nat(12), text: fc.constantFrom(...pieces) }), {
			maxLength: 6,
		});
		fc.assert(
			fc.property(edits, (changes) => {
				let text = "package a:b;\ninterface j { record r { a: u8 } }\n/* x */\nworld v { export j; }\n";
				const file: FileDeclarations = readWit("/main.wit", text);
				foldings(file);
				for (const { at, length, text: written } of changes) {
					const start = Math.min(at, text.length);
					text = text.slice(0, start) + written + text.slice(start + length);
					rereadWit(file, text);
					expect(sorted(foldings(file))).toEqual(sorted(foldings(readWit("/main.wit", text))));
				}
			}),
		);
	});
});
