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

/**
 * More than anyone looks through: an outline is sent whole after every keystroke, and making, sending and showing one of 25,000 entries takes
 * a tenth of a second.
 */
const mostEntries = 10_000;

/** How far an outline goes into what is declared: fields and cases, or what interfaces and worlds hold, or these alone. */
type Depth = "parts" | "members" | "items";

/** The outline of a document, in its own order. Needs no other file. One of very many entries leaves out the inner ones. */
export function documentSymbols(file: FileDeclarations): readonly OutlineEntry[] {
	const depth = depthFor(file);
	const items = file.items.flatMap((item) => topItem(item, depth));
	if (file.nested.length === 0) return items;
	const nested = file.nested.map((inner) => nestedPackage(inner, depth));
	return [...items, ...nested].sort((a, b) => a.span.start - b.span.start);
}

function depthFor({ items, nested }: FileDeclarations): Depth {
	const counts = { members: 0, parts: 0 };
	const visit = ({ items: here, nested: inner }: Pick<FileDeclarations, "items" | "nested">): void => {
		for (const item of here) {
			if (item.kind === "top-use") continue;
			counts.members += 1 + item.members.length;
			for (const member of item.members) {
				if (member.kind !== "type" || member.body.form === "alias") continue;
				counts.parts += member.body.form === "resource" ? member.body.functions.length : member.body.parts.length;
			}
		}
		for (const one of inner) visit(one);
	};
	visit({ items, nested });
	return counts.members > mostEntries ? "items" : counts.members + counts.parts > mostEntries ? "members" : "parts";
}

function nestedPackage({ header, items, nested, span }: NestedPackage, depth: Depth): OutlineEntry {
	const { name } = header;
	const version = name.version === null ? "" : `@${name.version.text}`;
	return {
		name: `${name.namespace.text}:${name.name.text}${version}`,
		kind: "package",
		detail: "package",
		span,
		nameSpan: name.span,
		children: [...items.flatMap((item) => topItem(item, depth)), ...nested.map((inner) => nestedPackage(inner, depth))],
	};
}

function topItem(item: TopItem, depth: Depth): readonly OutlineEntry[] {
	if (item.kind === "top-use") return [];
	if (depth === "items") return [entry(item, item.kind, "", [])];
	const parts = depth === "parts";
	const members =
		item.kind === "interface"
			? item.members.flatMap((member) => interfaceMember(member, parts))
			: item.members.flatMap((member) => worldMember(member, parts));
	return [entry(item, item.kind, "", members)];
}

/** `parts` says whether fields, cases and the functions of resources are wanted. */
function interfaceMember(member: InterfaceMember, parts: boolean): readonly OutlineEntry[] {
	switch (member.kind) {
		case "use":
			return [];
		case "type":
			return [typeEntry(member, parts)];
		case "function":
			return [functionEntry(member)];
	}
}

function worldMember(member: WorldMember, parts: boolean): readonly OutlineEntry[] {
	switch (member.kind) {
		case "use":
		case "include":
			return [];
		case "type":
			return [typeEntry(member, parts)];
		case "extern":
			return [externEntry(member, parts)];
	}
}

function externEntry(extern: ExternDeclaration, parts: boolean): OutlineEntry {
	const { shape, direction } = extern;
	switch (shape.form) {
		case "function":
			return entry(extern, "function", direction, []);
		case "interface":
			return entry(
				extern,
				"interface",
				direction,
				shape.interface.members.flatMap((member) => interfaceMember(member, parts)),
			);
		case "path": {
			const { package: owner, name } = shape.path;
			const path = owner === null ? name.text : `${owner.namespace.text}:${owner.name.text}/${name.text}`;
			const label = shape.label?.text ?? path;
			return { ...entry(extern, direction, shape.label === null ? direction : `${direction} ${path}`, []), name: label };
		}
	}
}

function typeEntry(type: TypeDeclaration, parts: boolean): OutlineEntry {
	const { body } = type;
	switch (body.form) {
		case "alias":
			return entry(type, "alias", "type", []);
		case "resource":
			return entry(type, "resource", "resource", parts ? body.functions.map(functionEntry) : []);
		case "record":
		case "variant":
		case "enum":
		case "flags": {
			const kind = body.form === "record" ? "field" : "case";
			return entry(type, body.form, body.form, parts ? body.parts.map((part) => partEntry(part, kind)) : []);
		}
		default: {
			const impossible: never = body;
			return impossible;
		}
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
