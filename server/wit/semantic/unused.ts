/** Names that are brought into an interface, a world or a file and not used there. */
import type { TypeExpression } from "./declarations.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { Owner } from "./symbols.ts";
import { expressionsOf, innerTypes } from "./types.ts";

/** Reports the names of `use` statements that nothing in the interface or world refers to. */
export function checkUnusedNames(resolution: Resolution, { owner, members, types }: OwnerScope): void {
	if (isBroken(owner)) return;
	const unused = new Set<string>();
	for (const [text, { used }] of types) if (used !== null) unused.add(text);
	if (unused.size === 0) return;
	const visit = (type: TypeExpression): void => {
		if (type.kind === "name") unused.delete(type.name.text);
		else if (type.kind === "handle") unused.delete(type.resource.text);
		else for (const inner of innerTypes(type)) visit(inner);
	};
	for (const member of members) {
		if (unused.size === 0) return;
		if (member.kind === "type") {
			if (member.declaration !== null) for (const type of expressionsOf(member.declaration.body)) visit(type);
			continue;
		}
		const { parameters, result } = member.declaration;
		for (const { type } of parameters) visit(type);
		if (result !== null) visit(result);
	}
	for (const text of unused) {
		const symbol = types.get(text);
		// A name that does not resolve is a mistake of another kind.
		if (symbol === undefined || symbol.used === null || (resolution.taken.get(symbol) ?? null) === null) continue;
		const { name } = symbol;
		resolution.report({ kind: "unused-use", name, within: owner.kind, file: owner.file, span: name.span });
	}
}

/** What cannot be read may refer to anything. */
function isBroken({ file, declaration: { span } }: Owner): boolean {
	return file.problems.some((problem) => span.start <= problem.span.start && problem.span.start <= span.end);
}
