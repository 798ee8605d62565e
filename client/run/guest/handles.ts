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
	type Parameter,
	type Value,
	type ValueType,
} from "../../../server/wit/index.ts";

export class HandleNames {
	readonly known = new Map<string, KnownHandle>();
	#count = 0;

	/** Notes which handles a call with `args` has given away. */
	give(params: readonly Parameter[], args: readonly Value[]): void {
		for (const [index, { type }] of params.entries()) {
			for (const { label, own } of handlesIn(type, args[index] ?? null)) {
				const known = this.known.get(label);
				if (own && known !== undefined) this.known.set(label, { ...known, gone: true });
			}
		}
	}

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

/** The name of a handle that the arguments of one call give away and use a second time, or null. */
export function usedTwice(params: readonly Parameter[], args: readonly Value[]): string | null {
	const owned = new Set<string>();
	const used = new Set<string>();
	for (const [index, { type }] of params.entries()) {
		for (const { label, own } of handlesIn(type, args[index] ?? null)) {
			if (owned.has(label) || (own && used.has(label))) return label;
			(own ? owned : used).add(label);
		}
	}
	return null;
}

/** The handles in a value, and whether it owns them. */
function* handlesIn(type: ValueType, value: Value): Generator<{ readonly label: string; readonly own: boolean }> {
	switch (type.kind) {
		case "own":
		case "borrow":
			if (isResource(value)) yield { label: value.label, own: type.kind === "own" };
			break;
		case "list":
			if (isList(value)) for (const item of value) yield* handlesIn(type.element, item);
			break;
		case "map":
			if (isList(value)) for (const pair of value) yield* handlesIn({ kind: "tuple", elements: [type.key, type.value] }, pair);
			break;
		case "tuple":
			if (!isList(value)) break;
			for (const [index, element] of type.elements.entries()) yield* handlesIn(element, value[index] ?? null);
			break;
		case "record":
			if (!isRecord(value)) break;
			for (const field of type.fields) yield* handlesIn(field.type, value.fields[field.name] ?? null);
			break;
		case "option":
			if (isSome(value)) yield* handlesIn(type.some, value.some);
			break;
		case "variant":
			yield* handlesInPayload(type.cases.find((each) => isVariant(value) && each.name === value.tag)?.type ?? null, value);
			break;
		case "result":
			yield* handlesInPayload(isVariant(value) && value.tag === "ok" ? type.ok : type.err, value);
			break;
		default:
			break;
	}
}

function* handlesInPayload(type: ValueType | null, value: Value): ReturnType<typeof handlesIn> {
	if (type !== null && isVariant(value) && value.payload !== undefined) yield* handlesIn(type, value.payload);
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
