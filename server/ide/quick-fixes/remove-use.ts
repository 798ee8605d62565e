import type { FileDeclarations, Span, TopUseDeclaration, UseDeclaration } from "../../wit/semantic/index.ts";
import { type Fix, replacing } from "./fix.ts";
import { indentAt } from "./indent.ts";

/** Takes a name at a place out of its `use`, or the whole statement where it has no other. */
export function removeName(file: FileDeclarations, span: Span): readonly Fix[] {
	const use = usesIn(file).find((candidate) => isWithin(span, candidate.span));
	if (use === undefined) return [];
	if (use.kind === "top-use") return [removing((use.alias ?? use.path.name).text, file.text, use.span)];
	const index = use.names.findIndex(({ name, alias }) =>
		isWithin(span, { start: name.span.start, end: (alias ?? name).span.end }),
	);
	const used = use.names[index];
	if (used === undefined) return [];
	const { text } = used.alias ?? used.name;
	const [before, after] = [use.names[index - 1], use.names[index + 1]];
	if (before === undefined && after === undefined) return [removing(text, file.text, use.span)];
	const start = after === undefined && before !== undefined ? endOf(before) : used.name.span.start;
	const end = after === undefined ? endOf(used) : after.name.span.start;
	return [replacing(`Remove \`${text}\``, { span: { start, end }, text: "" })];
}

/** Removes the `use` at a place. */
export function removeStatement(file: FileDeclarations, span: Span): readonly Fix[] {
	const use = usesIn(file).find((candidate) => isWithin(span, candidate.span));
	return use === undefined ? [] : [removing("use", file.text, use.span)];
}

function removing(what: string, text: string, statement: Span): Fix {
	return replacing(`Remove \`${what}\``, { span: lineOf(text, statement), text: "" });
}

function isWithin(inner: Span, outer: Span): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

function endOf({ name, alias }: UseDeclaration["names"][number]): number {
	return (alias ?? name).span.end;
}

function usesIn({ items, nested }: Pick<FileDeclarations, "items" | "nested">): readonly (UseDeclaration | TopUseDeclaration)[] {
	const here = items.flatMap((item): (UseDeclaration | TopUseDeclaration)[] => {
		if (item.kind === "top-use") return [item];
		return item.members.flatMap((member): UseDeclaration[] => {
			if (member.kind === "use") return [member];
			if (member.kind !== "extern" || member.shape.form !== "interface") return [];
			return member.shape.interface.members.filter((inner) => inner.kind === "use");
		});
	});
	return [...here, ...nested.flatMap(usesIn)];
}

/** A statement with its line, where it has one for itself. */
function lineOf(text: string, { start, end }: Span): Span {
	const indent = indentAt(text, start);
	const newline = text.indexOf("\n", end);
	if (indent === null || newline < 0 || text.slice(end, newline).trim() !== "") return { start, end };
	return { start: start - indent.length, end: newline + 1 };
}
