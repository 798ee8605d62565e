/** The JSON that the reference parser writes of a resolved package, made from our model. */
import { docsOf, elaborateWorld, type Gate, type Model } from "../../../server/wit/index.ts";
import {
	type FunctionNode,
	type InterfaceNode,
	type ItemNode,
	type Json,
	type Stability,
	stabilityOf,
	type TypeNode,
	type TypeRef,
	type WorldNode,
} from "./arena.ts";
import { ResolvedModel } from "./resolve.ts";
import { docsJson } from "./types.ts";

export function resolvedJson(model: Model): Json {
	const resolved = new ResolvedModel(model);
	const { arena } = resolved;
	const packages = resolved.packages.map((symbol) => ({
		name: symbol.key,
		...docsJson(docsOf(symbol)),
		interfaces: Object.fromEntries(
			arena.interfaces.flatMap(({ name, package: home, index }) => (home === symbol && name !== null ? [[name, index]] : [])),
		),
		worlds: Object.fromEntries(
			arena.worlds.flatMap(({ symbol: world, index }) => (world.package === symbol ? [[world.name.text, index]] : [])),
		),
	}));
	return {
		worlds: arena.worlds.map((world) => worldJson(resolved, world)),
		interfaces: arena.interfaces.map((node) => interfaceJson(resolved, node)),
		types: arena.types.map(typeJson),
		packages,
	};
}

function worldJson({ model, interfaces, packages }: ResolvedModel, { symbol, imports, exports }: WorldNode): Json {
	const elaborated = elaborateWorld(model, symbol);
	const items = (entries: typeof elaborated.imports, labelled: ReadonlyMap<string, ItemNode>) =>
		Object.fromEntries(
			entries.map((entry): [string, Json] => {
				if (entry.label !== null) return [entry.label, itemJson(labelled.get(entry.label))];
				const node = entry.symbol.kind === "interface" ? interfaces.get(entry.symbol) : undefined;
				if (node === undefined) return [entry.symbol.name.text, null];
				return [
					`interface-${node.index}`,
					itemJson({ kind: "interface", interface: node, gates: entry.gates, docs: entry.docs }),
				];
			}),
		);
	const { declaration, name, package: home } = symbol;
	return {
		name: name.text,
		imports: items(elaborated.imports, imports),
		exports: items(elaborated.exports, exports),
		package: packages.indexOf(home),
		...docsJson(declaration.docs),
		...gatesJson(declaration.gates),
	};
}

function itemJson(item: ItemNode | undefined): Json {
	if (item === undefined) return null;
	switch (item.kind) {
		case "interface":
			return { interface: { id: item.interface.index, ...gatesJson(item.gates), ...docsJson(item.docs) } };
		case "function":
			return { function: functionJson(item.function) };
		case "type":
			return { type: item.type.index };
		default: {
			const impossible: never = item;
			return impossible;
		}
	}
}

function interfaceJson({ packages }: ResolvedModel, { name, types, functions, docs, gates, package: home }: InterfaceNode): Json {
	return {
		name,
		types: Object.fromEntries([...types].map(([type, { index }]) => [type, index])),
		functions: Object.fromEntries([...functions].map(([label, node]) => [label, functionJson(node)])),
		...docsJson(docs),
		...gatesJson(gates),
		package: packages.indexOf(home),
	};
}

/** `reference` says how a type is referred to: by its place, if nothing else is asked for. */
export function functionJson({ name, kind, params, result, docs, gates }: FunctionNode, reference = refJson): Json {
	return {
		name,
		kind: kind.resource === null ? kind.word : { [kind.word]: reference(kind.resource) },
		params: params.map((param) => ({ name: param.name, type: reference(param.type) })),
		...(result === null ? {} : { result: reference(result) }),
		...docsJson(docs),
		...gatesJson(gates),
	};
}

function typeJson({ name, kind, owner, docs, stability }: TypeNode): Json {
	return {
		name,
		kind: kind.json(kind.inner.map(refJson)),
		owner: owner === null ? null : { [owner.kind]: owner.index },
		...docsJson(docs),
		...stabilityJson(stability),
	};
}

function refJson(ref: TypeRef | null): Json {
	return ref === null || typeof ref === "string" ? ref : ref.index;
}

export function gatesJson(gates: readonly Gate[]): { readonly stability?: Json } {
	return stabilityJson(stabilityOf(gates));
}

export function stabilityJson(stability: Stability | null): { readonly stability?: Json } {
	if (stability === null) return {};
	const { word, name, deprecated } = stability;
	const more = deprecated === null ? {} : { deprecated };
	return { stability: { [word]: { [word === "stable" ? "since" : "feature"]: name, ...more } } };
}
