/** What functions may take and give (WIT.md, "Item: func", "Item: resource"; gated there: getters and setters). */
import { isBorrowing } from "./borrows.ts";
import type { TypeExpression } from "./declarations.ts";
import { checkDisabledFunction } from "./disabled.ts";
import { isEnabled } from "./gates.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { FunctionSymbol } from "./symbols.ts";
import { resolveType } from "./types.ts";

/** Resolves the signatures of the functions of an interface or a world; needs all types. */
export function resolveFunctions(resolution: Resolution, scope: OwnerScope): void {
	for (const member of scope.members) {
		if (member.kind !== "function") continue;
		const { declaration } = member;
		for (const { type } of declaration.parameters) resolveType(resolution, scope, type);
		if (declaration.result !== null) resolveType(resolution, scope, declaration.result);
		checkAccessor(resolution, scope, member);
		checkConstructor(resolution, scope, member);
		checkBorrow(resolution, scope, member);
		checkDisabledFunction(resolution, scope, member);
	}
	checkSetters(resolution, scope);
}

function checkBorrow(resolution: Resolution, scope: OwnerScope, { declaration, file, name }: FunctionSymbol): void {
	const { result } = declaration;
	if (result === null || !isEnabled(resolution.features, declaration.gates)) return;
	if (isBorrowing(resolution, scope, result)) {
		resolution.report({ kind: "borrow-in-result", function: declaration, file, span: name.span });
	}
}

/** The `result<…>` that an expression is: itself, or by way of one alias in the same scope, as the reference parser looks. */
function resultOf(scope: OwnerScope, type: TypeExpression): Extract<TypeExpression, { kind: "result" }> | null {
	if (type.kind === "result") return type;
	if (type.kind !== "name") return null;
	const body = scope.types.get(type.name.text)?.declaration?.body;
	return body?.form === "alias" && body.type.kind === "result" ? body.type : null;
}

function isUnknown(scope: OwnerScope, type: TypeExpression): boolean {
	return type.kind === "missing" || (type.kind === "name" && !scope.types.has(type.name.text));
}

function checkConstructor(resolution: Resolution, scope: OwnerScope, { declaration, resource, file }: FunctionSymbol): void {
	const { role, result } = declaration;
	if (role !== "constructor" || result === null || resource === null || isUnknown(scope, result)) return;
	const shape = resultOf(scope, result);
	const place = { resource: resource.name.text, file };
	if (shape === null) {
		resolution.report({ kind: "constructor-result", mistake: "not-a-result", ...place, span: result.head });
		return;
	}
	const { ok } = shape;
	if (ok !== null && isUnknown(scope, ok)) return;
	const name = ok?.kind === "name" ? ok.name.text : ok?.kind === "handle" && ok.handle === "own" ? ok.resource.text : null;
	if (name === resource.name.text) return;
	const span = result.kind === "result" && ok !== null ? ok.head : result.head;
	resolution.report({ kind: "constructor-result", mistake: "not-the-resource", ...place, span });
}

function checkAccessor(resolution: Resolution, scope: OwnerScope, { declaration, file, name }: FunctionSymbol): void {
	const { accessor, parameters, result, keyword } = declaration;
	if (accessor === null) return;
	if (accessor === "get") {
		const [first] = parameters;
		if (first !== undefined)
			resolution.report({ kind: "accessor", mistake: "getter-parameters", name, file, span: first.name.span });
		if (result === null) resolution.report({ kind: "accessor", mistake: "getter-result", name, file, span: keyword });
		return;
	}
	if (parameters.length !== 1) {
		resolution.report({ kind: "accessor", mistake: "setter-parameters", name, file, span: parameters[1]?.name.span ?? keyword });
	}
	if (result === null || isUnknown(scope, result)) return;
	const shape = resultOf(scope, result);
	if (shape === null || shape.ok !== null)
		resolution.report({ kind: "accessor", mistake: "setter-result", name, file, span: result.head });
}

/** A setter needs its getter. That of a world's own setter may come from an included world: `worlds.ts` looks there. */
function checkSetters(resolution: Resolution, { owner, members }: OwnerScope): void {
	if (!members.some((member) => member.kind === "function" && member.declaration.accessor === "set")) return;
	if (owner.kind === "world" && !isEnabled(resolution.features, owner.declaration.gates)) return;
	const functions = members
		.filter((member) => member.kind === "function")
		.filter(({ resource }) => owner.kind === "interface" || resource !== null)
		// In an interface a setter and its getter go together in the text, in a world as far as they are there.
		.filter(({ declaration }) => owner.kind === "interface" || isEnabled(resolution.features, declaration.gates));
	const getters = new Set(functions.filter(({ declaration }) => declaration.accessor === "get").map(({ abiName }) => abiName));
	for (const member of functions) {
		if (member.declaration.accessor !== "set" || getters.has(getterName(member.abiName))) continue;
		resolution.report({ kind: "accessor", mistake: "no-getter", name: member.name, file: member.file, span: member.name.span });
	}
}

/** The component-level name of the getter that a setter needs. */
export function getterName(abiName: string): string {
	return abiName.replace("[set]", "[get]");
}
