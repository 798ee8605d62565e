/**
 * The grammar and the reader of the semantic model know the syntax of WIT independently of one another. They must agree on which texts are in
 * error, or an item would be in the tree and not in the model, or the other way round.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { readWit } from "../../server/wit/semantic/index.ts";
import { corpusCases } from "./corpus.ts";
import { parsers } from "./parsers.ts";

const TOKEN = /\/\/[^\n]*|"(?:[^"\\]|\\.)*"|->|[%\w][\w-]*(?:\.[\w+-]+)*|[^\s\w]/g;

function isGood(text: string): { readonly tree: boolean; readonly reader: boolean } {
	const tree = parsers.wit.parse(text);
	const good = { tree: !tree.root.hasError, reader: readWit("a.wit", text).problems.length === 0 };
	tree.dispose();
	return good;
}

/** What the grammar takes and leaves to the model: nested namespaces and packages, and whether a version is one. */
const WIDER =
	/:\s*[%\w-]+\s*:\s*[%\w-]+\s*[:/;{@.]|\/\s*[%\w-]+\s*\/|@\s*(?!\d+\.\d+\.\d+(?:[-+]|\s))\d|=\s*(?!\d+\.\d+\.\d+(?:[-+]|\s))\d/;

const documents = corpusCases("wit")
	.map(({ text }) => text)
	.filter((text) => isGood(text).reader);

it("has good documents to start from, which are good for both", () => {
	expect(documents.length).toBeGreaterThan(35);
	for (const text of documents) expect(isGood(text), text).toEqual({ tree: true, reader: true });
});

it("holds for documents with a word or mark taken out, put in, doubled or exchanged", () => {
	let bad = 0;
	fc.assert(
		fc.property(
			fc.constantFrom(...documents),
			fc.constantFrom("remove", "insert", "replace"),
			fc.nat(),
			fc.nat(),
			(text, how, at, from) => {
				const tokens: string[] = text.match(TOKEN) ?? [];
				const others: string[] = documents.join("\n").match(TOKEN) ?? [];
				const place = at % Math.max(1, tokens.length);
				tokens.splice(place, how === "insert" ? 0 : 1, ...(how === "remove" ? [] : [others[from % others.length] ?? ";"]));
				const changed = tokens.map((token) => (token.startsWith("//") ? `${token}\n` : token)).join(" ");
				fc.pre(!WIDER.test(changed));
				const { tree, reader } = isGood(changed);
				if (!tree) bad++;
				expect(tree, changed).toBe(reader);
			},
		),
		{ numRuns: 2000, seed: 1 },
	);
	expect(bad).toBeGreaterThan(500);
});
