import type { Replacement } from "../../answer.ts";
import type { FileDeclarations, InterfaceSymbol, ItemPath, Owner, UseDeclaration } from "../../wit/semantic/index.ts";
import { scopeAt } from "../../wit/semantic/index.ts";
import type { WitDocument } from "../packages.ts";
import { escaped, writtenPath } from "../written-name.ts";
import { indentAt } from "./indent.ts";

/** What brings a type of another interface to the interface or world around an offset, and how that interface is named there; null where nothing is around. */
export function addUse(
	{ package: { model }, file }: WitDocument,
	offset: number,
	found: InterfaceSymbol,
	type: string,
): { readonly path: string; readonly edit: Replacement } | null {
	const { owner, package: home } = scopeAt(model, file, offset);
	if (owner === null) return null;
	const path = writtenPath(found, home);
	const uses = owner.declaration.members.filter((member) => member.kind === "use");
	const same = uses.find((use) => use.names.length > 0 && use.gates.length === 0 && writtenAs(use.path) === path);
	const last = same?.names.at(-1);
	if (last !== undefined) {
		const { end } = (last.alias ?? last.name).span;
		return { path, edit: { span: { start: end, end }, text: `, ${escaped(type)}` } };
	}
	return { path, edit: newStatement(file, owner, uses.at(-1), `use ${path}.{${escaped(type)}};`) };
}

/** A statement behind the last `use` of an interface or world, or before everything in it. */
function newStatement(
	{ text }: FileDeclarations,
	owner: Owner,
	after: UseDeclaration | undefined,
	statement: string,
): Replacement {
	const at = (start: number, written: string): Replacement => ({ span: { start, end: start }, text: written });
	if (after !== undefined) {
		const indent = indentAt(text, after.span.start);
		return at(after.span.end, indent === null ? ` ${statement}` : `\n${indent}${statement}`);
	}
	const [first] = owner.declaration.members;
	if (first !== undefined) {
		const start = "docs" in first && first.docs !== null ? first.docs.span.start : first.span.start;
		const indent = indentAt(text, start);
		return at(start, indent === null ? `${statement} ` : `${statement}\n${indent}`);
	}
	const brace = text.indexOf("{", owner.name.span.end) + 1;
	const indent = indentAt(text, owner.declaration.span.start) ?? "";
	const closes = /^[ \t]*\}/.test(text.slice(brace, text.indexOf("}", brace) + 1));
	return at(brace, `\n${indent}  ${statement}${closes ? `\n${indent}` : ""}`);
}

function writtenAs({ package: home, name }: ItemPath): string {
	if (home === null) return name.text;
	const { namespace, name: packageName, version } = home;
	return `${namespace.text}:${packageName.text}/${name.text}${version === null ? "" : `@${version.text}`}`;
}
