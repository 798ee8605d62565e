import { buildModel, elaborateWorld, type Model, readWit, type WorldOfModel } from "../../server/wit/index.ts";

/** The model of one text, with all features on. */
export function modelOf(wit: string, path = "/w.wit"): Model {
	const files = [readWit(path, wit)];
	return buildModel({ main: { path, files }, dependencies: [], features: "all", dependencyDirectory: null });
}

/** A world of a text. */
export function worldOf(wit: string, path = "/w.wit", name = "w"): WorldOfModel {
	const model = modelOf(wit, path);
	const world = model.main?.items.get(name);
	if (world?.kind !== "world") throw new Error(`no world ${name} in ${wit}`);
	return { model, world };
}

/**
 * Where a world both imports and exports an interface, and an import uses its resources, wit-component 0.263 writes the exports that use them with the resources of
 * the import. Such a type is not what the text says, so the validator's word about it says nothing.
 */
export function isEncodedWrongly({ model, world }: WorldOfModel): boolean {
	const { imports, exports } = elaborateWorld(model, world);
	const used = (entries: typeof imports) =>
		new Set(
			entries.flatMap(({ symbol }) =>
				symbol.kind !== "interface"
					? []
					: symbol.declaration.members.flatMap((member) => (member.kind === "use" ? [member.path.name.text] : [])),
			),
		);
	const [byImports, byExports] = [used(imports), used(exports)];
	const imported = new Set(imports.map(({ symbol }) => symbol));
	return exports.some(({ symbol }) => imported.has(symbol) && byImports.has(symbol.name.text) && byExports.has(symbol.name.text));
}
