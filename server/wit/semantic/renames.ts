/** `include … with { a as b }`: what its renames make of labels (WIT.md, "Union of worlds with include"). */
import type { IncludeDeclaration } from "./declarations.ts";

/** New names by old ones. */
export function renamesOf({ renames }: IncludeDeclaration): ReadonlyMap<string, string> {
	return new Map(renames.toReversed().map(({ name, alias }) => [name.text, alias.text]));
}

/** A label without its annotations: `r.f` of `[method]r.f`. */
export function plainName(label: string): string {
	return label.replace(/^(\[[^\]]*\])+/, "");
}

/** The label after the renames; of a resource's function the resource is renamed. */
export function renamed(label: string, names: ReadonlyMap<string, string>): string {
	const plain = plainName(label);
	const dot = plain.indexOf(".");
	const head = dot < 0 ? plain : plain.slice(0, dot);
	const annotations = label.slice(0, label.length - plain.length);
	return annotations + (names.get(head) ?? head) + plain.slice(head.length);
}
