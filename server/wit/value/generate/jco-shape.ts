/** What values that jco's hosts give are asked for. `refused` throws that a value does not fit. */

type Refusal = (value: unknown) => never;

/** Numbers are taken for bigints. */
export function wide(value: unknown): unknown {
	return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value;
}

export function objectOf(value: unknown, refused: Refusal): object {
	return typeof value === "object" && value !== null ? value : refused(value);
}

/** An array, or one of the typed arrays in which jco hands over lists of numbers. */
export function arrayOf(value: unknown, refused: Refusal): ArrayLike<unknown> {
	return Array.isArray(value) || isTypedArray(value) ? value : refused(value);
}

/** The tag of a case. */
export function taggedOf(value: unknown, refused: Refusal): string {
	const tag: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "tag") : undefined;
	return typeof tag === "string" ? tag : refused(value);
}

function isTypedArray(value: unknown): value is ArrayLike<number | bigint> {
	return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
