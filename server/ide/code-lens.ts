import type { Lens } from "../answer.ts";
import { exportsOf, type FunctionSymbol, type ItemSymbol, interfaceMembers, type Model } from "../wit/semantic/index.ts";
import { worldsIn } from "./elaborated-world.ts";
import type { WitDocument } from "./packages.ts";

/**
 * A button over each world of the document, and one over each function that can be called from outside: those that a world of the package exports, by itself or
 * in an interface. In a package without worlds every function of its interfaces counts: the component that has them is elsewhere.
 */
export function codeLenses(document: WitDocument): readonly Lens[] {
	const worlds = worldsIn(document).map(
		({ name, id }): Lens => ({ kind: "world", span: name.span, title: "Show elaborated world", world: id }),
	);
	return [...worlds, ...runLenses(document)];
}

function runLenses({ package: { model }, file }: WitDocument): readonly Lens[] {
	const items = [...(model.main?.items.values() ?? [])];
	const worlds = items.filter((item) => item.kind === "world");
	const exported = new Set<ItemSymbol | FunctionSymbol>(
		worlds.length === 0 ? items : worlds.flatMap((world) => exportsOf(model, world)),
	);
	return [...exported]
		.filter((symbol) => symbol.file === file)
		.flatMap((symbol) => functionsIn(model, symbol))
		.toSorted((a, b) => a.name.span.start - b.name.span.start)
		.map(({ name, owner, displayName }) => ({
			kind: "run",
			span: name.span,
			title: "▷ Run",
			interface: owner.kind === "interface" ? owner.id : null,
			function: displayName,
		}));
}

/** The functions of an interface, or the one that a world exports by itself. */
function functionsIn(model: Model, symbol: ItemSymbol | FunctionSymbol): readonly FunctionSymbol[] {
	switch (symbol.kind) {
		case "function":
			return [symbol];
		case "world":
			return [];
		case "interface":
			return interfaceMembers(model, symbol).filter((member) => member.kind === "function");
		default: {
			const impossible: never = symbol;
			return impossible;
		}
	}
}
