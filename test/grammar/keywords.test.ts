/** The words of WIT stand in several places, each of which has its reasons for a list of its own: here they are compared. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { builtinTypeCompletions, functionCompletions, itemCompletions } from "../../server/ide/completion/keywords.ts";
import { wordHelp } from "../../server/ide/word-help.ts";
import { readWit } from "../../server/wit/semantic/index.ts";
import { keywords } from "../../server/wit/semantic/read/lexer.ts";
import { describeShared, root } from "../shared.ts";
import { parsers } from "./parsers.ts";

const WORDS = [...keywords].filter((word) => word !== "_").sort();

/** Whether a word is a name, as the tree and the reader see it. */
function isName(word: string): { readonly tree: boolean; readonly reader: boolean } {
	const text = `interface i {\n\tf: func(${word}: u8);\n}\n`;
	const tree = parsers.wit.parse(`package a:b;\n${text}`);
	const answer = { tree: !tree.root.hasError, reader: readWit("a.wit", text).problems.length === 0 };
	tree.dispose();
	return answer;
}

describeShared("the keywords of the specification", "spec/WIT.md", (file) => {
	it("are those of the reader, which like the reference parser has error-context too", () => {
		const rule = /^keyword ::=(?:[^\n]*\n)+?(?=```)/m.exec(readFileSync(file, "utf8"))?.[0] ?? "";
		const specified = [...rule.matchAll(/'([\w-]+)'/g)].map(([, word]) => word ?? "");
		expect(specified.length).toBeGreaterThan(40);
		expect([...specified, "error-context"].sort()).toEqual(WORDS);
	});
});

describe("the keywords of the reader", () => {
	it.each(WORDS)("%s is no name, but one with a % before it", (word) => {
		expect(isName(word)).toEqual({ tree: false, reader: false });
		expect(isName(`%${word}`)).toEqual({ tree: true, reader: true });
	});

	it.each(["get", "set", "since", "version", "feature", "fromm", "s128", "let", "new", "targets"])("%s is a name", (word) => {
		expect(isName(word)).toEqual({ tree: true, reader: true });
	});

	it("are those that the grammar reserves", () => {
		const grammar: { readonly reserved: { readonly global: readonly { readonly value: string }[] } } = JSON.parse(
			readFileSync(path.join(root, "grammars/wit/src/grammar.json"), "utf8"),
		);
		expect(grammar.reserved.global.map(({ value }) => value).sort()).toEqual(WORDS);
	});

	it("are explained on hover", () => {
		expect(WORDS.filter((word) => wordHelp(word) === null)).toEqual([]);
	});

	it("are offered, but for what joins names", () => {
		const span = { start: 0, end: 0 };
		const bodies = ["file", "package", "interface", "world", "resource"] as const;
		const offered = [
			...bodies.flatMap((body) => [...itemCompletions(body, span), ...functionCompletions(body, span)]),
			...builtinTypeCompletions(span),
		].flatMap(({ label }) => label.split(" "));
		expect(WORDS.filter((word) => !offered.includes(word))).toEqual(["as", "from", "with"]);
	});

	it("are coloured without a server", () => {
		const coloured = readFileSync(path.join(root, "syntaxes/wit.tmLanguage.json"), "utf8");
		const isColoured = (word: string) => new RegExp(`[(|:]${word}[)|]`).test(coloured);
		expect(WORDS.filter((word) => !isColoured(word))).toEqual(["from"]);
		expect(isColoured("let")).toBe(false);
	});
});
