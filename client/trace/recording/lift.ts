/** Makes values, and their text, of what was recorded of a call: core values and copies of memory. */
import {
	type CoreType,
	type CoreValue,
	coreSignature,
	type FunctionType,
	type LiftContext,
	pointsAnywhere,
	printWave,
	type ResourceValue,
	type StringEncoding,
	tupleCodec,
	type Value,
	type ValueType,
} from "../../../server/wit/index.ts";
import type { RawValues } from "./assembly.ts";
import { type Image, Payload, Relocation, type Words } from "./payload.ts";

/** How the values of an edge are found in its records. */
export interface RecordedType {
	/** Null where it is not known: then there are no values. */
	readonly type: FunctionType | null;
	/** Whether the values are as a component lifts them or as one lowers them. */
	readonly side: "lift" | "lower";
	readonly encoding: StringEncoding;
}

/** A list of values: the arguments of a call, or its result. */
interface Part {
	readonly types: readonly ValueType[];
	readonly flat: readonly CoreType[];
	/** Whether they are behind a pointer. */
	readonly inMemory: boolean;
	/** Of each whether anything of it can be cut. */
	readonly indirect: readonly boolean[];
	/** Whether the core values are all that there is. */
	readonly isPlain: boolean;
	readonly codec: ReturnType<typeof tupleCodec>;
}

export interface LiftOptions {
	/** Names of resources, by their numbers. */
	readonly resources: readonly string[];
	/** The length in UTF-16 units of a text at which the rest is left out, with `…` for it. */
	readonly limit: number;
}

/** Stands behind the name of a handle that was only recorded. */
const RECORDED = Object.freeze({});
const CUT = "…";
const NONE_CUT: readonly boolean[] = [];

/** Lifts the values of one edge. */
export class ValueLifter {
	readonly #edge: RecordedType;
	readonly #options: LiftOptions;
	readonly #args: Part | null;
	readonly #result: Part | null;
	readonly #image = new GrowingImage();
	/** For values that point nowhere. */
	readonly #plain: LiftContext;

	constructor(edge: RecordedType, options: LiftOptions) {
		this.#edge = edge;
		this.#options = options;
		this.#args = partOf(edge, "args");
		this.#result = partOf(edge, "result");
		this.#plain = { memory: this.#image.memory, encoding: edge.encoding, resources: named([]) };
	}

	/** The arguments as WAVE; null where they are not known. */
	args(values: RawValues | null): readonly string[] | null {
		if (values === null) return null;
		return values.text ? textsOf(values) : this.#texts(this.#args, values);
	}

	/** The result as WAVE; null where there is none, or it is not known. */
	result(values: RawValues | null): string | null {
		if (values === null) return null;
		return (values.text ? textsOf(values) : this.#texts(this.#result, values))?.[0] ?? null;
	}

	/** The values themselves; null where they are not known, or cut. */
	values(part: "args" | "result", values: RawValues): readonly Value[] | null {
		const chosen = part === "args" ? this.#args : this.#result;
		const lifted = chosen === null || values.text || values.cut ? null : this.#lift(chosen, values);
		return lifted?.values ?? null;
	}

	#texts(part: Part | null, values: RawValues): readonly string[] | null {
		const lifted = part === null ? null : this.#lift(part, values);
		if (part === null || lifted === null) return null;
		const { limit } = this.#options;
		return part.types.map((type, index) => {
			const text = printWave(type, lifted.values[index] ?? null, { limit });
			return (lifted.cut[index] ?? false) && !text.endsWith(CUT) ? `${text}${CUT}` : text;
		});
	}

	/** Null where the guest gave what is no value of the type, or too little was copied of it. */
	#lift(part: Part, { bytes }: RawValues): { readonly values: readonly Value[]; readonly cut: readonly boolean[] } | null {
		if (part.isPlain) return this.#liftPlain(part, bytes);
		const names: string[] = [];
		const image = this.#image;
		image.clear();
		const payload = new Payload(bytes, 8 * part.flat.length);
		const relocation = new Relocation(payload, image, this.#edge.encoding, (type, words, index, at) => {
			words.set(index, names.push(this.#nameOf(bytes, at) ?? `${type.resource}#?`) - 1);
		});
		const cx: LiftContext = { memory: image.memory, encoding: this.#edge.encoding, resources: named(names) };
		try {
			const { codec } = part;
			if (part.inMemory) {
				const address = relocation.memory(part.types);
				return { values: codec.load(cx, address), cut: part.indirect.map((each) => each && payload.cut) };
			}
			const core = new CoreWords(bytes, part.flat);
			const cut: boolean[] = [];
			relocation.flatAll(part.types, core, () => cut.push(payload.cut));
			return {
				values: codec.lift(cx, { values: core.values, at: 0 }),
				cut: cut.map((each, index) => each && part.indirect[index] === true),
			};
		} catch {
			return null;
		}
	}

	/** Values that are core values, and point nowhere: most of what is passed. */
	#liftPlain(part: Part, bytes: Uint8Array): { readonly values: readonly Value[]; readonly cut: readonly boolean[] } | null {
		try {
			return { values: part.codec.lift(this.#plain, { values: coreValues(bytes, part.flat), at: 0 }), cut: NONE_CUT };
		} catch {
			return null;
		}
	}

	#nameOf(bytes: Uint8Array, at: number | null): string | null {
		if (at === null) return null;
		const view = new DataView(bytes.buffer, bytes.byteOffset);
		const resource = view.getUint32(at, true);
		const name = this.#options.resources[resource - 1];
		return name === undefined ? null : `${name}#${view.getUint32(at + 4, true)}`;
	}
}

export function partOf({ type, side }: RecordedType, which: "args" | "result"): Part | null {
	if (type === null) return null;
	const { params, results, spilledParams, spilledResult } = coreSignature(type, side);
	if (which === "args") {
		const flat = spilledResult && side === "lower" ? params.slice(0, -1) : params;
		return part(
			type.params.map((param) => param.type),
			flat,
			spilledParams,
		);
	}
	if (type.result === null) return null;
	return part([type.result], spilledResult ? ["i32"] : results, spilledResult);
}

function part(types: readonly ValueType[], flat: readonly CoreType[], inMemory: boolean): Part {
	const indirect = types.map(pointsAnywhere);
	const isPlain = !inMemory && !indirect.some((each) => each);
	return { types, flat, inMemory, indirect, isPlain, codec: tupleCodec(types) };
}

/** Texts, as the JavaScript side records values; null where they are none. */
function textsOf({ bytes }: RawValues): readonly string[] | null {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const texts: string[] = [];
	if (bytes.length < 4) return null;
	let at = 4;
	for (let left = view.getUint32(0, true); left > 0; left--) {
		if (at + 4 > bytes.length) return null;
		const length = view.getUint32(at, true);
		if (at + 4 + length > bytes.length) return null;
		// Shared memory is not decoded as it is.
		texts.push(new TextDecoder().decode(bytes.slice(at + 4, at + 4 + length)));
		at += 4 + Math.ceil(length / 4) * 4;
	}
	return texts;
}

function named(names: readonly string[]): LiftContext["resources"] {
	const lift = (_type: unknown, handle: number): ResourceValue => ({ label: names[handle] ?? "?", object: RECORDED });
	return { liftOwn: lift, liftBorrow: lift };
}

/** The core values at the beginning of a record's values. */
function coreValues(bytes: Uint8Array, types: readonly CoreType[]): CoreValue[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset);
	return types.map((type, index) => {
		switch (type) {
			case "i32":
				return view.getInt32(8 * index, true);
			case "i64":
				return view.getBigInt64(8 * index, true);
			case "f32":
				return view.getFloat32(8 * index, true);
			case "f64":
				return view.getFloat64(8 * index, true);
			default: {
				const never: never = type;
				return never;
			}
		}
	});
}

/** Core values, of which 32-bit words can be changed. */
class CoreWords implements Words {
	readonly values: CoreValue[];

	constructor(bytes: Uint8Array, types: readonly CoreType[]) {
		this.values = coreValues(bytes, types);
	}

	get(index: number): number {
		const value = this.values[index];
		return typeof value === "bigint" ? Number(BigInt.asUintN(32, value)) : (value ?? 0) >>> 0;
	}

	set(index: number, value: number): void {
		this.values[index] = typeof this.values[index] === "bigint" ? BigInt(value) : value | 0;
	}
}

/** An image that is used again for each call. */
class GrowingImage implements Image {
	readonly memory = new WebAssembly.Memory({ initial: 1 });
	#view = new DataView(this.memory.buffer);
	#end = 8;

	get view(): DataView {
		return this.#view;
	}

	clear(): void {
		this.#end = 8;
	}

	place(bytes: Uint8Array): number {
		const address = this.#end;
		const missing = address + bytes.length - this.memory.buffer.byteLength;
		if (missing > 0) {
			this.memory.grow(Math.ceil(missing / 65_536));
			this.#view = new DataView(this.memory.buffer);
		}
		new Uint8Array(this.memory.buffer).set(bytes, address);
		this.#end = Math.ceil((address + bytes.length) / 8) * 8;
		return address;
	}
}
