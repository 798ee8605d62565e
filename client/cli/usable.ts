/** Whether a component is usable where a world is asked for: `witness describe FILE.wasm --for PATH`. */
import { Ranges } from "../../server/check.ts";
import type { Composer } from "../../server/engine/index.ts";
import {
	buildModel,
	compareWithWorld,
	isDecoded,
	type Model,
	type Place,
	readWit,
	type WorldDifference,
	type WorldOfModel,
	type WorldSymbol,
} from "../../server/wit/index.ts";
import { type Problem, readPackage, readPackageFiles } from "../run/index.ts";

export interface Wanted {
	/** A WIT package: a file, a folder, or a binary one. */
	readonly place: string;
	/** The name of a world, or `ns:pkg/name@version`; null for the only one. */
	readonly world: string | null;
	readonly features: "all" | ReadonlySet<string>;
}

type Answer = { ok: true; text: string; usable: boolean } | { ok: false; problem: Problem };

/**
 * Compares the world of a component with one of a package.
 *
 * @param where what the component is called in messages
 * @param text its WIT, as the engine prints it
 */
export function usableFor(composer: Composer, where: string, text: string, wanted: Wanted, format: "text" | "json"): Answer {
	const component = worldIn(modelOf([readWit(where, text)], []), "root");
	if (component === null || component.world.package.key !== "root:component") {
		const help = "name a .wasm, .wat or .wac that is a component; `witness check --against` compares packages";
		return { ok: false, problem: { where, message: "this is a package of WIT, not a component", help, status: 2 } };
	}
	const encoded = readPackage(composer, wanted.place, wanted.features);
	if (!encoded.ok) return encoded;
	const read = readPackageFiles(() => composer, wanted.place);
	if (!read.ok) return read;
	const files = [read.files, ...read.dependencies].map((list) => list.map((file) => readWit(file.path, file.text)));
	const [own = [], ...dependencies] = files;
	const model = modelOf(own, dependencies, wanted.features);
	const world = chosen(model, wanted);
	if (!world.ok) return world;
	const differences = compareWithWorld(component, { model, world: world.world });
	const usable = differences.every(({ severity }) => severity === "harmless");
	const ranges = new Ranges(new Map(files.flat().map((file) => [file.path, file.text])));
	const shown =
		format === "json" ? json(differences, world.world, usable, ranges) : lines(where, differences, world.world, usable, ranges);
	return { ok: true, text: shown, usable };
}

function modelOf(
	files: ReturnType<typeof readWit>[],
	dependencies: readonly ReturnType<typeof readWit>[][],
	features: Wanted["features"] = "all",
): Model {
	const sources = dependencies.map((list) => ({ path: list[0]?.path ?? "", files: list }));
	return buildModel({ main: { path: files[0]?.path ?? "", files }, dependencies: sources, features, dependencyDirectory: null });
}

function worldIn(model: Model, name: string): WorldOfModel | null {
	const found = model.main?.items.get(name);
	return found?.kind === "world" ? { model, world: found } : null;
}

function chosen(
	model: Model,
	{ place, world: name }: Wanted,
): { ok: true; world: WorldSymbol } | { ok: false; problem: Problem } {
	const all = [...model.packages.values()].flatMap(({ items }) => [...items.values()].filter((item) => item.kind === "world"));
	const own = all.filter((world) => world.package === model.main);
	const found =
		name === null ? own : [...own, ...all].filter((world) => world.name.text === name || world.id === name).slice(0, 1);
	const [first, second] = found;
	if (first !== undefined && second === undefined) return { ok: true, world: first };
	const names = (own.length > 0 ? own.map((world) => world.name.text) : all.map(({ id }) => id)).join(", ");
	const message =
		name !== null
			? `there is no world \`${name}\` in it`
			: first === undefined
				? "there is no world in it"
				: "there are several worlds in it";
	const help = names === "" ? "name a package that has a world" : `say which with --world: ${names}`;
	return { ok: false, problem: { where: place, message, help, status: 2 } };
}

function lines(
	where: string,
	differences: readonly WorldDifference[],
	world: WorldSymbol,
	usable: boolean,
	ranges: Ranges,
): string {
	const told = differences.map(({ severity, message, worldPlace }) => {
		const place = worldPlace === null ? null : placeOf(worldPlace, ranges);
		const at = place === null ? "" : `    ${place.path}:${place.range.start.line + 1}:${place.range.start.character + 1}\n`;
		return `  ${severity === "breaks" ? "breaks" : "note"}: ${message}\n${at}`;
	});
	return `${where} is ${usable ? "" : "not "}usable for ${world.id}\n${told.join("")}`;
}

function json(differences: readonly WorldDifference[], world: WorldSymbol, usable: boolean, ranges: Ranges): string {
	const shown = differences.map(({ componentPlace, worldPlace, ...rest }) => ({
		...rest,
		worldPlace: worldPlace === null ? null : placeOf(worldPlace, ranges),
	}));
	return `${JSON.stringify({ world: world.id, usable, differences: shown }, null, "\t")}\n`;
}

/** Null for a text that was made from a binary: nobody can look at it. */
function placeOf({ file, span }: Place, ranges: Ranges) {
	return isDecoded(file) ? null : { path: file.path, range: ranges.of(file.path, span) };
}
