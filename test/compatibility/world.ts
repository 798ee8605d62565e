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
 * Of an interface that a world both imports and exports, and that uses resources of another, wit-component 0.263 writes the export with the resources of the
 * import, also where that other interface is exported. Such a type is not what the text says, so the validator's word about it says nothing.
 */
export function isEncodedWrongly({ model, world }: WorldOfModel): boolean {
	const { imports, exports } = elaborateWorld(model, world);
	const imported = new Set(imports.map(({ symbol }) => symbol));
	return exports.some(
		({ symbol }) =>
			symbol.kind === "interface" && imported.has(symbol) && symbol.declaration.members.some(({ kind }) => kind === "use"),
	);
}
