/** Reads functions, parameters and the parts of types (WIT.md, "Item: func", "Item: resource"). */
import type { Docs, FunctionDeclaration, Gate, Name, ParameterDeclaration, TypeExpression } from "../declarations.ts";
import type { Reader } from "./reader.ts";
import { readType, startsType } from "./types.ts";

export interface Preface {
	readonly docs: Docs | null;
	readonly gates: readonly Gate[];
	/** Where the item starts, its gates included. */
	readonly start: number;
}

/** `async func(…) -> T`, `get() -> T`, `set(x: T)`, from behind the `:`; the `;` is left to the caller. */
export function readFunction(
	reader: Reader,
	name: Name,
	role: "free" | "method" | "static",
	preface: Preface,
): FunctionDeclaration {
	const async = reader.eat("async");
	const accessor = async ? null : accessorAt(reader);
	const keyword = reader.span();
	if (accessor !== null) reader.at++;
	else reader.expect("func");
	const { parameters, result } = readShape(reader);
	const { docs, gates, start } = preface;
	const span = reader.since(start);
	return { kind: "function", name, role, accessor, async, keyword, parameters, result, docs, gates, span };
}

/** `constructor(…)`, with a result where it can fail. */
export function readConstructor(reader: Reader, preface: Preface): FunctionDeclaration {
	const keyword = reader.span();
	reader.at++;
	const name = { text: "constructor", span: keyword };
	const { parameters, result } = readShape(reader);
	const { docs, gates, start } = preface;
	const span = reader.since(start);
	return {
		kind: "function",
		name,
		role: "constructor",
		accessor: null,
		async: false,
		keyword,
		parameters,
		result,
		docs,
		gates,
		span,
	};
}

function readShape(reader: Reader): { parameters: readonly ParameterDeclaration[]; result: TypeExpression | null } {
	const parameters: ParameterDeclaration[] = [];
	if (!reader.broken && reader.expect("(")) {
		reader.list(")", () => {
			if (startsType(reader.kind()) && reader.kind(1) !== ":") {
				reader.fail("a name", "A parameter has a name before its type: `name: type`.");
				return;
			}
			const name = reader.name();
			if (name === null || !reader.expect(":")) return;
			parameters.push({ name, type: readType(reader) });
		});
	}
	const result = !reader.broken && reader.eat("->") ? readType(reader) : null;
	return { parameters, result };
}

/** `get` and `set` are no keywords: they are what they are by the `(` behind them. */
export function accessorAt(reader: Reader, ahead = 0): "get" | "set" | null {
	if (reader.kind(ahead) !== "id" || reader.kind(ahead + 1) !== "(") return null;
	const word = reader.word(ahead);
	return word === "get" || word === "set" ? word : null;
}
