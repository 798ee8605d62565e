import type { Parameter } from "../type.ts";
import type { Value } from "../value.ts";
import { Cursor } from "./cursor.ts";
import { expectation } from "./expectation.ts";
import { Fault, type WaveError } from "./fault.ts";
import { readValue } from "./parse.ts";
import type { Handles } from "./scalar.ts";

/** A part of a text: `start` and `end` are offsets in UTF-16 units in the whole. */
export interface TextSlice {
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

/** A call as people write it: `ns:pkg/iface@1.2.3#resource.method($1, "x")`, of which all but the function and its arguments can be left out. */
export interface Invocation {
	/** The interface as it is written: `ns:pkg/iface@1.2.3`, or a plain name; null where the function is exported by the world itself. */
	readonly interface: TextSlice | null;
	/** The resource that is written before the dot; null for a function outside of resources. */
	readonly resource: TextSlice | null;
	/** The function as it is written, without the interface and the resource. */
	readonly function: TextSlice;
	/**
	 * The names in the component model that the function can have, the most likely first: `f` may be a function or make a resource `f`,
	 * `r.f` may be a method or static.
	 */
	readonly names: readonly string[];
	/** What stands between the parentheses. */
	readonly args: TextSlice;
	/** The places of the arguments, without the white space around them. */
	readonly argRanges: readonly { readonly start: number; readonly end: number }[];
}

export type ParsedInvocation =
	| { readonly ok: true; readonly invocation: Invocation }
	| { readonly ok: false; readonly error: WaveError };

export type ParsedArguments =
	| { readonly ok: true; readonly values: readonly Value[] }
	| { readonly ok: false; readonly error: WaveError };

const LABEL = "%?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*";
const PATH = new RegExp(
	`^(?<interface>(?:${LABEL}(?::${LABEL})+(?:/${LABEL})+|${LABEL})(?:@[0-9A-Za-z.+-]+)?#)?` +
		`(?:(?<resource>${LABEL})\\.(?<method>${LABEL})|(?<plain>(?:\\[[a-z]+\\])?${LABEL}(?:\\.${LABEL})?))$`,
);

/** Reads a call, without knowing what can be called. Errors are those of its form; the arguments are not looked into further than their brackets. */
export function parseInvocation(text: string): ParsedInvocation {
	const open = text.indexOf("(");
	const head = open === -1 ? text : text.slice(0, open);
	const start = head.length - head.trimStart().length;
	const end = head.trimEnd().length;
	const path = head.trim();
	const parts = PATH.exec(path)?.groups;
	if (parts === undefined) {
		return failure(
			"expected the name of a function, such as `ns:pkg/iface@1.2.3#func(…)`, `func(…)` or `resource.method($1, …)`",
			start,
			Math.max(end, start),
		);
	}
	if (open === -1) return failure(`the arguments are missing: write \`${path}(…)\`, or \`${path}()\` without any`, end, end);

	const args = readArguments(text, open);
	if (args instanceof Fault) return { ok: false, error: args.toError() };

	const { interface: prefix, resource = null, method, plain: func } = parts;
	const interfaceText = prefix?.slice(0, -1) ?? null;
	const name = method ?? func ?? "";
	const nameStart = end - name.length;
	return {
		ok: true,
		invocation: {
			interface: interfaceText === null ? null : slice(text, start, start + interfaceText.length),
			resource: resource === null ? null : slice(text, nameStart - 1 - resource.length, nameStart - 1),
			function: slice(text, nameStart, end),
			names: candidates(resource === null ? null : withoutEscape(resource), withoutEscape(name)),
			args: slice(text, open + 1, args.close),
			argRanges: args.ranges,
		},
	};
}

/**
 * Reads the arguments of a call as values of its parameters; options at the end can be left out and are none. Errors say which parameter,
 * with offsets in the text that `args` is a slice of.
 */
export function parseArguments(args: TextSlice, params: readonly Parameter[], handles: Handles = new Map()): ParsedArguments {
	// The text before the slice is not read, but counts in the offsets.
	const cursor = new Cursor(" ".repeat(args.start) + args.text, args.start);
	const values: Value[] = [];
	for (const [index, param] of params.entries()) {
		if (cursor.peek().kind === "end") {
			const rest = params.slice(index);
			const needed = rest.slice(0, rest.findLastIndex(({ type }) => type.kind !== "option") + 1);
			if (needed.length === 0) return { ok: true, values: [...values, ...rest.map(() => null)] };
			const missing = needed.map(({ name, type }) => `\`${name}\`: ${expectation(type)}`);
			return failure(
				`${missing.length === 1 ? "an argument is" : `${missing.length} arguments are`} missing: ${missing.join("; ")}`,
				args.end,
				args.end,
			);
		}
		const value = readValue(cursor, param.type, param.name, handles);
		if (value instanceof Fault) return { ok: false, error: value.toError() };
		values.push(value);
		if (!cursor.skip(",") && cursor.peek().kind !== "end") {
			return {
				ok: false,
				error: cursor
					.unexpected(index + 1 < params.length ? "`,` or the end of the arguments" : "the end of the arguments", "")
					.toError(),
			};
		}
	}
	if (cursor.peek().kind !== "end") {
		const count = params.length === 0 ? "no arguments" : params.length === 1 ? "one argument" : `${params.length} arguments`;
		return { ok: false, error: cursor.unexpected(`the end: the function takes ${count}`, "").toError() };
	}
	return { ok: true, values };
}

/** Finds the parenthesis that closes the one at `open`, and the arguments between the commas. */
function readArguments(text: string, open: number): { close: number; ranges: { start: number; end: number }[] } | Fault {
	const cursor = new Cursor(text, open);
	const ranges: { start: number; end: number }[] = [];
	let depth = 0;
	let inArgument = false;
	let start = open;
	let end = open;
	for (;;) {
		const token = cursor.next();
		if (token.kind === "fault") return new Fault(token.message, token);
		if (token.kind === "end") return new Fault("the `)` after the arguments is missing", token);
		const mark = token.kind === "mark" ? token.text : "";
		if (mark === ")" || mark === "]" || mark === "}") depth--;
		const closed = depth === 0 && token.start > open;
		if (closed || (depth === 1 && mark === ",")) {
			if (inArgument) ranges.push({ start, end });
			inArgument = false;
		} else if (depth > 0) {
			if (!inArgument) start = token.start;
			end = token.end;
			inArgument = true;
		}
		if (closed) {
			if (mark !== ")") return new Fault(`expected \`)\` after the arguments, found \`${mark}\``, token);
			if (cursor.peek().kind !== "end") return cursor.unexpected("the end after the `)` of the call", "");
			return { close: token.start, ranges };
		}
		if (mark === "(" || mark === "[" || mark === "{") depth++;
	}
}

function candidates(resource: string | null, name: string): readonly string[] {
	if (resource !== null) return [`[method]${resource}.${name}`, `[static]${resource}.${name}`];
	return name.startsWith("[") ? [name] : [name, `[constructor]${name}`];
}

function withoutEscape(label: string): string {
	return label.startsWith("%") ? label.slice(1) : label;
}

function slice(text: string, start: number, end: number): TextSlice {
	return { text: text.slice(start, end), start, end };
}

function failure(message: string, start: number, end: number): { readonly ok: false; readonly error: WaveError } {
	return { ok: false, error: { message, start, end } };
}
