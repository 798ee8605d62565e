import type { IncludeDeclaration, TopItem, UseDeclaration } from "../../wit/semantic/index.ts";
import type { Finding, Rule } from "./rule.ts";

/** By the grammar a `use` brings in one name at least, and the `with` of an `include` renames one; the reference parser reads empty lists as well. */
export const emptyUse: Rule = {
	code: "empty-use",
	class: "specification",
	severity: "warning",
	inText: ({ file: { text }, items, nested }) =>
		[...items, ...nested.flatMap((inner) => inner.items)].flatMap(listsIn).flatMap((list) => findings(list, text)),
};

function findings(list: UseDeclaration | IncludeDeclaration, text: string): readonly Finding[] {
	const { path, span } = list;
	// Where something else is wrong with the statement, it need not be empty.
	const isEmpty = /^\s*(?:\.|with\b)\s*\{\s*\}/.test(text.slice(path.span.end, span.end));
	if (!isEmpty) return [];
	const message =
		list.kind === "use"
			? `This \`use\` brings nothing in. Name what it takes from \`${path.name.text}\`, or remove it.`
			: `This \`with\` renames nothing. End the statement with \`;\` in its place.`;
	return [{ span: path.span, message }];
}

function listsIn(item: TopItem): readonly (UseDeclaration | IncludeDeclaration)[] {
	if (item.kind === "top-use") return [];
	return item.members.flatMap((member): readonly (UseDeclaration | IncludeDeclaration)[] => {
		if (member.kind === "use") return member.names.length === 0 ? [member] : [];
		if (member.kind === "include") return member.renames.length === 0 ? [member] : [];
		if (member.kind !== "extern" || member.shape.form !== "interface") return [];
		return member.shape.interface.members.filter((inner) => inner.kind === "use").filter(({ names }) => names.length === 0);
	});
}
