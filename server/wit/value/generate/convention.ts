/** How the values of types with parts are written in JavaScript: as `value.ts` has them, or as jco's hosts do (preview2-shim). */
import type { HandleType } from "../type.ts";
import { keyOf, quote } from "./source.ts";

export interface Convention {
	readonly name: "wit" | "jco";
	/** How the name of a field or flag is spelled. */
	spell(name: string): string;
	/** The record of fields, whose values are expressions. */
	record(fields: readonly (readonly [name: string, value: string])[]): string;
	/** The value of a case of a variant or result; `payload` is null where it has none. */
	tagged(name: string, payload: string | null): string;
	/** The property that holds the payload of a case. */
	readonly payload: "payload" | "val";
	/** The two values of an option; `nested` where it is an option of an option. */
	none(nested: boolean): string;
	some(value: string, nested: boolean): string;
	/** A map of the list of its pairs. */
	map(pairs: string): string;
	/** What the context's `resources` call lifting and lowering handles: they get the type and the handle or value. */
	lifter(kind: HandleType["kind"]): string;
	lowerer(kind: HandleType["kind"]): string;
}

/** The values of `value.ts`. */
export const WIT: Convention = {
	name: "wit",
	spell: (name) => name,
	record: (fields) => `{ fields: ${object(fields)} }`,
	tagged: (name, payload) => `{ tag: ${quote(name)}${payload === null ? "" : `, payload: ${payload}`} }`,
	payload: "payload",
	none: () => "null",
	some: (value) => `{ some: ${value} }`,
	map: (pairs) => pairs,
	lifter: (kind) => (kind === "own" ? "liftOwn" : "liftBorrow"),
	lowerer: (kind) => (kind === "own" ? "lowerOwn" : "lowerBorrow"),
};

/**
 * jco's values: records as objects with names in camelCase, options as undefined, flags as objects of booleans, resources as the objects
 * themselves.
 */
export const JCO: Convention = {
	name: "jco",
	spell: camelCase,
	record: (fields) => object(fields.map(([name, value]) => [camelCase(name), value])),
	tagged: (name, payload) => `{ tag: ${quote(name)}${payload === null ? "" : `, val: ${payload}`} }`,
	payload: "val",
	none: (nested) => (nested ? '{ tag: "none" }' : "undefined"),
	some: (value, nested) => (nested ? `{ tag: "some", val: ${value} }` : value),
	map: (pairs) => `new Map(${pairs})`,
	lifter: (kind) => (kind === "own" ? "liftOwnObject" : "liftBorrowObject"),
	lowerer: (kind) => (kind === "own" ? "lowerOwnObject" : "lowerBorrowObject"),
};

/** `do-it` as `doIt`, the way that jco spells names. */
export function camelCase(name: string): string {
	// Words in capitals are words like others to jco: `a-HTTP2` is `aHttp2`.
	return name.toLowerCase().replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function object(fields: readonly (readonly [name: string, value: string])[]): string {
	return fields.length === 0 ? "{}" : `{ ${fields.map(([name, value]) => `${keyOf(name)}: ${value}`).join(", ")} }`;
}
