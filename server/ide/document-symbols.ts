import type { OutlineEntry, SymbolKind } from "../answer.ts";
import type {
	ExternDeclaration,
	FileDeclarations,
	FunctionDeclaration,
	InterfaceMember,
	NestedPackage,
	Part,
	TopItem,
	TypeDeclaration,
	WorldMember,
} from "../wit/semantic/index.ts";

/** The outline of a document, in its own order. Needs no other file. */
export function documentSymbols(file: FileDeclarations): readonly OutlineEntry[] {
	return [...file.items.flatMap(topItem), ...file.nested.map(nestedPackage)].sort((a, b) => a.span.start - b.span.start);
}

function nestedPackage({ header, items, nested, span }: NestedPackage): OutlineEntry {
	const { name } = header;
	const version = name.version === null ? "" : `@${name.version.text}`;
	return {
		name: `${name.namespace.text}:${name.name.text}${version}`,
		kind: "package",
		detail: "package",
		span,
		nameSpan: name.span,
		children: [...items.flatMap(topItem), ...nested.map(nestedPackage)],
	};
}

function topItem(item: TopItem): readonly OutlineEntry[] {
	switch (item.kind) {
		case "top-use":
			return [];
		case "interface":
			return [entry(item, "interface", "", item.members.flatMap(interfaceMember))];
		case "world":
			return [entry(item, "world", "", item.members.flatMap(worldMember))];
	}
}

function interfaceMember(member: InterfaceMember): readonly OutlineEntry[] {
	switch (member.kind) {
		case "use":
			return [];
		case "type":
			return [typeEntry(member)];
		case "function":
			return [functionEntry(member)];
	}
}

function worldMember(member: WorldMember): readonly OutlineEntry[] {
	switch (member.kind) {
		case "use":
		case "include":
			return [];
		case "type":
			return [typeEntry(member)];
		case "extern":
			return [externEntry(member)];
	}
}

function externEntry(extern: ExternDeclaration): OutlineEntry {
	const { shape, direction } = extern;
	switch (shape.form) {
		case "function":
			return entry(extern, "function", direction, []);
		case "interface":
			return entry(extern, "interface", direction, shape.interface.members.flatMap(interfaceMember));
		case "path": {
			const { package: owner, name } = shape.path;
			const path = owner === null ? name.text : `${owner.namespace.text}:${owner.name.text}/${name.text}`;
			const label = shape.label?.text ?? path;
			return { ...entry(extern, direction, shape.label === null ? direction : `${direction} ${path}`, []), name: label };
		}
	}
}

function typeEntry(type: TypeDeclaration): OutlineEntry {
	const { body } = type;
	switch (body.form) {
		case "alias":
			return entry(type, "alias", "type", []);
		case "resource":
			return entry(type, "resource", "resource", body.functions.map(functionEntry));
		case "record":
			return entry(
				type,
				"record",
				"record",
				body.parts.map((part) => partEntry(part, "field")),
			);
		case "variant":
		case "enum":
		case "flags":
			return entry(
				type,
				body.form,
				body.form,
				body.parts.map((part) => partEntry(part, "case")),
			);
	}
}

function functionEntry(declaration: FunctionDeclaration): OutlineEntry {
	const kind = declaration.role === "constructor" ? "constructor" : declaration.role === "free" ? "function" : "method";
	const detail = [
		declaration.role === "static" ? "static" : "",
		declaration.async ? "async" : "",
		declaration.accessor ?? "",
	].filter((word) => word !== "");
	return entry(declaration, kind, detail.join(" "), []);
}

function partEntry({ name, type }: Part, kind: "field" | "case"): OutlineEntry {
	const span = { start: name.span.start, end: Math.max(name.span.end, type?.span.end ?? 0) };
	return { name: name.text, kind, detail: "", span, nameSpan: name.span, children: [] };
}

function entry(
	declared: Pick<TypeDeclaration, "name" | "span">,
	kind: SymbolKind,
	detail: string,
	children: readonly OutlineEntry[],
): OutlineEntry {
	return { name: declared.name.text, kind, detail, span: declared.span, nameSpan: declared.name.span, children };
}
