import { definitionAt, type Place, placeOf, referencesTo, type WitSymbol } from "../wit/semantic/index.ts";
import type { Location } from "./answer.ts";
import type { WitDocument } from "./packages.ts";

/** Every place that names what the name at the offset means, in the package and its dependencies. */
export function references(document: WitDocument, offset: number, withDeclaration: boolean): readonly Location[] {
	const { model } = document.package;
	const found = definitionAt(model, document.file, offset);
	if (found === null) return [];
	const places = placesOf(document, found.target);
	const declaration = placeOf(found.target);
	return places
		.filter((place) => withDeclaration || !samePlace(place, declaration))
		.map(({ file, span }) => ({ path: file.path, span }));
}

/** The places in the document itself. */
export function highlights(document: WitDocument, offset: number): readonly Location[] {
	return references(document, offset, true).filter(({ path }) => path === document.file.path);
}

/** Every place that names a symbol, each once. */
export function placesOf({ package: { model } }: WitDocument, symbol: WitSymbol): readonly Place[] {
	const seen = new Set<string>();
	return referencesTo(model, symbol).filter(({ file, span }) => {
		const key = `${span.start} ${file.path}`;
		return !seen.has(key) && seen.add(key);
	});
}

function samePlace(a: Place, b: Place): boolean {
	return a.file === b.file && a.span.start === b.span.start;
}
