import { buildModel, type Model, readWit, type WorldOfModel } from "../../server/wit/index.ts";

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
