import type { Location } from "../answer.ts";
import { definitionAt, originOf, type WitSymbol, type WorldEntry, worldEntriesOf } from "../wit/semantic/index.ts";
import type { WitDocument } from "./packages.ts";

/**
 * The worlds that an interface is for: where one says that it imports or exports it; those that export it, which are implemented by someone who writes a
 * component, come first. A type or a function stands for its interface.
 */
export function implementations({ package: { model }, file }: WitDocument, offset: number): readonly Location[] {
	const found = definitionAt(model, file, offset);
	if (found === null) return [];
	const wanted = interfaceOf(originOf(model, found.target));
	if (wanted === null) return [];
	const { imports, exports } = worldEntriesOf(model, wanted);
	return [...exports, ...imports].map(placeOf);
}

function placeOf({ file, name }: WorldEntry): Location {
	return { path: file.path, span: name.span };
}

function interfaceOf(symbol: WitSymbol) {
	switch (symbol.kind) {
		case "package":
		case "world":
			return null;
		case "interface":
			return symbol;
		case "type":
		case "function":
			return symbol.owner.kind === "interface" ? symbol.owner : null;
		case "part":
			return interfaceOf(symbol.type);
		default: {
			const impossible: never = symbol;
			return impossible;
		}
	}
}
