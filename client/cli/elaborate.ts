/** The worlds of a package written out: `witness describe --elaborate`. */
import { buildModel, elaboratedText, formatWit, readWit, type WorldSymbol } from "../../server/wit/index.ts";
import type { Problem } from "../run/index.ts";

/**
 * Writes out the worlds of a package, or one of them.
 *
 * @param where what the package is called in a message.
 * @param text the package with all its dependencies nested in it, as the engine prints it.
 * @param wanted the name of a world, or `ns:pkg/name@version`; null for all of the package itself.
 */
export function elaborate(
	where: string,
	text: string,
	wanted: string | null,
): { ok: true; text: string } | { ok: false; problem: Problem } {
	const files = [readWit(where, text)];
	const model = buildModel({ main: { path: where, files }, dependencies: [], features: "all", dependencyDirectory: null });
	const all = [...model.packages.values()].flatMap(({ items }) => [...items.values()].filter((item) => item.kind === "world"));
	const own = all.filter((world) => world.package === model.main);
	const isWanted = ({ name, id }: WorldSymbol) => name.text === wanted || id === wanted;
	const found = wanted === null ? own : own.filter(isWanted).concat(all.filter(isWanted)).slice(0, 1);
	const [first] = found;
	if (first === undefined) {
		const names = (own.length > 0 ? own.map(({ name }) => name.text) : all.map(({ id }) => id)).join(", ");
		const message = wanted === null ? "there is no world in it" : `there is no world \`${wanted}\` in it`;
		const help = names === "" ? "name a package that has a world" : `its worlds: ${names}`;
		return { ok: false, problem: { where, message, help, status: wanted === null ? 1 : 2 } };
	}
	const written = [`package ${first.package.key};`, ...found.map((world) => elaboratedText(model, world))].join("\n\n");
	const formatted = formatWit(written);
	return { ok: true, text: formatted.ok ? formatted.text : written };
}
