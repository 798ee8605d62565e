import type { Definition } from "../answer.ts";
import { definitionAt, originOf, placeOf } from "../wit/semantic/index.ts";
import type { WitDocument } from "./packages.ts";

/** Where the name at the offset is declared, in whatever file of the package or its dependencies; a name brought by `use` leads to its origin. */
export function definition({ package: { model }, file }: WitDocument, offset: number): Definition | null {
	const found = definitionAt(model, file, offset);
	if (found === null) return null;
	const place = placeOf(originOf(model, found.target));
	return { path: place.file.path, span: place.span, whole: place.whole, from: found.name.span };
}
