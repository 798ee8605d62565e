import type { Definition } from "../answer.ts";
import type { Offset } from "../wit/syntax/positions.ts";
import type { SyntaxNode } from "../wit/syntax/tree.ts";
import type { PackageReference } from "./names.ts";
import type { WacDocument } from "./service.ts";
import { bindingNamed, pathReferenceOf, referenceOf } from "./values.ts";

/** Where a name of the document is bound, or the file that a package comes from. */
export function wacDefinition(document: WacDocument, at: Offset): Definition | null {
	for (let node: SyntaxNode | null = document.root.nodeAt(at); node !== null; node = node.parent) {
		if (node.kind === "package_name")
			return node.parent?.kind === "new_expression" ? packageFile(document, node, referenceOf(node)) : null;
		if (node.kind === "use_path")
			return packageFile(document, node, pathReferenceOf(node)?.package ?? null) ?? bound(document, node);
		if (node.kind === "identifier" && isUse(node)) return bound(document, node);
	}
	return null;
}

function isUse({ parent, field }: SyntaxNode): boolean {
	switch (parent?.kind) {
		case "name_expression":
		case "inferred_argument":
		case "spread_argument":
		case "named_type":
			return true;
		case "let_statement":
		case "import_statement":
			return field === "id";
		default:
			return false;
	}
}

function bound(document: WacDocument, node: SyntaxNode): Definition | null {
	const statement = node.parent?.kind.endsWith("_statement") === true ? node.parent.end : node.start;
	const binding = bindingNamed(document.root, node.text, statement);
	if (binding === null) return null;
	const { nameNode, node: whole } = binding;
	return { path: document.path, span: spanOf(nameNode), whole: spanOf(whole), from: spanOf(node) };
}

function packageFile(document: WacDocument, node: SyntaxNode, reference: PackageReference | null): Definition | null {
	const found = reference === null ? null : document.service.find(document.path, reference);
	if (found === null || !found.ok) return null;
	const start = { start: 0, end: 0 };
	return { path: document.service.fileOf(found.value.path), span: start, whole: start, from: spanOf(node) };
}

function spanOf({ start, end }: SyntaxNode): { start: number; end: number } {
	return { start, end };
}
