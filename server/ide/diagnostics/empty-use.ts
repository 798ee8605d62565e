import type { TopItem, UseDeclaration } from "../../wit/semantic/index.ts";
import type { Finding, Rule } from "./rule.ts";

/** By the grammar a `use` brings in one name at least; the reference parser reads an empty list as well. */
export const emptyUse: Rule = {
	code: "empty-use",
	class: "specification",
	severity: "warning",
	inText: ({ items, nested }) => [...items, ...nested.flatMap((inner) => inner.items)].flatMap(usesIn).flatMap(finding),
};

function finding({ names, path, span }: UseDeclaration): readonly Finding[] {
	// Where something else is wrong with the statement, it need not be empty.
	const complete = names.length === 0 && span.end > path.span.end + 2;
	const message = `This \`use\` brings nothing in. Name what it takes from \`${path.name.text}\`, or remove it.`;
	return complete ? [{ span: path.span, message }] : [];
}

function usesIn(item: TopItem): readonly UseDeclaration[] {
	if (item.kind === "top-use") return [];
	return item.members.flatMap((member) => {
		if (member.kind === "use") return [member];
		if (member.kind !== "extern" || member.shape.form !== "interface") return [];
		return member.shape.interface.members.filter((inner) => inner.kind === "use");
	});
}
