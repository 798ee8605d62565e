import type { Hover } from "../answer.ts";
import type { Offset } from "../wit/syntax/positions.ts";
import type { SyntaxNode } from "../wit/syntax/tree.ts";
import { type PackageReference, showReference } from "./names.ts";
import type { WacDocument } from "./service.ts";
import {
	bindingNamed,
	evaluate,
	member,
	pathReferenceOf,
	referenceOf,
	unquoted,
	valueOfBinding,
	type WacValue,
} from "./values.ts";
import { itemNamed, type WorldItem } from "./world.ts";

/** What the package, path, name or export at the offset is; null where there is none. */
export function wacHover(document: WacDocument, at: Offset): Hover | null {
	for (let node: SyntaxNode | null = document.root.nodeAt(at); node !== null; node = node.parent) {
		const markdown = describe(document, node, at);
		if (markdown !== null) return { span: { start: node.start, end: node.end }, markdown };
		if (node.kind.endsWith("_statement")) return null;
	}
	return null;
}

function describe(document: WacDocument, node: SyntaxNode, at: Offset): string | null {
	switch (node.kind) {
		case "package_name": {
			const reference = node.parent?.kind === "new_expression" ? referenceOf(node) : null;
			return reference === null ? null : describePackage(document, reference);
		}
		case "use_path": {
			const found = pathReferenceOf(node);
			if (found === null) return null;
			const world = document.service.worldOf(document.path, found.package);
			const items =
				world === null ? [] : [...world.items, ...(world.component?.exports ?? []), ...(world.component?.imports ?? [])];
			const item = itemNamed(items, found.item);
			return item === null ? describePackage(document, found.package) : describeItem(item);
		}
		case "identifier":
		case "string":
			return describeName(document, node, at);
		default:
			return null;
	}
}

function describeName(document: WacDocument, node: SyntaxNode, at: Offset): string | null {
	const { parent } = node;
	switch (parent?.kind) {
		case "let_statement":
		case "import_statement": {
			const binding = node.field === "id" ? bindingNamed(document.root, node.text, parent.end) : null;
			return binding === null ? null : describeValue(node.text, valueOfBinding(document, binding));
		}
		case "name_expression":
		case "inferred_argument":
		case "spread_argument": {
			const binding = bindingNamed(document.root, node.text, at);
			return binding === null ? null : describeValue(node.text, valueOfBinding(document, binding));
		}
		case "access_expression":
		case "named_access_expression": {
			const value = evaluate(document, parent.child("instance"));
			const taken = value === null ? null : member(value, unquoted(node.text));
			return taken === null ? null : describeValue(null, taken);
		}
		case "named_argument": {
			const reference = referenceOf(parent.parent?.parent?.child("package") ?? null);
			const component = reference === null ? null : document.service.worldOf(document.path, reference)?.component;
			const item = itemNamed(component?.imports ?? [], unquoted(node.text));
			return item === null ? null : describeItem(item);
		}
		default:
			return null;
	}
}

function describePackage(document: WacDocument, reference: PackageReference): string {
	const found = document.service.find(document.path, reference);
	if (!found.ok) return found.problem.message;
	const world = document.service.worldOf(document.path, reference);
	if (world === null) return `\`${showReference(reference)}\` from \`${found.value.path}\``;
	if (world.component === null) return `${fenced(list(world.items))}\n\n*from \`${found.value.path}\`*`;
	const { imports, exports } = world.component;
	const lines = [...imports.map(({ name }) => `\timport ${name};`), ...exports.map(({ name }) => `\texport ${name};`)];
	return `${fenced(`component ${showReference(reference)} {\n${lines.join("\n")}\n}`)}\n\n*from \`${found.value.path}\`*`;
}

function describeItem({ signature, members }: WorldItem): string {
	if (members === null || members.length === 0) return fenced(signature);
	return fenced(`${signature} {\n${members.map((inner) => `\t${inner.signature};`).join("\n")}\n}`);
}

function describeValue(name: string | null, value: WacValue | null): string | null {
	if (value === null) return null;
	const head = name === null ? value.description : `${name}: ${value.description}`;
	if (value.items === null || value.items.length === 0) return fenced(head);
	return fenced(
		`${head} {\n${value.items.map(({ name: inner, signature, members }) => `\t${members === null ? signature : inner};`).join("\n")}\n}`,
	);
}

function list(items: readonly WorldItem[]): string {
	return items.map(({ signature }) => signature).join("\n");
}

function fenced(text: string): string {
	return `\`\`\`wit\n${text}\n\`\`\``;
}
