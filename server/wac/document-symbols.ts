import type { OutlineEntry, SymbolKind } from "../answer.ts";
import type { SyntaxNode } from "../wit/syntax/tree.ts";
import type { WacDocument } from "./service.ts";

const DEFINITIONS: Readonly<Record<string, SymbolKind>> = {
	interface_item: "interface",
	world_item: "world",
	type_item: "alias",
	record_item: "record",
	variant_item: "variant",
	enum_item: "enum",
	flags_item: "flags",
};

/** The statements of a document that name something, in order. */
export function wacDocumentSymbols({ root }: WacDocument): readonly OutlineEntry[] {
	return root.children.flatMap((node): OutlineEntry[] => {
		switch (node.kind) {
			case "package_declaration":
				return entry(node, node.child("name"), "package", "package");
			case "import_statement":
				return entry(node, node.child("id"), "import", node.child("path")?.text ?? "");
			case "let_statement":
				return entry(node, node.child("id"), "variable", node.child("value")?.child("package")?.text ?? "");
			case "export_statement":
				return entry(node, node.child("name") ?? node.child("value"), "export", "export");
			default: {
				const kind = DEFINITIONS[node.kind];
				return kind === undefined ? [] : entry(node, node.child("name"), kind, "");
			}
		}
	});
}

function entry(node: SyntaxNode, name: SyntaxNode | null, kind: SymbolKind, detail: string): OutlineEntry[] {
	if (name === null) return [];
	const span = { start: node.start, end: node.end };
	return [{ name: name.text, kind, detail, span, nameSpan: { start: name.start, end: name.end }, children: [] }];
}
