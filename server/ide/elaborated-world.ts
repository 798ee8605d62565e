import { formatWit } from "../wit/print/format.ts";
import { elaboratedText } from "../wit/print/world.ts";
import type { FileDeclarations, WorldSymbol } from "../wit/semantic/index.ts";
import type { WitDocument } from "./packages.ts";

/** A world written out as a document of its own. */
export interface ElaboratedDocument {
	/** `ns:pkg/name@version` */
	readonly world: string;
	readonly name: string;
	readonly text: string;
}

/** The world of a document that has an id, or that stands around an offset, with what it includes and needs written out; null where there is none. */
export function elaboratedWorld(document: WitDocument, wanted: string | number): ElaboratedDocument | null {
	const found = worldsIn(document).find((world) => (typeof wanted === "string" ? world.id === wanted : isAround(world, wanted)));
	if (found === undefined) return null;
	const { key } = found.package;
	const header = key === "" ? "" : `package ${key};\n\n`;
	const written = `${INTRODUCTION}\n${header}${elaboratedText(document.package.model, found)}\n`;
	const formatted = formatWit(written);
	return { world: found.id, name: found.name.text, text: formatted.ok ? formatted.text : written };
}

const INTRODUCTION = "// As an encoder writes it. Follows its sources.";

/** The worlds that a document declares, in any package. Of several with one name the first is known. */
export function worldsIn({ package: { model }, file }: WitDocument): readonly WorldSymbol[] {
	return worldNamesIn(file).flatMap((name) =>
		[...model.packages.values()].flatMap(({ items }) => {
			const item = items.get(name);
			return item?.kind === "world" && item.file === file ? [item] : [];
		}),
	);
}

function worldNamesIn({ items, nested }: Pick<FileDeclarations, "items" | "nested">): readonly string[] {
	const here = items.flatMap((item) => (item.kind === "world" ? [item.name.text] : []));
	return [...new Set([...here, ...nested.flatMap(worldNamesIn)])];
}

/** Its documentation counts as a part of it. */
function isAround({ declaration: { docs, span } }: WorldSymbol, offset: number): boolean {
	return (docs?.span.start ?? span.start) <= offset && offset <= span.end;
}
