/** What a type is once names are followed, on one side of a comparison. */
import type { TypeDeclaration, TypeExpression, TypeSymbol } from "../semantic/index.ts";
import { nameText, typeText } from "../semantic/type-text.ts";
import type { Side, Spot } from "./side.ts";
import { resourceKey } from "./side.ts";

export type PartsForm = "record" | "variant" | "enum" | "flags";

export type Shape =
	| {
			readonly form: PartsForm;
			readonly parts: Extract<TypeDeclaration["body"], { form: PartsForm }>["parts"];
			readonly symbol: TypeSymbol;
			readonly spot: Spot;
	  }
	| { readonly form: "handle"; readonly handle: "own" | "borrow"; readonly key: string; readonly symbol: TypeSymbol }
	| { readonly form: "expression"; readonly type: Constructed; readonly spot: Spot };

/** An expression that is no name. */
export type Constructed = Exclude<TypeExpression, { kind: "name" | "handle" | "missing" }>;

/** Longer chains of names are cycles, which are reported elsewhere. */
const longestChain = 200;

/** Null where a name does not resolve, which is reported elsewhere. */
export function shapeOf(side: Side, spot: Spot, type: TypeExpression, depth = 0): Shape | null {
	switch (type.kind) {
		case "missing":
			return null;
		case "name":
		case "handle": {
			const symbol = typeNamed(side, spot, (type.kind === "name" ? type.name : type.resource).text);
			return symbol === null ? null : shapeOfSymbol(side, spot, symbol, type.kind === "handle" ? type.handle : "own", depth);
		}
		default:
			return { form: "expression", type, spot };
	}
}

export function typeNamed({ model }: Side, { owner }: Spot, name: string): TypeSymbol | null {
	return model.resolution.scopes.get(owner)?.types.get(name) ?? null;
}

export function shapeOfSymbol(
	side: Side,
	spot: Spot,
	symbol: TypeSymbol,
	handle: "own" | "borrow" = "own",
	depth = 0,
): Shape | null {
	if (depth > longestChain) return null;
	const { declaration } = symbol;
	if (declaration === null) {
		const origin = originIn(side, spot, symbol);
		return origin === null ? null : shapeOfSymbol(side, origin.spot, origin.symbol, handle, depth + 1);
	}
	const { body } = declaration;
	switch (body.form) {
		case "alias": {
			const { type } = body;
			const named = type.kind === "name" ? typeNamed(side, spot, type.name.text) : null;
			return named === null ? shapeOf(side, spot, type, depth + 1) : shapeOfSymbol(side, spot, named, handle, depth + 1);
		}
		case "resource":
			return { form: "handle", handle, key: resourceKey(side, spot, symbol), symbol };
		case "record":
		case "variant":
		case "enum":
		case "flags":
			return { form: body.form, parts: body.parts, symbol, spot };
		default: {
			const impossible: never = body;
			return impossible;
		}
	}
}

/** One step of a type that is brought by `use`. */
export function originIn(side: Side, spot: Spot, symbol: TypeSymbol): { symbol: TypeSymbol; spot: Spot } | null {
	const origin = side.model.resolution.taken.get(symbol) ?? null;
	return origin === null ? null : { symbol: origin, spot: side.through(spot, origin.owner) };
}

/** ``record money``, ``list<u8>``, ``borrow<cart>``: for messages. */
export function shapeText(shape: Shape): string {
	if (shape.form === "handle") {
		const { handle, symbol } = shape;
		const from = symbol.owner.kind === "interface" && symbol.owner.world === null ? ` of ${symbol.owner.id}` : "";
		return `${handle}<${nameText(symbol.name.text)}>${from}`;
	}
	return shape.form === "expression" ? typeText(shape.type) : `${shape.form} ${nameText(shape.symbol.name.text)}`;
}
