import type { Location } from "../answer.ts";
import { definitionAt, type Model, originOf, type Place, placeOf, referencesTo, type WitSymbol } from "../wit/semantic/index.ts";
import type { WitDocument } from "./packages.ts";

/** Every place that names what the name at the offset means, in the package and its dependencies. */
export function references(document: WitDocument, offset: number, withDeclaration: boolean): readonly Location[] {
	const { model } = document.package;
	const found = definitionAt(model, document.file, offset);
	if (found === null) return [];
	const declaration = placeOf(originOf(model, found.target));
	return placesOf(document, found.target)
		.filter((place) => withDeclaration || !samePlace(place, declaration))
		.map(({ file, span }) => ({ path: file.path, span }));
}

/** The places in the document itself. */
export function highlights(document: WitDocument, offset: number): readonly Location[] {
	return references(document, offset, true).filter(({ path }) => path === document.file.path);
}

/** Every place that names a symbol or what `use` brings of it elsewhere, each once. */
function placesOf({ package: { model } }: WitDocument, symbol: WitSymbol): readonly Place[] {
	return places(
		model,
		[originOf(model, symbol), ...model.resolution.taken.keys()].filter(
			(other) => originOf(model, other) === originOf(model, symbol),
		),
	);
}

/** The places that must have the symbol's own name: an alias in a `use` gives the type another one from there on. */
export function placesOfSameName({ package: { model } }: WitDocument, symbol: WitSymbol): readonly Place[] {
	const root = named(model, symbol);
	return places(
		model,
		[root, ...model.resolution.taken.keys()].filter((other) => named(model, other) === root),
	);
}

/** The symbol that gave a type its name: that of the last alias on the way, or the declaration. */
function named(model: Model, symbol: WitSymbol): WitSymbol {
	const seen = new Set<WitSymbol>();
	let at = symbol;
	while (at.kind === "type" && at.used !== null && at.used.alias === null && !seen.has(at)) {
		seen.add(at);
		at = model.resolution.taken.get(at) ?? at;
	}
	return at;
}

function places(model: Model, symbols: readonly WitSymbol[]): readonly Place[] {
	const seen = new Set<string>();
	return [...new Set(symbols)]
		.flatMap((symbol) => referencesTo(model, symbol))
		.filter(({ file, span }) => {
			const key = `${span.start} ${file.path}`;
			return !seen.has(key) && seen.add(key);
		});
}

function samePlace(a: Place, b: Place): boolean {
	return a.file === b.file && a.span.start === b.span.start;
}
