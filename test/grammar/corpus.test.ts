import { describe, expect, it } from "vitest";
import { corpusCases, parseCorpus } from "./corpus.ts";
import { parsers, sexpression } from "./parsers.ts";

describe.each(["wit", "wac"] as const)("the corpus of %s", (language) => {
	it.each(corpusCases(language))("$title", ({ text, tree }) => {
		const parsed = parsers[language].parse(text);
		expect(sexpression(parsed.root)).toBe(tree);
		parsed.dispose();
	});
});

it("reads corpus files", () => {
	const file = "===\nA\n===\n\nuse a;\n\n---\n\n(source_file\n  (ERROR))\n\n===\nB\n===\n\na\n\nb\n\n---\n\n(source_file)\n";
	expect(parseCorpus("t", file)).toEqual([
		{ title: "t: A", text: "use a;", tree: "(source_file (ERROR))" },
		{ title: "t: B", text: "a\n\nb", tree: "(source_file)" },
	]);
});
