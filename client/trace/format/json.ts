/** JSON as it is read from a file: anything, until it is looked at. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
	readonly [key: string]: Json;
}

/** The value, or undefined where the text is not JSON. */
export function parseJson(text: string): Json | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of an array; nothing where it is no array. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
	return Array.isArray(value) ? value.filter((item) => isObject(item)) : [];
}

/** No time or number of a trace is larger; sums of such numbers stay finite. JSON can hold `1e999`, which is read as infinity. */
const LARGEST = 1e24;

/** A number, also where it is written as a decimal string, as OTLP writes 64-bit integers. */
export function numberOf(value: Json | undefined): number | null {
	const isDecimal = typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value);
	const number = typeof value === "number" || isDecimal ? Number(value) : Number.NaN;
	return Math.abs(number) <= LARGEST ? number : null;
}

export function textOf(value: Json | undefined): string | null {
	return typeof value === "string" ? value : null;
}
