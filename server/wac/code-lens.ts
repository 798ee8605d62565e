import type { RunLens } from "../answer.ts";
import type { SyntaxNode } from "../wit/syntax/tree.ts";
import type { WacDocument } from "./service.ts";
import { evaluate, unquoted, type WacValue } from "./values.ts";
import type { WorldItem } from "./world.ts";

/** So many functions get a button each; more than that would hide the text. */
const MOST = 8;

/** Buttons over the exports of a composition, one for each function that it exports there. */
export function wacCodeLenses(document: WacDocument): readonly RunLens[] {
	return document.root.children
		.filter(({ kind }) => kind === "export_statement")
		.flatMap((node) => lensesOf(document, node).slice(0, MOST));
}

function lensesOf(document: WacDocument, node: SyntaxNode): readonly RunLens[] {
	const expression = node.child("value");
	const value = evaluate(document, expression);
	if (expression === null || value === null) return [];
	const span = { start: node.start, end: node.end };
	const lens = (owner: string | null, name: string): RunLens => ({
		kind: "run",
		span,
		title: `▷ Run ${name}`,
		interface: owner,
		function: name,
	});
	if (node.child("spread") !== null) {
		return (value.items ?? []).flatMap((item) =>
			item.members === null ? [lens(null, item.name)] : item.members.map(({ name }) => lens(item.name, name)),
		);
	}
	const name = exportedName(document, node, expression);
	if (name === null) return [];
	return value.items === null ? [lens(null, name)] : value.items.filter(isFunction).map((item) => lens(name, item.name));
}

function isFunction({ members }: WorldItem): boolean {
	return members === null;
}

/** The name under which a statement exports: that after `as`, else that of what is taken out of an instance. */
function exportedName(document: WacDocument, node: SyntaxNode, expression: SyntaxNode): string | null {
	const written = node.child("name");
	if (written !== null) return unquoted(written.text);
	const taken = expression.child("name");
	if (taken === null) return null;
	const instance: WacValue | null = evaluate(document, expression.child("instance"));
	const text = unquoted(taken.text);
	return instance?.items?.find(({ name, short }) => name === text || short === text)?.name ?? text;
}
