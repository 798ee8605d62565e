import type { Lens } from "../answer.ts";
import { exportsOf, type FunctionEntry, type FunctionSymbol, functionsOf, type InterfaceSymbol } from "../wit/semantic/index.ts";
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
	const main = model.main;
	const worlds = [...(main?.items.values() ?? [])].filter((item) => item.kind === "world");
	const exported = new Set<InterfaceSymbol | FunctionSymbol>(worlds.flatMap((world) => exportsOf(model, world)));
	const counts = ({ symbol }: FunctionEntry) =>
		symbol.owner.kind === "world"
			? exported.has(symbol)
			: exported.has(symbol.owner) || (worlds.length === 0 && symbol.package === main);
	return functionsOf(model)
		.filter((entry) => entry.file === file.path && counts(entry))
		.map(({ symbol, nameSpan, interface: name }) => ({
			kind: "run",
			span: nameSpan,
			title: "▷ Run",
			interface: name,
			function: symbol.displayName,
		}));
}
