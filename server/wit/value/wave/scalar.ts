import { INTEGER_RANGES, type IntegerKind, isWide } from "../integer.ts";
import type { HandleType, PrimitiveType } from "../type.ts";
import type { ResourceValue, Value } from "../value.ts";
import type { Cursor } from "./cursor.ts";
import { expectation } from "./expectation.ts";
import { Fault } from "./fault.ts";

/** A handle that can be named in a text, and of which resource it is. */
export interface KnownHandle {
	readonly type: HandleType;
	readonly value: ResourceValue;
	/** Set where an earlier call gave the handle away: it can be named no more. */
	readonly gone?: boolean;
}

/** The handles that can be named, by the text that names them: `$1`. */
export type Handles = ReadonlyMap<string, KnownHandle>;

export function readPrimitive(cursor: Cursor, type: PrimitiveType, path: string): Value | Fault {
	const token = cursor.peek();
	switch (type.kind) {
		case "bool":
			if (token.kind !== "label" || (token.text !== "true" && token.text !== "false")) break;
			cursor.next();
			return token.text === "true";
		case "string":
		case "char":
			if (token.kind !== type.kind) break;
			cursor.next();
			return token.value;
		case "f32":
		case "f64":
			return readFloat(cursor, type.kind, path);
		case "error-context":
			break;
		default:
			return readInteger(cursor, type.kind, path);
	}
	return cursor.unexpected(expectation(type), path);
}

export function readHandle(cursor: Cursor, type: HandleType, path: string, handles: Handles): Value | Fault {
	const token = cursor.peek();
	if (token.kind !== "handle") return cursor.unexpected(expectation(type), path);
	const where = path === "" ? "" : `${path}: `;
	const known = handles.get(token.text);
	if (known === undefined) {
		const names = [...handles].flatMap(([name, { gone }]) => (gone === true ? [] : [name]));
		const hint = names.length === 0 ? "there are no handles yet" : `there are ${names.join(", ")}`;
		return new Fault(`${where}no handle is named ${token.text} (${hint})`, token);
	}
	if (known.gone === true) {
		const problem = `${token.text} was given away by an earlier call, whose parameter is an owned ${known.type.resource}`;
		return new Fault(`${where}${problem}`, token);
	}
	const sameTable = type.id === undefined || known.type.id === undefined || type.id === known.type.id;
	if (known.type.resource !== type.resource || !sameTable) {
		return new Fault(`${where}expected a handle of ${type.resource}, but ${token.text} is one of ${known.type.resource}`, token);
	}
	if (known.type.kind === "borrow" && type.kind === "own") {
		return new Fault(`${where}expected an owned handle of ${type.resource}, but ${token.text} is only borrowed`, token);
	}
	cursor.next();
	return known.value;
}

function readInteger(cursor: Cursor, kind: IntegerKind, path: string): Value | Fault {
	const token = cursor.peek();
	const wanted = expectation({ kind });
	if (token.kind !== "number" || !/^-?[0-9]+$/.test(token.text)) return cursor.unexpected(wanted, path);
	if (/^-?0[0-9]/.test(token.text)) return cursor.unexpected(`${wanted} without a leading zero`, path);
	const value = BigInt(token.text);
	const [low, high] = INTEGER_RANGES[kind];
	if (value < low || value > high) return cursor.unexpected(wanted, path);
	cursor.next();
	return isWide(kind) ? value : Number(value);
}

function readFloat(cursor: Cursor, kind: "f32" | "f64", path: string): Value | Fault {
	const token = cursor.peek();
	const wanted = expectation({ kind });
	if (token.kind === "label" && (token.text === "nan" || token.text === "inf")) {
		cursor.next();
		return token.text === "nan" ? Number.NaN : Number.POSITIVE_INFINITY;
	}
	if (token.kind !== "number") return cursor.unexpected(wanted, path);
	if (/^-?0[0-9]/.test(token.text)) return cursor.unexpected(`${wanted} without a leading zero`, path);
	if (token.text === "-inf") {
		cursor.next();
		return Number.NEGATIVE_INFINITY;
	}
	const value = kind === "f32" ? Math.fround(Number(token.text)) : Number(token.text);
	if (!Number.isFinite(value)) return cursor.unexpected(`a number that ${kind} can hold (or \`inf\`, \`-inf\`)`, path);
	cursor.next();
	return value;
}
