/** The types of a model as the Canonical ABI sees them: names gone, aliases followed, resources as handles. */
import type { FunctionType, ValueType } from "../value/type.ts";
import type { TypeExpression } from "./declarations.ts";
import type { Model } from "./model.ts";
import type { FunctionSymbol, Owner, TypeSymbol } from "./symbols.ts";
import { concreteType } from "./types.ts";

/** Types nested deeper than this are refused: only a cycle gets there, which is reported elsewhere. */
const deepest = 200;
/** A type may be made of so many, each counted as often as it is met, that nobody could show it: doubling sixty times takes sixty lines. */
const mostTypes = 10_000;

interface Budget {
	left: number;
}

/** The value type of an expression that stands in `owner`; null where a part of it does not resolve, or it holds itself. */
function valueTypeOf(model: Model, owner: Owner, type: TypeExpression): ValueType | null {
	return convert(model, owner, type, 0, { left: mostTypes });
}

/** What a named type is to the Canonical ABI, a resource as an owned handle; null where a part of it does not resolve, or it holds itself. */
export function valueTypeOfSymbol(model: Model, symbol: TypeSymbol): ValueType | null {
	return convertSymbol(model, symbol, "own", 0, { left: mostTypes });
}

/** The type of a function as a component has it: a method's `self` is its first parameter, a constructor gives its resource. */
export function functionTypeOf(model: Model, { owner, declaration, resource }: FunctionSymbol): FunctionType | null {
	const { role, async, parameters, result } = declaration;
	const resourceName = resource?.name.text ?? "";
	const params: { name: string; type: ValueType }[] = [];
	if (role === "method") params.push({ name: "self", type: { kind: "borrow", resource: resourceName } });
	for (const { name, type } of parameters) {
		const converted = valueTypeOf(model, owner, type);
		if (converted === null) return null;
		params.push({ name: name.text, type: converted });
	}
	if (result === null) return { async, params, result: role === "constructor" ? { kind: "own", resource: resourceName } : null };
	const converted = valueTypeOf(model, owner, result);
	return converted === null ? null : { async, params, result: converted };
}

function convert(model: Model, owner: Owner, type: TypeExpression, depth: number, budget: Budget): ValueType | null {
	if (depth > deepest || budget.left-- <= 0) return null;
	const inner = (part: TypeExpression) => convert(model, owner, part, depth + 1, budget);
	switch (type.kind) {
		case "missing":
			return null;
		case "primitive":
			return { kind: type.primitive };
		case "name":
		case "handle": {
			const name = type.kind === "name" ? type.name : type.resource;
			const symbol = model.resolution.scopes.get(owner)?.types.get(name.text);
			if (symbol === undefined) return null;
			return convertSymbol(model, symbol, type.kind === "handle" ? type.handle : "own", depth, budget);
		}
		case "list": {
			const element = inner(type.element);
			if (element === null) return null;
			return type.length === null ? { kind: "list", element } : { kind: "list", element, length: type.length };
		}
		case "map": {
			const [key, value] = [inner(type.key), inner(type.value)];
			return key === null || value === null ? null : { kind: "map", key, value };
		}
		case "option": {
			const some = inner(type.element);
			return some === null ? null : { kind: "option", some };
		}
		case "tuple": {
			const elements = all(type.elements.map(inner));
			return elements === null ? null : { kind: "tuple", elements };
		}
		case "result": {
			const parts = all([type.ok, type.err].filter((part) => part !== null).map(inner));
			if (parts === null) return null;
			const ok = type.ok === null ? null : (parts[0] ?? null);
			const err = type.err === null ? null : (parts.at(-1) ?? null);
			return { kind: "result", ok, err };
		}
		case "future":
		case "stream": {
			if (type.element === null) return { kind: type.kind, element: null };
			const element = inner(type.element);
			return element === null ? null : { kind: type.kind, element };
		}
		default: {
			const impossible: never = type;
			return impossible;
		}
	}
}

function all<T>(values: readonly (T | null)[]): readonly T[] | null {
	const known = values.filter((value) => value !== null);
	return known.length === values.length ? known : null;
}

function convertSymbol(
	model: Model,
	symbol: TypeSymbol,
	handle: "own" | "borrow",
	depth: number,
	budget: Budget,
): ValueType | null {
	const concrete = concreteType(model.resolution, symbol);
	if (concrete === null) return null;
	const { owner, declaration, name } = concrete.symbol;
	if (concrete.type !== null) return convert(model, owner, concrete.type, depth + 1, budget);
	if (declaration === null) return null;
	const { body } = declaration;
	switch (body.form) {
		case "alias":
			return convert(model, owner, body.type, depth + 1, budget);
		case "resource":
			return { kind: handle, resource: name.text };
		case "enum":
			return { kind: "enum", name: name.text, cases: body.parts.map((part) => part.name.text) };
		case "flags":
			return { kind: "flags", name: name.text, names: body.parts.map((part) => part.name.text) };
		case "record": {
			const fields = all(
				body.parts.map((part) => {
					const type = part.type === null ? null : convert(model, owner, part.type, depth + 1, budget);
					return type === null ? null : { name: part.name.text, type };
				}),
			);
			return fields === null ? null : { kind: "record", name: name.text, fields };
		}
		case "variant": {
			const cases = all(
				body.parts.map((part) => {
					if (part.type === null) return { name: part.name.text, type: null };
					const type = convert(model, owner, part.type, depth + 1, budget);
					return type === null ? null : { name: part.name.text, type };
				}),
			);
			return cases === null ? null : { kind: "variant", name: name.text, cases };
		}
		default: {
			const impossible: never = body;
			return impossible;
		}
	}
}
