/** What the names in types mean, and what types may not be (WIT.md, "Types"). */
import { findCycles, stations } from "./cycles.ts";
import type { Name, Span, TypeBody, TypeExpression } from "./declarations.ts";
import { checkDisabledParts } from "./disabled.ts";
import type { Wanted } from "./problems.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { InterfaceSymbol, TypeSymbol } from "./symbols.ts";
import { typeText } from "./type-text.ts";

/** Resolves the bodies of the types of an interface or a world; needs every `use` to be resolved. */
export function resolveTypes(resolution: Resolution, scope: OwnerScope): void {
	// Made for the first type that names another: in most interfaces none does.
	let graph: Map<TypeSymbol, { to: TypeSymbol; mark: Name }[]> | null = null;
	for (const member of scope.members) {
		if (member.kind !== "type" || member.declaration === null) continue;
		const { body } = member.declaration;
		const edges: { to: TypeSymbol; mark: Name }[] = [];
		for (const type of expressionsOf(body)) resolveType(resolution, scope, type, (name, to) => edges.push({ to, mark: name }));
		if (edges.length > 0) {
			const parts = edges.map(({ to }) => to);
			resolution.parts.set(member, parts);
			if (scope.types.get(member.name.text) === member) {
				graph ??= new Map();
				graph.set(member, edges);
			}
		}
		checkDisabledParts(resolution, scope, member);
	}
	for (const { mark, to, through } of graph === null ? [] : findCycles(graph)) {
		const names = [...through, to].map(({ name }) => name.text);
		const related = stations(through);
		resolution.report({ kind: "cyclic-type", name: mark, through: names, file: scope.owner.file, span: mark.span, related });
	}
}

/** The type expressions directly in a body. */
export function expressionsOf(body: TypeBody): readonly TypeExpression[] {
	if (body.form === "alias") return [body.type];
	if (body.form === "resource") return [];
	const types: TypeExpression[] = [];
	for (const { type } of body.parts) if (type !== null) types.push(type);
	return types;
}

/** The expressions directly inside of an expression. */
export function innerTypes(type: TypeExpression): readonly TypeExpression[] {
	switch (type.kind) {
		case "missing":
		case "primitive":
		case "name":
		case "handle":
			return [];
		case "list":
		case "option":
			return [type.element];
		case "map":
			return [type.key, type.value];
		case "tuple":
			return type.elements;
		case "result":
			return [type.ok, type.err].filter((inner) => inner !== null);
		case "future":
		case "stream":
			return type.element === null ? [] : [type.element];
		default: {
			const impossible: never = type;
			return impossible;
		}
	}
}

/** Resolves the names in an expression, reports what is wrong with it, and tells each type that it found. */
export function resolveType(
	resolution: Resolution,
	scope: OwnerScope,
	type: TypeExpression,
	found: (name: Name, symbol: TypeSymbol) => void = () => {},
): void {
	if (type.kind === "name" || type.kind === "handle") {
		const name = type.kind === "name" ? type.name : type.resource;
		const symbol = resolveTypeName(resolution, scope, name, type.kind === "name" ? "type" : "resource");
		if (symbol === null) return;
		found(name, symbol);
		if (type.kind === "handle") checkResource(resolution, scope, name, symbol);
		return;
	}
	for (const inner of innerTypes(type)) resolveType(resolution, scope, inner, found);
	if (type.kind === "map") checkKey(resolution, scope, type.key, type.head);
}

function resolveTypeName(resolution: Resolution, scope: OwnerScope, name: Name, wanted: Wanted): TypeSymbol | null {
	const { owner } = scope;
	const found = scope.types.get(name.text);
	const place = { file: owner.file, span: name.span };
	if (found !== undefined) {
		resolution.refer(owner.file, name, found);
		return found;
	}
	if (name.text === "") return null;
	const other = scope.functions.get(name.text);
	if (other !== undefined) {
		const related = [{ file: other.file, span: other.name.span, message: `\`${name.text}\` is declared here` }];
		resolution.report({ kind: "wrong-kind", name, wanted, found: "a function", ...place, related });
		return null;
	}
	const candidates = { [Symbol.iterator]: () => scope.types.keys() };
	const elsewhere = resolution.interfacesWithType(name.text).filter((other): other is InterfaceSymbol => other !== owner);
	resolution.report({ kind: "unresolved-name", name, wanted, within: null, candidates, elsewhere, ...place });
	return null;
}

const keys = new Set(["bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "char", "string"]);

function checkKey(resolution: Resolution, scope: OwnerScope, key: TypeExpression, span: Span): void {
	if (key.kind === "missing" || (key.kind === "primitive" && keys.has(key.primitive))) return;
	if (key.kind === "name" && !scope.types.has(key.name.text)) return;
	resolution.report({ kind: "map-key", file: scope.owner.file, span });
}

/** What a type is once `use` and plain aliases are followed: a declared type, an expression in a scope, or null where that is not known. */
export type Concrete = { readonly symbol: TypeSymbol; readonly type: TypeExpression | null } | null;

/** Follows `use` and aliases of names. `type` is the expression where an alias of one ends the way; null where the symbol's declaration does. */
export function concreteType(resolution: Resolution, symbol: TypeSymbol): Concrete {
	const seen = new Set<TypeSymbol>();
	let at: TypeSymbol | null | undefined = symbol;
	while (at !== null && at !== undefined && !seen.has(at)) {
		seen.add(at);
		if (at.declaration === null) {
			at = resolution.taken.get(at);
			continue;
		}
		const { body } = at.declaration;
		if (body.form !== "alias") return { symbol: at, type: null };
		if (body.type.kind === "missing") return null;
		if (body.type.kind !== "name") return { symbol: at, type: body.type };
		at = resolution.scopes.get(at.owner)?.types.get(body.type.name.text);
	}
	return null;
}

function checkResource(resolution: Resolution, scope: OwnerScope, name: Name, symbol: TypeSymbol): void {
	const concrete = concreteType(resolution, symbol);
	if (concrete === null) return;
	const form = concrete.type?.kind ?? concrete.symbol.declaration?.body.form;
	if (form === "resource") return;
	const related = [
		{ file: concrete.symbol.file, span: concrete.symbol.name.span, message: `\`${concrete.symbol.name.text}\` is declared here` },
	];
	const found = concrete.type !== null ? `\`${typeText(concrete.type)}\`` : `${/^[aeiou]/.test(form ?? "") ? "an" : "a"} ${form}`;
	resolution.report({ kind: "wrong-kind", name, wanted: "resource", found, file: scope.owner.file, span: name.span, related });
}
