import { createParser, type SyntaxParser } from "../../server/wit/syntax/parser.ts";
import type { SyntaxNode } from "../../server/wit/syntax/tree.ts";
import { asset } from "../assets.ts";

/** Parsers with the committed grammars. */
export const parsers: Readonly<Record<"wit" | "wac", SyntaxParser>> = {
	wit: await createParser(asset("web-tree-sitter.wasm"), asset("wit.wasm")),
	wac: await createParser(asset("web-tree-sitter.wasm"), asset("wac.wasm")),
};

/** A tree as an S-expression in the form of `tree-sitter test`: named nodes with their fields, and what the parser had to put in. */
export function sexpression(node: SyntaxNode): string {
	const children = node.children.flatMap((child) => {
		if (!child.isNamed && !child.isMissing) return [];
		return `${child.field === null ? "" : `${child.field}: `}${sexpression(child)}`;
	});
	const putIn = node.isMissing && node.kind !== "unfinished";
	const kind = putIn ? `MISSING ${node.isNamed ? node.kind : `"${node.kind}"`}` : node.kind;
	return `(${[kind, ...children].join(" ")})`;
}

/** The mistakes that a tree marks, as `line: what`, with lines from 1. */
export function treeMistakes(node: SyntaxNode, text: string): string[] {
	const line = text.slice(0, node.start).split("\n").length;
	if (node.isError) return [`${line}: ERROR ${node.text.slice(0, 40)}`];
	if (node.isMissing) return [`${line}: MISSING ${node.kind}`];
	return node.children.flatMap((child) => treeMistakes(child, text));
}
