import { nearestName } from "../../nearest.ts";
import type { Case, FlagsType, ListType, MapType, OptionType, RecordType, ResultType, TupleType, ValueType } from "../type.ts";
import type { Value } from "../value.ts";
import { Cursor, readSequence } from "./cursor.ts";
import { expectation, names } from "./expectation.ts";
import { Fault, type WaveError } from "./fault.ts";
import { type Handles, readHandle, readPrimitive } from "./scalar.ts";

export type ParsedValue = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: WaveError };

/**
 * Reads the text of one value in WAVE as a value of `type`. Handles can be written where `handles` knows their names. A text that is
 * no such value gives the first error in it: what was expected for the type, what was found, and where, in UTF-16 units.
 */
export function parseWave(text: string, type: ValueType, handles: Handles = new Map()): ParsedValue {
	const cursor = new Cursor(text);
	const value = readValue(cursor, type, "", handles);
	if (value instanceof Fault) return { ok: false, error: value.toError() };
	if (cursor.peek().kind !== "end") return { ok: false, error: cursor.unexpected("the end of the value", "").toError() };
	return { ok: true, value };
}

/** Reads the next value; `path` leads to it from the whole, as in `lines[2].price`. */
export function readValue(cursor: Cursor, type: ValueType, path: string, handles: Handles): Value | Fault {
	switch (type.kind) {
		case "list":
		case "map":
			return readList(cursor, type, path, handles);
		case "tuple":
			return readTuple(cursor, type, path, handles);
		case "record":
			return readRecord(cursor, type, path, handles);
		case "flags":
			return readFlags(cursor, type, path);
		case "variant":
			return readCase(cursor, type, type.cases, path, handles);
		case "enum": {
			const token = cursor.peek();
			if (token.kind !== "label") return cursor.unexpected(expectation(type), path);
			if (!type.cases.includes(token.name)) return unknownName(cursor, "case", type.cases, path, expectation(type));
			cursor.next();
			return token.name;
		}
		case "option":
			return readOption(cursor, type, path, handles);
		case "result":
			return readResult(cursor, type, path, handles);
		case "own":
		case "borrow":
			return readHandle(cursor, type, path, handles);
		case "future":
		case "stream":
			return new Fault(`${path === "" ? "" : `${path}: `}values of type ${type.kind} cannot be written`, cursor.peek());
		default:
			return readPrimitive(cursor, type, path);
	}
}

function readList(cursor: Cursor, type: ListType | MapType, path: string, handles: Handles): Value | Fault {
	const element: ValueType = type.kind === "list" ? type.element : { kind: "tuple", elements: [type.key, type.value] };
	const open = cursor.peek();
	if (!cursor.skip("[")) return cursor.unexpected(expectation(type), path);
	const items: Value[] = [];
	const end = readSequence(cursor, "]", path, (index) => {
		const item = readValue(cursor, element, `${path}[${index}]`, handles);
		if (item instanceof Fault) return item;
		items.push(item);
		return undefined;
	});
	if (end instanceof Fault) return end;
	if (type.kind === "list" && type.length !== undefined && items.length !== type.length) {
		return wrongCount(path, "elements", type.length, items.length, { start: open.start, end: end.end });
	}
	return element.kind === "u8" && type.kind === "list" ? Uint8Array.from(items, Number) : items;
}

function readTuple(cursor: Cursor, type: TupleType, path: string, handles: Handles): Value | Fault {
	const open = cursor.peek();
	if (!cursor.skip("(")) return cursor.unexpected(expectation(type), path);
	const items: Value[] = [];
	const end = readSequence(cursor, ")", path, (index) => {
		const element = type.elements[index];
		if (element === undefined) return cursor.unexpected(`\`)\` after ${type.elements.length} elements`, path);
		const item = readValue(cursor, element, `${path}[${index}]`, handles);
		if (item instanceof Fault) return item;
		items.push(item);
		return undefined;
	});
	if (end instanceof Fault) return end;
	if (items.length !== type.elements.length) {
		return wrongCount(path, "elements", type.elements.length, items.length, { start: open.start, end: end.end });
	}
	return items;
}

function readRecord(cursor: Cursor, type: RecordType, path: string, handles: Handles): Value | Fault {
	const open = cursor.peek();
	if (!cursor.skip("{")) return cursor.unexpected(expectation(type), path);
	const given = new Map<string, Value>();
	// An empty record is `{:}`, to tell it from empty flags; `{}` is as clear where the type is known.
	if (cursor.at(":") && cursor.at("}", 1)) cursor.next();
	const end = readSequence(cursor, "}", path, () => {
		const token = cursor.peek();
		const wanted = `a field of ${type.name ?? "the record"} (${names(type.fields.map((field) => field.name))})`;
		if (token.kind !== "label") return cursor.unexpected(wanted, path);
		const field = type.fields.find(({ name }) => name === token.name);
		if (field === undefined) {
			return unknownName(
				cursor,
				"field",
				type.fields.map(({ name }) => name),
				path,
				wanted,
			);
		}
		const inside = path === "" ? field.name : `${path}.${field.name}`;
		if (given.has(field.name)) return new Fault(`${inside}: the field is given twice`, token);
		cursor.next();
		if (!cursor.skip(":")) return cursor.unexpected(`\`:\` after the name of the field`, inside);
		const value = readValue(cursor, field.type, inside, handles);
		if (value instanceof Fault) return value;
		given.set(field.name, value);
		return undefined;
	});
	if (end instanceof Fault) return end;
	const missing = type.fields.filter((field) => !given.has(field.name) && field.type.kind !== "option");
	if (missing.length > 0) {
		const where = path === "" ? "" : `${path}: `;
		const [first] = missing;
		const list = names(missing.map((field) => field.name));
		const message =
			missing.length === 1 && first !== undefined
				? `the field ${list} is missing: ${expectation(first.type)}`
				: `the fields ${list} are missing`;
		return new Fault(where + message, { start: open.start, end: end.end });
	}
	return { fields: Object.fromEntries(type.fields.map((field) => [field.name, given.get(field.name) ?? null])) };
}

function readFlags(cursor: Cursor, type: FlagsType, path: string): Value | Fault {
	if (!cursor.skip("{")) return cursor.unexpected(expectation(type), path);
	const set = new Set<string>();
	const end = readSequence(cursor, "}", path, () => {
		const token = cursor.peek();
		if (token.kind !== "label") return cursor.unexpected(expectation(type), path);
		if (!type.names.includes(token.name)) return unknownName(cursor, "flag", type.names, path, expectation(type));
		set.add(token.name);
		cursor.next();
		return undefined;
	});
	if (end instanceof Fault) return end;
	return { set: type.names.filter((name) => set.has(name)) };
}

function readOption(cursor: Cursor, type: OptionType, path: string, handles: Handles): Value | Fault {
	const token = cursor.peek();
	if (token.kind === "label" && token.text === "none") {
		cursor.next();
		return null;
	}
	if (token.kind === "label" && token.text === "some") {
		cursor.next();
		const some = readPayload(cursor, "some", type.some, path, handles);
		return some instanceof Fault ? some : { some };
	}
	if (!canStandBare(type.some)) return cursor.unexpected("`none` or `some(…)`", path);
	const some = readValue(cursor, type.some, path, handles);
	return some instanceof Fault ? some : { some };
}

function readResult(cursor: Cursor, type: ResultType, path: string, handles: Handles): Value | Fault {
	const token = cursor.peek();
	if (token.kind === "label" && (token.text === "ok" || token.text === "err")) {
		const cases: readonly Case[] = [
			{ name: "ok", type: type.ok },
			{ name: "err", type: type.err },
		];
		return readCase(cursor, type, cases, path, handles);
	}
	if (type.ok === null || !canStandBare(type.ok)) {
		return cursor.unexpected(`\`ok${type.ok === null ? "" : "(…)"}\` or \`err${type.err === null ? "" : "(…)"}\``, path);
	}
	const payload = readValue(cursor, type.ok, path, handles);
	return payload instanceof Fault ? payload : { tag: "ok", payload };
}

/** Whether a value can be written without the `some(…)` or `ok(…)` around it: not where it could be read as one of these itself. */
function canStandBare(type: ValueType): boolean {
	return type.kind !== "option" && type.kind !== "result";
}

function readCase(cursor: Cursor, type: ValueType, cases: readonly Case[], path: string, handles: Handles): Value | Fault {
	const token = cursor.peek();
	if (token.kind !== "label") return cursor.unexpected(expectation(type), path);
	const chosen = cases.find((each) => each.name === token.name);
	if (chosen === undefined) {
		return unknownName(
			cursor,
			"case",
			cases.map((each) => each.name),
			path,
			expectation(type),
		);
	}
	cursor.next();
	if (chosen.type === null) {
		if (cursor.at("(")) return cursor.unexpected(`nothing more: \`${chosen.name}\` has no value`, path);
		return { tag: chosen.name };
	}
	const payload = readPayload(cursor, chosen.name, chosen.type, path, handles);
	return payload instanceof Fault ? payload : { tag: chosen.name, payload };
}

function readPayload(cursor: Cursor, name: string, type: ValueType, path: string, handles: Handles): Value | Fault {
	if (!cursor.skip("(")) return cursor.unexpected(`\`(\`: \`${name}\` has a value of ${expectation(type)}`, path);
	const payload = readValue(cursor, type, path === "" ? name : `${path}.${name}`, handles);
	if (payload instanceof Fault) return payload;
	cursor.skip(",");
	if (!cursor.skip(")")) return cursor.unexpected(`\`)\` after the value of \`${name}\``, path);
	return payload;
}

function unknownName(cursor: Cursor, what: string, known: readonly string[], path: string, wanted: string): Fault {
	const token = cursor.peek();
	const name = token.kind === "label" ? token.name : token.text;
	const near = nearestName(name, known);
	if (near === null) return cursor.unexpected(wanted, path);
	return new Fault(`${path === "" ? "" : `${path}: `}unknown ${what} \`${name}\`; did you mean \`${near}\`?`, token);
}

function wrongCount(path: string, what: string, wanted: number, found: number, span: { start: number; end: number }): Fault {
	return new Fault(`${path === "" ? "" : `${path}: `}expected ${wanted} ${what}, found ${found}`, span);
}
