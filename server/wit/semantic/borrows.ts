/** Which types hold a `borrow`, themselves or by a type that they are made of: those cannot be results (WIT.md, "Handles"). */
import type { TypeExpression } from "./declarations.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { TypeSymbol } from "./symbols.ts";
import { expressionsOf, innerTypes } from "./types.ts";

/** Whether an expression in a scope holds a borrow; needs all types to be resolved. */
export function isBorrowing(resolution: Resolution, scope: OwnerScope, type: TypeExpression): boolean {
	if (holdsBorrow(type)) return true;
	if (type.kind !== "name") return innerTypes(type).some((inner) => isBorrowing(resolution, scope, inner));
	const symbol = scope.types.get(type.name.text);
	return symbol !== undefined && typeBorrows(resolution, symbol);
}

function holdsBorrow(type: TypeExpression): boolean {
	return (type.kind === "handle" && type.handle === "borrow") || innerTypes(type).some(holdsBorrow);
}

/** Looks through all types that a type is made of, without recursion: there may be tens of thousands, one made of the other. */
function typeBorrows(resolution: Resolution, symbol: TypeSymbol): boolean {
	const { borrowing } = resolution;
	const known = borrowing.get(symbol);
	if (known !== undefined) return known;
	if (symbol.declaration !== null && !resolution.parts.has(symbol))
		return expressionsOf(symbol.declaration.body).some(holdsBorrow);
	const way = [{ type: symbol, parts: partsOf(resolution, symbol) }];
	const seen = new Set([symbol]);
	for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
		const borrows =
			borrowing.get(last.type) ?? (last.type.declaration !== null && expressionsOf(last.type.declaration.body).some(holdsBorrow));
		if (borrows) {
			for (const { type } of way) borrowing.set(type, true);
			return true;
		}
		const next = last.parts.pop();
		if (next === undefined) way.pop();
		else if (!seen.has(next) && borrowing.get(next) !== false) {
			seen.add(next);
			way.push({ type: next, parts: partsOf(resolution, next) });
		}
	}
	for (const type of seen) borrowing.set(type, false);
	return false;
}

function partsOf({ parts, taken }: Resolution, symbol: TypeSymbol): TypeSymbol[] {
	const origin = taken.get(symbol);
	return origin === null || origin === undefined ? [...(parts.get(symbol) ?? [])] : [origin];
}
