import type { Offset } from "../wit/syntax/positions.ts";
import type { SyntaxNode } from "../wit/syntax/tree.ts";
import type { PackageReference } from "./names.ts";
import type { WacDocument } from "./service.ts";
import { itemNamed, type WorldItem } from "./world.ts";

/** A name that a document binds: by `let`, by `import`, or a type or interface that it defines. */
export interface Binding {
	readonly name: string;
	readonly kind: "let" | "import" | "definition";
	/** The statement. */
	readonly node: SyntaxNode;
	readonly nameNode: SyntaxNode;
}

/** What an expression gives: an instance of a component or of an interface with what can be taken out of it, or a single item. */
export interface WacValue {
	/** What it is, in a few words of WAC or WIT. */
	readonly description: string;
	/** Null for what nothing can be taken out of. */
	readonly items: readonly WorldItem[] | null;
}

/** The names that a document binds, in order. */
function bindingsOf(root: SyntaxNode): readonly Binding[] {
	return root.children.flatMap((node): Binding[] => {
		const isStatement = node.kind === "let_statement" || node.kind === "import_statement";
		const nameNode = node.child(isStatement ? "id" : "name");
		if (nameNode === null || nameNode.kind !== "identifier") return [];
		const kind = node.kind === "let_statement" ? "let" : node.kind === "import_statement" ? "import" : "definition";
		return [{ name: bare(nameNode.text), kind, node, nameNode }];
	});
}

/** The binding that a name means at an offset: the last one before it. */
export function bindingNamed(root: SyntaxNode, name: string, before: Offset): Binding | null {
	return bindingsOf(root).findLast((binding) => binding.name === bare(name) && isBefore(root, binding, before)) ?? null;
}

/** The bindings whose values may be used at an offset: those of `let` and `import` in finished statements before it. */
export function bindingsBefore(root: SyntaxNode, before: Offset): readonly Binding[] {
	return bindingsOf(root).filter((binding) => binding.kind !== "definition" && isBefore(root, binding, before));
}

/** A statement without its `;` counts as over when something else has begun after it; the one that is being written does not. */
function isBefore(root: SyntaxNode, { node, kind }: Binding, before: Offset): boolean {
	if (node.end > before) return false;
	const last = node.children.at(-1);
	const isFinished = kind === "definition" || (last?.kind === ";" && !last.isMissing);
	return isFinished || root.text.slice(node.end, before).trim() !== "";
}

/** What a binding's name stands for; null where its packages cannot be had. */
export function valueOfBinding(document: WacDocument, { kind, node }: Binding): WacValue | null {
	switch (kind) {
		case "let":
			return evaluate(document, node.child("value"));
		case "import":
			return importedValue(document, node);
		case "definition":
			return null;
	}
}

/** What an expression gives; null where a part of it is unknown. */
export function evaluate(document: WacDocument, node: SyntaxNode | null): WacValue | null {
	switch (node?.kind) {
		case "name_expression": {
			const name = node.child("name");
			const binding = name === null ? null : bindingNamed(document.root, name.text, node.start);
			return binding === null ? null : valueOfBinding(document, binding);
		}
		case "nested_expression":
			return evaluate(document, node.child("value"));
		case "new_expression": {
			const reference = referenceOf(node.child("package"));
			const component = reference === null ? null : document.service.worldOf(document.path, reference)?.component;
			return reference === null || component === null || component === undefined
				? null
				: { description: `instance of ${reference.name}`, items: component.exports };
		}
		case "access_expression":
		case "named_access_expression": {
			const value = evaluate(document, node.child("instance"));
			const name = node.child("name");
			return value === null || name === null ? null : member(value, unquoted(name.text));
		}
		default:
			return null;
	}
}

/** What `.name` or `["name"]` takes out of a value. */
export function member(value: WacValue, name: string): WacValue | null {
	const item = value.items === null ? null : itemNamed(value.items, name);
	return item === null ? null : valueOfItem(item);
}

/** The package of a `package_name` node; null where its name is not finished. */
export function referenceOf(node: SyntaxNode | null): PackageReference | null {
	const name = node?.childrenOf("name")[0];
	if (node === null || name === undefined) return null;
	return reference(node.childrenOf("namespace"), name, node.child("version"));
}

/** The package and the item of a `use_path` node; null for a bare name. */
export function pathReferenceOf(node: SyntaxNode): { readonly package: PackageReference; readonly item: string } | null {
	const [owner] = node.childrenOf("package");
	const item = node.child("name");
	if (owner === undefined || item === null) return null;
	return { package: reference(node.childrenOf("namespace"), owner, node.child("version")), item: bare(item.text) };
}

/** The text between the quotes of a string; other text as it is, without the `%` of a name. */
export function unquoted(text: string): string {
	return text.startsWith('"') ? text.slice(1, text.length > 1 && text.endsWith('"') ? -1 : undefined) : bare(text);
}

function reference(namespaces: readonly SyntaxNode[], name: SyntaxNode, version: SyntaxNode | null): PackageReference {
	const whole = [...namespaces, name].map(({ text }) => bare(text)).join(":");
	return version === null ? { name: whole } : { name: whole, version: version.text };
}

function importedValue(document: WacDocument, node: SyntaxNode): WacValue | null {
	const path = node.child("path");
	const type = node.child("type");
	if (type !== null && type.kind === "func_type") return { description: type.text, items: null };
	if (type !== null) {
		const body = type.child("body");
		const functions = body?.children.filter(({ kind }) => kind === "func_item") ?? [];
		return { description: "interface", items: functions.flatMap(functionItem) };
	}
	const found = path === null ? null : pathReferenceOf(path);
	if (found === null) return null;
	const world = document.service.worldOf(document.path, found.package);
	const items = world === null ? [] : [...world.items, ...(world.component?.exports ?? []), ...(world.component?.imports ?? [])];
	const item = itemNamed(items, found.item);
	return item === null ? null : valueOfItem(item);
}

function functionItem(node: SyntaxNode): WorldItem[] {
	const name = node.child("name");
	return name === null ? [] : [{ name: bare(name.text), short: bare(name.text), members: null, signature: node.text }];
}

function valueOfItem({ members, signature }: WorldItem): WacValue {
	return {
		description: signature,
		items:
			members === null
				? null
				: members.map((inner) => ({ name: inner.name, short: inner.name, members: null, signature: inner.signature })),
	};
}

function bare(name: string): string {
	return name.replace(/^%/, "");
}
