/** A resolved package without numbers: types and interfaces go by their names, so that packages of two models can be compared. */
import { elaborateWorld, type Model } from "../../../server/wit/index.ts";
import type { InterfaceNode, ItemNode, Json, Owner, TypeRef } from "./arena.ts";
import { functionJson, gatesJson, stabilityJson } from "./json.ts";
import { ResolvedModel } from "./resolve.ts";
import { docsJson } from "./types.ts";

/** What the main package of a model holds, in order; unnamed types are written out where they are used. */
export function namedPackage(model: Model): Json {
	const resolved = new ResolvedModel(model);
	const { arena } = resolved;
	const owners = new Map<Owner, string>();
	for (const node of arena.interfaces) if (node.name !== null) owners.set(node, `${node.package.key}/${node.name}`);
	for (const world of arena.worlds) {
		owners.set(world, world.symbol.id);
		for (const items of [world.imports, world.exports]) {
			for (const [label, item] of items) {
				if (item.kind !== "interface" || item.interface.name !== null) continue;
				owners.set(item.interface, `${world.symbol.id} ${items === world.imports ? "import" : "export"} ${label}`);
			}
		}
	}

	const reference = (ref: TypeRef | null): Json => {
		if (ref === null || typeof ref === "string") return ref;
		if (ref.owner !== null) return `${owners.get(ref.owner)}#${ref.name}`;
		return ref.kind.json(ref.kind.inner.map(reference));
	};
	const interfaceJson = ({ types, functions, docs, gates }: InterfaceNode): Json => ({
		types: [...types.values()].map(({ name, kind, docs: typeDocs, stability }) => ({
			name,
			kind: kind.json(kind.inner.map(reference)),
			...docsJson(typeDocs),
			...stabilityJson(stability),
		})),
		// The printer writes the functions of a resource in it, before the others.
		functions: [...functions.values()]
			.toSorted((a, b) => Number(a.kind.resource === null) - Number(b.kind.resource === null))
			.map((node) => functionJson(node, reference)),
		...docsJson(docs),
		...gatesJson(gates),
	});
	const itemJson = (item: ItemNode | undefined): Json => {
		if (item?.kind === "function") return functionJson(item.function, reference);
		if (item?.kind === "interface" && item.interface.name === null) return interfaceJson(item.interface);
		if (item?.kind !== "type") return owners.get(item?.interface ?? { kind: "interface", index: -1 }) ?? null;
		const { kind, docs, stability } = item.type;
		return { kind: kind.json(kind.inner.map(reference)), ...docsJson(docs), ...stabilityJson(stability) };
	};

	const worlds = arena.worlds.filter(({ symbol }) => symbol.package === model.main);
	return {
		interfaces: arena.interfaces
			.filter((node) => node.package === model.main && node.name !== null)
			.map((node) => ({ name: node.name, is: interfaceJson(node) })),
		worlds: worlds.map(({ symbol, imports, exports }) => {
			const elaborated = elaborateWorld(model, symbol);
			const items = (entries: typeof elaborated.imports, labelled: ReadonlyMap<string, ItemNode>) =>
				entries.map(({ label, symbol: named, gates, docs }): Json => {
					if (label !== null) return { label, is: itemJson(labelled.get(label)) };
					return { interface: named.kind === "interface" ? named.id : null, ...gatesJson(gates), ...docsJson(docs) };
				});
			return {
				name: symbol.name.text,
				imports: items(elaborated.imports, imports),
				exports: items(elaborated.exports, exports),
				...docsJson(symbol.declaration.docs),
				...gatesJson(symbol.declaration.gates),
			};
		}),
	};
}
