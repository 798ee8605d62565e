/** The handles that invocations have made: those in a result are named `$1`, `$2`, … and can be given to the invocations after. */
import {
	type HandleType,
	isFlags,
	isList,
	isRecord,
	isResource,
	isSome,
	isVariant,
	type KnownHandle,
	type Value,
	type ValueType,
} from "../../../server/wit/index.ts";

export class HandleNames {
	readonly known = new Map<string, KnownHandle>();
	#count = 0;

	/** The value with its handles named, in order of appearance. */
	name(type: ValueType, value: Value): Value {
		switch (type.kind) {
			case "own":
			case "borrow":
				return isResource(value) ? this.#add(type, value.object) : value;
			case "list":
				return isList(value) ? value.map((item) => this.name(type.element, item)) : value;
			case "map":
				return isList(value) ? value.map((pair) => this.#each([type.key, type.value], pair)) : value;
			case "tuple":
				return this.#each(type.elements, value);
			case "record": {
				if (!isRecord(value)) return value;
				const fields = type.fields.map(({ name, type: inner }) => [name, this.name(inner, value.fields[name] ?? null)]);
				return { fields: Object.fromEntries(fields) };
			}
			case "option":
				return isSome(value) ? { some: this.name(type.some, value.some) } : value;
			case "variant":
				return this.#payload(type.cases.find((each) => isVariant(value) && each.name === value.tag)?.type ?? null, value);
			case "result":
				return this.#payload(isVariant(value) && value.tag === "ok" ? type.ok : type.err, value);
			default:
				return value;
		}
	}

	#each(types: readonly ValueType[], value: Value): Value {
		return isList(value) ? types.map((type, index) => this.name(type, value[index] ?? null)) : value;
	}

	#payload(type: ValueType | null, value: Value): Value {
		if (type === null || !isVariant(value) || value.payload === undefined) return value;
		return { tag: value.tag, payload: this.name(type, value.payload) };
	}

	#add(type: HandleType, object: object): Value {
		const label = `$${++this.#count}`;
		const value = { label, object };
		this.known.set(label, { type, value });
		return value;
	}
}

/** The value with handles that can be sent to another thread: their labels stay, what stands behind them does not. */
export function portable(value: Value): Value {
	if (typeof value !== "object" || value === null || value instanceof Uint8Array || isFlags(value)) return value;
	if (isList(value)) return value.map(portable);
	if (isResource(value)) return { label: value.label, object: {} };
	if (isRecord(value)) {
		return { fields: Object.fromEntries(Object.entries(value.fields).map(([name, field]) => [name, portable(field)])) };
	}
	if (isSome(value)) return { some: portable(value.some) };
	if (isVariant(value)) return value.payload === undefined ? value : { tag: value.tag, payload: portable(value.payload) };
	return value;
}
