import {
	buildModel,
	type ExternDeclaration,
	type FunctionSymbol,
	type InterfaceSymbol,
	interfaceMembers,
	type Model,
	readWit,
	signatureOf,
	type TypeSymbol,
	type WorldSymbol,
	withoutVersion,
} from "../wit/semantic/index.ts";

/** An import or export of a component: an instance with functions, or a function. */
export interface WorldItem {
	/** As a composition names it: `wasi:io/streams@0.2.0`, or a plain name. */
	readonly name: string;
	/** The last part of the path without the version: the short form where only one item has it. */
	readonly short: string;
	readonly members: readonly Member[] | null;
	/** One line of WIT. */
	readonly signature: string;
}

/** A function of an instance. */
interface Member {
	readonly name: string;
	readonly signature: string;
}

/** What a package offers to a composition. */
export interface PackageWorld {
	/** The package as WIT text. */
	readonly text: string;
	/** Null for a package of interfaces, which cannot be instantiated. */
	readonly component: { readonly imports: readonly WorldItem[]; readonly exports: readonly WorldItem[] } | null;
	/** The interfaces and worlds of a package of WIT, by name. */
	readonly items: readonly WorldItem[];
}

/** Reads what a component or a binary WIT package offers from its WIT text; the world of a component is called `root`. */
export function readWorld(path: string, text: string): PackageWorld {
	const model = buildModel({
		main: { path, files: [readWit(path, text)] },
		dependencies: [],
		features: "all",
		dependencyDirectory: null,
	});
	const items = [...(model.main?.items.values() ?? [])];
	const root = items.find(
		(item): item is WorldSymbol =>
			item.kind === "world" && item.name.text === "root" && item.package.key.startsWith("root:component"),
	);
	if (root === undefined)
		return {
			text,
			component: null,
			items: items.map((item) => (item.kind === "interface" ? itemOf(model, item.id, item) : worldItem(item))),
		};
	const externs = root.declaration.members.filter((member) => member.kind === "extern");
	const of = (direction: ExternDeclaration["direction"]) =>
		externs.filter((extern) => extern.direction === direction).map((extern) => externItem(model, root, extern));
	return { text, component: { imports: of("import"), exports: of("export") }, items: [] };
}

/** The item of a list that a name means: the whole name, or the short form where only one has it. */
export function itemNamed(items: readonly WorldItem[], name: string): WorldItem | null {
	const exact = items.find((item) => item.name === name);
	if (exact !== undefined) return exact;
	const short = items.filter((item) => item.short === name);
	return short.length === 1 ? (short[0] ?? null) : null;
}

function externItem(model: Model, root: WorldSymbol, { shape, name }: ExternDeclaration): WorldItem {
	switch (shape.form) {
		case "function":
			return {
				name: name.text,
				short: name.text,
				members: null,
				signature: `${name.text}: ${functionText(root, shape.function.span)}`,
			};
		case "interface": {
			const members = shape.interface.members.flatMap((member) =>
				member.kind === "function" ? [{ name: member.name.text, signature: functionText(root, member.span) }] : [],
			);
			return { name: name.text, short: name.text, members, signature: `${name.text}: interface` };
		}
		case "path": {
			const { package: owner, name: last } = shape.path;
			const version = owner?.version === null || owner === null ? "" : `@${owner.version.text}`;
			const id = owner === null ? last.text : `${owner.namespace.text}:${owner.name.text}/${last.text}${version}`;
			return itemOf(model, id, interfaceBy(model, id));
		}
	}
}

function itemOf(model: Model, id: string, symbol: InterfaceSymbol | null): WorldItem {
	const short = withoutVersion(id).replace(/^.*\//, "");
	const members = symbol === null ? [] : interfaceMembers(model, symbol).flatMap((member) => functionOf(model, member));
	return { name: id, short, members, signature: `interface ${id}` };
}

function worldItem({ id, name }: WorldSymbol): WorldItem {
	return { name: id, short: name.text, members: null, signature: `world ${id}` };
}

function functionOf(model: Model, member: TypeSymbol | FunctionSymbol): readonly Member[] {
	if (member.kind !== "function" || member.resource !== null) return [];
	return [{ name: member.abiName, signature: signatureOf(model, member).replace(/;$/, "") }];
}

function interfaceBy(model: Model, id: string): InterfaceSymbol | null {
	for (const known of model.packages.values()) {
		for (const item of known.items.values()) if (item.kind === "interface" && item.id === id) return item;
	}
	return null;
}

function functionText(root: WorldSymbol, { start, end }: { start: number; end: number }): string {
	return root.file.text
		.slice(start, end)
		.replace(/\s+/g, " ")
		.replace(/^[^:]*:\s*/, "")
		.replace(/;$/, "");
}
