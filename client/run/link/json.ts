/** Where and how JSON differs from what was expected of it. Thrown by the readers, caught by whoever starts them. */
export class JsonMismatch extends Error {
	constructor(path: string, expected: string, found: unknown) {
		const text = JSON.stringify(found) ?? "nothing";
		super(
			`${path === "" ? "the whole" : path}: expected ${expected}, found ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`,
		);
		this.name = "JsonMismatch";
	}
}

/** Checks JSON and gives it its type. `path` says where it is. Throws `JsonMismatch`. */
export type JsonReader<T> = (json: unknown, path: string) => T;

export const readString: JsonReader<string> = (json, path) => {
	if (typeof json !== "string") throw new JsonMismatch(path, "a string", json);
	return json;
};

export const readBoolean: JsonReader<boolean> = (json, path) => {
	if (typeof json !== "boolean") throw new JsonMismatch(path, "true or false", json);
	return json;
};

/** An index or a count. */
export const readIndex: JsonReader<number> = (json, path) => {
	if (typeof json !== "number" || !Number.isInteger(json) || json < 0) throw new JsonMismatch(path, "an index", json);
	return json;
};

export function readNullable<T>(read: JsonReader<T>): JsonReader<T | null> {
	return (json, path) => (json === null ? null : read(json, path));
}

export function readArray<T>(read: JsonReader<T>): JsonReader<readonly T[]> {
	return (json, path) => {
		if (!Array.isArray(json)) throw new JsonMismatch(path, "an array", json);
		return json.map((each, index) => read(each, `${path}[${index}]`));
	};
}

/** An object as a function that reads its members. */
export function readMembers(json: unknown, path: string): <T>(name: string, read: JsonReader<T>) => T {
	const entries = new Map(readEntries(json, path));
	return (name, read) => read(entries.get(name), path === "" ? name : `${path}.${name}`);
}

/** The members of an object in their order. */
export function readEntries(json: unknown, path: string): readonly (readonly [string, unknown])[] {
	if (typeof json !== "object" || json === null || Array.isArray(json)) throw new JsonMismatch(path, "an object", json);
	return Object.entries(json);
}

/** A pair written as an array of two. */
export function readPair<A, B>(first: JsonReader<A>, second: JsonReader<B>): JsonReader<readonly [A, B]> {
	return (json, path) => {
		if (!Array.isArray(json) || json.length !== 2) throw new JsonMismatch(path, "a pair", json);
		return [first(json[0], `${path}[0]`), second(json[1], `${path}[1]`)];
	};
}

/** A Rust enum as serde writes it: `"Name"`, or `{"Name": payload}`. */
export interface Tagged {
	readonly tag: string;
	/** Undefined where the case has no payload. */
	readonly payload: unknown;
	readonly path: string;
}

export const readTagged: JsonReader<Tagged> = (json, path) => {
	if (typeof json === "string") return { tag: json, payload: undefined, path };
	const [entry, ...more] = readEntries(json, path);
	if (entry === undefined || more.length > 0) throw new JsonMismatch(path, "one case of an enum", json);
	return { tag: entry[0], payload: entry[1], path: `${path}.${entry[0]}` };
};
