import type { Location } from "../answer.ts";
import {
	buildModel,
	definitionAt,
	elaborateWorld,
	interfaceMembers,
	type Model,
	originOf,
	placeOf,
	readWit,
	type WitSymbol,
	type WorldSymbol,
} from "../wit/semantic/index.ts";
import { elaboratedWorld, worldsIn } from "./elaborated-world.ts";
import type { WitDocument } from "./packages.ts";

/** A package of this name is nobody's: the written out world stands in it while its names are looked up, among all packages that it may name. */
const HEADER = "package witness:elaborated-world;\n";

/**
 * What a name in a world that was written out leads to in the sources; null where it leads nowhere. `offset` counts in the text that `elaboratedWorld`
 * makes. A model is made for the question: it comes from a click, not from a keystroke.
 */
export function elaboratedDefinition(document: WitDocument, world: string, offset: number): Location | null {
	const { model } = document.package;
	const source = worldsIn(document).find(({ id }) => id === world);
	const text = elaboratedWorld(document, world)?.text;
	if (source === undefined || text === undefined) return null;
	// The header of its own package would make it a part of that.
	const body = text.indexOf("\nworld ") + 1;
	if (offset < body) return null;
	const file = readWit("elaborated.wit", HEADER + text.slice(body));
	const around = buildModel({
		main: { path: file.path, files: [file] },
		dependencies: [model.input.main, ...model.input.dependencies],
		features: model.resolution.features,
		dependencyDirectory: null,
	});
	const found = definitionAt(around, file, offset - body + HEADER.length);
	if (found === null) return null;
	const target = originOf(around, found.target);
	const symbol = target.file === file ? inSources(model, source, target) : target;
	if (symbol === null) return null;
	const place = placeOf(symbol);
	return { path: place.file.path, span: place.span };
}

/** What was written out as this: found in the elaborated world by its label, and in that by its name. */
function inSources(model: Model, world: WorldSymbol, target: WitSymbol): WitSymbol | null {
	switch (target.kind) {
		case "package":
			return null;
		case "world":
			return world;
		case "interface":
			return labelled(model, world, target.id);
		case "part": {
			const type = inSources(model, world, target.type);
			const declaration = type?.kind === "type" ? type.declaration : null;
			if (type?.kind !== "type" || declaration === null || !("parts" in declaration.body)) return type;
			const part = declaration.body.parts.find(({ name }) => name.text === target.name.text);
			return part === undefined ? type : { ...target, file: type.file, name: part.name, type, part };
		}
		case "type":
		case "function": {
			const name = target.kind === "function" ? target.abiName : target.name.text;
			if (target.owner.kind === "world") return labelled(model, world, name);
			const owner = labelled(model, world, target.owner.id);
			if (owner?.kind !== "interface") return null;
			const members = interfaceMembers(model, owner);
			return members.find((member) => (member.kind === "function" ? member.abiName : member.name.text) === name) ?? null;
		}
		default: {
			const impossible: never = target;
			return impossible;
		}
	}
}

function labelled(model: Model, world: WorldSymbol, label: string): WitSymbol | null {
	const { imports, exports } = elaborateWorld(model, world);
	const entry = [...imports, ...exports].find((candidate) => candidate.label === label);
	return entry === undefined ? null : originOf(model, entry.symbol);
}
