import type { Span } from "../wit/semantic/index.ts";
import type { Offset } from "../wit/syntax/positions.ts";
import type { SyntaxNode } from "../wit/syntax/tree.ts";

/** The parts of a document that can be folded: what stands between braces, and block comments. */
export function foldings(root: SyntaxNode): readonly Span[] {
	const spans: Span[] = [];
	const visit = (node: SyntaxNode): void => {
		const open = node.children.find(({ kind }) => kind === "{");
		const close = node.children.findLast(({ kind }) => kind === "}");
		if (open !== undefined && close !== undefined) spans.push({ start: open.start, end: close.end });
		if (node.kind === "block_comment" || node.kind === "block_doc_comment") spans.push({ start: node.start, end: node.end });
		for (const child of node.children) visit(child);
	};
	visit(root);
	return spans;
}

/** The nodes around an offset, from the innermost to the whole document. */
export function selectionSpans(root: SyntaxNode, offset: Offset): readonly Span[] {
	const spans: Span[] = [];
	for (let node: SyntaxNode | null = root.nodeAt(offset); node !== null; node = node.parent) {
		const last = spans.at(-1);
		if (last === undefined || last.start !== node.start || last.end !== node.end)
			spans.push({ start: node.start, end: node.end });
	}
	return spans;
}
