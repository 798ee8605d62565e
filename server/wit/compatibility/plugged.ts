/** Whether an export of one component fits an import of another: what composing asks. */
import type { Place } from "../semantic/index.ts";
import { Comparison } from "./compare.ts";
import { differenceText, type MismatchKind } from "./mismatch.ts";
import { type Path, pathText, step } from "./path.ts";
import { type Entry, itemsIn, WorldSide } from "./side.ts";
import { itemStep, type WorldOfModel } from "./usable.ts";
import { canonicalId } from "./version.ts";

export interface PlugDifference {
	/** How a type differs; null for what the export does not have. */
	readonly mismatch: MismatchKind | null;
	/** From the import to the place. */
	readonly path: Path;
	/** A clause without the name of the import: ``type `money` → field `amount`: the import has `s32`, the export `s64` ``. */
	readonly message: string;
	readonly importPlace: Place;
	readonly exportPlace: Place;
}

const words = { expected: "the import", found: "the export" };

/**
 * All differences that keep the export `exported` of one world from the import `imported` of another. Resources are equal where their names are: which is meant
 * depends on the rest of the composition.
 *
 * @returns null where the worlds have no such import or export
 */
export function compareImportWithExport(
	consumer: WorldOfModel,
	imported: string,
	provider: WorldOfModel,
	exported: string,
): readonly PlugDifference[] | null {
	const [wanted, given] = [new WorldSide(consumer.model, consumer.world), new WorldSide(provider.model, provider.world)];
	const [entry, other] = [named(wanted.imports, imported), named(given.exports, exported)];
	if (entry === null || other === null) return null;
	const nameOfResource = (key: string) => key.slice(key.lastIndexOf("#"));
	const comparison = new Comparison(wanted, given, {
		sameResource: (one, two) => nameOfResource(one) === nameOfResource(two),
		arePartners: (one, two) =>
			one.owner === entry.spot.owner && two.owner === other.spot.owner && entry.entry.symbol.kind === "interface",
	});
	const offered = itemsIn(given, other);
	const isInterface = entry.entry.symbol.kind === "interface";
	const differences: PlugDifference[] = [];
	for (const [name, item] of itemsIn(wanted, entry)) {
		const found = isInterface ? offered.get(name) : [...offered.values()][0];
		const at = isInterface ? [itemStep(item)] : [];
		const importPlace = { file: item.symbol.file, span: item.symbol.name.span };
		if (found === undefined) {
			const exportPlace = { file: other.spot.owner.file, span: other.spot.owner.name.span };
			const message = `${pathText(at)}: the export does not have it`;
			differences.push({ mismatch: null, path: [step("import", imported), ...at], message, importPlace, exportPlace });
			continue;
		}
		for (const mismatch of comparison.items(item, found)) {
			const path = [...at, ...mismatch.path];
			const { kind, expectedPlace, foundPlace } = mismatch;
			const said = differenceText(mismatch, words);
			const message = path.length === 0 ? said : `${pathText(path)}: ${said}`;
			const places = { importPlace: expectedPlace, exportPlace: foundPlace };
			differences.push({ mismatch: kind, path: [step("import", imported), ...path], message, ...places });
		}
	}
	return differences;
}

/** The entry of a name, else one of a compatible version. */
function named(entries: ReadonlyMap<string, Entry>, name: string): Entry | null {
	return entries.get(name) ?? [...entries.values()].find((entry) => canonicalId(entry.name) === canonicalId(name)) ?? null;
}
