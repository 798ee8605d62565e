import { withoutVersion } from "../wit/index.ts";
import { type WitDocument, witDocument } from "./document.ts";
import type { BindingsFile, BindingsRequest, BindingsResult, Side } from "./protocol.ts";

/** One run of jco's generator: WIT text, world, side and features in; files by their path below a folder of their own out. */
type GenerateTypes = (source: string, world: string, side: Side, features: readonly string[]) => readonly BindingsFile[];

/** How the first line of each file begins. A file in the output folder without it is somebody's own. */
export const MARK = "// Made by Witness ";

/** The first line of the files of one package, world and side: it says who may overwrite them. A new version of the package may. */
function firstLine(document: WitDocument, world: string, side: Side): string {
	const reader = side === "guest" ? "components that implement" : "programs that run components of";
	return `${MARK}for ${reader} the world \`${world}\` of ${withoutVersion(document.name)}. Edits are overwritten.\n`;
}

/** The generator panicked at a place that a person can find. */
export class Panic extends Error {
	readonly where: string;

	constructor(where: string, cause: unknown) {
		super(cause instanceof Error ? cause.message : String(cause), { cause });
		this.where = where;
	}
}

/**
 * Makes the TypeScript declarations of a package's worlds, each side of each world in a folder of its own: what a world imports and
 * what another exports is declared differently under the same file name.
 *
 * What is wrong with the WIT or the request is a result. Throws a `Panic` when the generator fails in any other way.
 */
export function generate(request: BindingsRequest, generateTypes: GenerateTypes): BindingsResult {
	const document = witDocument(request.files, request.dependencies);
	const chosen = chooseWorlds(document, request);
	if (!chosen.ok) return chosen;
	const files: BindingsFile[] = [];
	for (const world of chosen.worlds) {
		for (const side of request.sides) {
			try {
				for (const file of generateTypes(document.text, world, side, request.features)) {
					files.push({ path: `${side}/${world}/${file.path}`, text: firstLine(document, world, side) + file.text });
				}
			} catch (error) {
				const refusal = refusalOf(error);
				if (refusal === null) throw new Panic(`the world \`${world}\` of ${document.name} (${side} side)`, error);
				return { ok: false, message: `no bindings for ${document.name || "a package without a name"}: ${refusal}` };
			}
		}
	}
	return { ok: true, files, worlds: chosen.worlds };
}

function chooseWorlds(
	{ name, worlds }: WitDocument,
	request: BindingsRequest,
): { ok: true; worlds: readonly string[] } | { ok: false; message: string } {
	const enabled = worlds.filter(
		({ feature }) => feature === null || request.features.includes(feature) || request.features.includes("*"),
	);
	for (const wanted of request.worlds ?? []) {
		if (enabled.some((world) => world.name === wanted)) continue;
		const disabled = worlds.find((world) => world.name === wanted);
		if (disabled !== undefined) {
			return {
				ok: false,
				message: `the world \`${wanted}\` of ${name} is unstable: it needs the feature \`${disabled.feature}\``,
			};
		}
		const known = worlds.length === 0 ? "it has none" : `it has ${worlds.map((world) => world.name).join(", ")}`;
		return { ok: false, message: `${name} has no world \`${wanted}\`: ${known}` };
	}
	return { ok: true, worlds: request.worlds ?? enabled.map((world) => world.name) };
}

/** What the generator says against the WIT; null for anything but a declared error, which alone carries a payload. */
function refusalOf(error: unknown): string | null {
	if (!(error instanceof Error) || !("payload" in error)) return null;
	return typeof error.payload === "string" ? error.payload : error.message;
}
