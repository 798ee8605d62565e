/**
 * Corpus files in the format of `tree-sitter test`: a title between rules of `=`, a text, a rule of `-`, the tree as an S-expression. They are
 * run by that tool where it is installed, and here, with the committed WebAssembly, everywhere.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../shared.ts";

interface CorpusCase {
	/** `topic: title`. */
	readonly title: string;
	readonly text: string;
	/** The expected tree, each run of blanks as one space. */
	readonly tree: string;
}

const CASE = /={3,}\n(?<title>[^\n]+)\n={3,}\n(?<text>[\s\S]*?)\n-{3,}\n(?<tree>[\s\S]*?)(?=\n={3,}\n[^\n]+\n={3,}\n|$)/g;

/** All cases of a grammar. */
export function corpusCases(grammar: "wit" | "wac"): CorpusCase[] {
	const folder = path.join(root, "grammars", grammar, "test/corpus");
	return readdirSync(folder)
		.filter((name) => name.endsWith(".txt"))
		.flatMap((name) => parseCorpus(path.basename(name, ".txt"), readFileSync(path.join(folder, name), "utf8")));
}

/** The cases of one file. */
export function parseCorpus(topic: string, file: string): CorpusCase[] {
	return [...file.matchAll(CASE)].map(({ groups }) => ({
		title: `${topic}: ${groups?.["title"] ?? ""}`,
		text: (groups?.["text"] ?? "").replace(/^\n|\n$/g, ""),
		tree: oneLine(groups?.["tree"] ?? ""),
	}));
}

/** An S-expression with single spaces, whatever it was broken into lines by. */
function oneLine(tree: string): string {
	return tree.trim().replace(/\s+/g, " ").replace(/ \)/g, ")");
}
