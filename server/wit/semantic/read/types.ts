/** Reads type expressions (WIT.md, "Types"). */

import type { PrimitiveKind } from "../../value/type.ts";
import type { Name, Span, TypeExpression } from "../declarations.ts";
import type { Reader } from "./reader.ts";

const primitives: ReadonlyMap<string, PrimitiveKind> = new Map(
	(["bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "string", "error-context"] as const).map(
		(kind) => [kind, kind],
	),
);

/** Deeper types are refused by the reference parser. */
const deepestType = 100;
const largestLength = 0xffff_ffff;

/** Reads a type; where there is none, reports it and answers one of the kind `missing`. */
export function readType(reader: Reader, depth = 0): TypeExpression {
	const head = reader.span();
	const kind = reader.kind();
	if (depth >= deepestType) {
		reader.report(
			"this type is nested too deep",
			head,
			`Types nest up to ${deepestType} levels. Give an inner one a name with \`type name = …;\`.`,
		);
		reader.broken = true;
		return { kind: "missing", span: head, head };
	}
	const primitive = primitives.get(kind);
	if (primitive !== undefined) {
		reader.at++;
		return { kind: "primitive", primitive, span: head, head };
	}
	switch (kind) {
		case "list":
		case "map":
		case "option":
		case "tuple":
		case "result":
		case "future":
		case "stream":
		case "own":
		case "borrow":
			reader.at++;
			return readParameterised(reader, kind, head, depth);
		case "id":
		case "explicit-id": {
			// The name of the next function on the next line: what is here is an item without its type.
			const isNext = reader.startsMember();
			const name = reader.name();
			return name === null || isNext
				? { kind: "missing", span: head, head }
				: { kind: "name", name, span: name.span, head: name.span };
		}
		default:
			reader.fail("a type");
			return { kind: "missing", span: reader.stretch(head.start, head.start), head };
	}
}

const parameterised = new Set("list map option tuple result future stream own borrow".split(" "));

/** Whether a keyword of this kind begins a type. */
export function startsType(kind: string): boolean {
	return primitives.has(kind) || parameterised.has(kind);
}

type Parameterised = "list" | "map" | "option" | "tuple" | "result" | "future" | "stream" | "own" | "borrow";

function readParameterised(reader: Reader, kind: Parameterised, head: Span, depth: number): TypeExpression {
	const inner = () => (reader.broken ? missing(reader) : readType(reader, depth + 1));
	const whole = () => reader.stretch(head.start, Math.max(head.end, reader.lastEnd));
	switch (kind) {
		case "list": {
			open(reader);
			const element = inner();
			if (skipOldLength(reader)) return { kind, element, length: null, span: whole(), head };
			const length = !reader.broken && reader.eat(",") ? readLength(reader) : null;
			close(reader);
			return { kind, element, length, span: whole(), head };
		}
		case "map": {
			open(reader);
			const key = inner();
			if (!reader.broken) reader.expect(",");
			const value = inner();
			close(reader);
			return { kind, key, value, span: whole(), head };
		}
		case "option": {
			open(reader);
			const element = inner();
			close(reader);
			return { kind, element, span: whole(), head };
		}
		case "tuple": {
			const elements: TypeExpression[] = [];
			if (reader.expect("<")) reader.list(">", () => elements.push(readType(reader, depth + 1)));
			return { kind, elements, span: whole(), head };
		}
		case "result":
			return readResult(reader, head, inner, whole);
		case "future":
		case "stream": {
			let element: TypeExpression | null = null;
			if (reader.eat("<")) {
				element = inner();
				close(reader);
			}
			return { kind, element, span: whole(), head };
		}
		case "own":
		case "borrow": {
			open(reader);
			if (!reader.broken && !reader.atName())
				reader.fail("the name of a resource", `A handle is \`${kind}<r>\`, where \`r\` is a resource.`);
			const resource: Name | null = reader.broken ? null : reader.name();
			close(reader);
			if (resource === null) return { kind: "missing", span: whole(), head };
			return { kind: "handle", handle: kind, resource, span: whole(), head: resource.span };
		}
		default: {
			const impossible: never = kind;
			return impossible;
		}
	}
}

function readResult(reader: Reader, head: Span, inner: () => TypeExpression, whole: () => Span): TypeExpression {
	let ok: TypeExpression | null = null;
	let err: TypeExpression | null = null;
	if (reader.eat("<")) {
		if (reader.eat("_")) {
			reader.expect(",");
			err = inner();
		} else {
			ok = inner();
			if (!reader.broken && reader.eat(",")) err = inner();
		}
		close(reader);
	}
	return { kind: "result", ok, err, span: whole(), head };
}

/** `; 4>`, as the length of a list is written in older drafts: the mistake is known, and what follows is none. */
function skipOldLength(reader: Reader): boolean {
	if (reader.broken || reader.kind() !== ";" || reader.kind(1) !== "integer" || reader.kind(2) !== ">") return false;
	reader.fail("`>`", "A list of fixed length is written with a comma, `list<T, 4>`.");
	reader.broken = false;
	reader.at += 3;
	return true;
}

function readLength(reader: Reader): number | null {
	if (reader.kind() !== "integer") {
		reader.fail("a length", "A list of fixed length is written `list<T, 4>`, one of any length `list<T>`.");
		return null;
	}
	const length = Number(reader.word());
	const span = reader.span();
	reader.at++;
	if (length <= largestLength) return length;
	reader.report(`this length is larger than ${largestLength}`, span, "Lengths are 32-bit numbers.");
	return null;
}

function open(reader: Reader): void {
	reader.expect("<");
}

function close(reader: Reader): void {
	if (!reader.broken) reader.expect(">");
}

function missing(reader: Reader): TypeExpression {
	const span = reader.stretch(reader.start, reader.start);
	return { kind: "missing", span, head: span };
}
