import type { Lens } from "../answer.ts";
import { exportsOf, type FunctionEntry, type FunctionSymbol, functionsOf, type InterfaceSymbol } from "../wit/semantic/index.ts";
import type { WitDocument } from "./packages.ts";

/**
 * A button over each function of the document that can be called from outside: those that a world of the package exports, by itself or in an
 * interface. In a package without worlds every function of its interfaces counts: the component that has them is elsewhere.
 */
export function codeLenses({ package: { model }, file }: WitDocument): readonly Lens[] {
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
			span: nameSpan,
			title: "▷ Run",
			interface: name,
			function: symbol.displayName,
		}));
}
