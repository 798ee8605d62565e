/** What a composed caller passes: the arguments of its calls in its memory, and the operands with which its code takes them from there. */
import {
	type CoreType,
	type CoreValue,
	coreSignature,
	type FunctionType,
	type HandleType,
	holdsHandle,
	type LowerContext,
	layoutOf,
	type ResourceValue,
	tupleCodec,
	type Value,
	type ValueType,
} from "../../server/wit/index.ts";

/** Where the caller keeps what it passes, in bytes: arguments first, then a place for results, then what it is given. */
const START = 1024;

/** The arguments of all calls, laid out in the caller's memory. */
export class CallData {
	top = START;
	handles = 0;
	readonly #memory = new WebAssembly.Memory({ initial: 1 });
	readonly #context: LowerContext;

	constructor() {
		const unknown = (): never => {
			throw new Error("a caller lifts nothing");
		};
		this.#context = {
			memory: this.#memory,
			encoding: "utf8",
			resources: {
				liftOwn: unknown,
				liftBorrow: unknown,
				lowerOwn: unknown,
				lowerBorrow: (_type: HandleType, value: ResourceValue) => placeholder(value.label),
			},
			realloc: (old, oldSize, align, size) => {
				const at = this.#reserve(size, align);
				new Uint8Array(this.#memory.buffer).copyWithin(at, old, old + oldSize);
				return at;
			},
		};
	}

	addHandle(): number {
		return this.handles++;
	}

	/** The operands of a call. Handles are known only when the caller runs: they can stand for a whole argument, not inside of one. */
	lower(
		{ params }: FunctionType,
		args: readonly Value[],
	): { readonly ok: true; readonly operands: readonly string[] } | { readonly ok: false; readonly reason: string } {
		const types = params.map(({ type }) => type);
		if (types.some((type) => type.kind !== "borrow" && type.kind !== "own" && holdsHandle(type)))
			return { ok: false, reason: "a handle is inside another argument" };
		if (types.some((type) => type.kind === "own")) return { ok: false, reason: "a call gives a handle away" };
		const codec = tupleCodec(types);
		const { params: core, spilledParams } = coreSignature({ params, result: null }, "lower");
		if (!spilledParams) {
			const flat: CoreValue[] = [];
			codec.lower(this.#context, args, flat);
			const borrowed = new Set(flatHandles(types));
			return {
				ok: true,
				operands: flat.map((value, index) =>
					borrowed.has(index) ? handleText(value) : this.#loaded(core[index] ?? "i32", value),
				),
			};
		}
		if (types.some(holdsHandle)) return { ok: false, reason: "a handle is among more arguments than are passed as core values" };
		const at = this.#reserve(codec.size, codec.align);
		codec.store(this.#context, args, at);
		return { ok: true, operands: [`(i32.const ${at})`] };
	}

	/** A core value as an operand that is read from memory at each call: of constants the engine could know what comes out. */
	#loaded(type: CoreType, value: CoreValue): string {
		const at = this.#reserve(8, 8);
		const view = new DataView(this.#memory.buffer);
		if (type === "i64") view.setBigInt64(at, BigInt.asIntN(64, BigInt(value)), true);
		else if (type === "f64") view.setFloat64(at, Number(value), true);
		else if (type === "f32") view.setFloat32(at, Number(value), true);
		else view.setInt32(at, Number(value), true);
		return `(${type}.load (i32.const ${at}))`;
	}

	/** Where a result is written that is more than a core value. */
	resultPlace(type: ValueType): number {
		const { size, align } = layoutOf(type);
		return this.#reserve(size, align);
	}

	/** Everything as a data segment. */
	text(): string {
		const bytes = new Uint8Array(this.#memory.buffer, START, this.top - START);
		const hex = Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
		this.top = (this.top + 15) & -16;
		return `  (data (i32.const ${START}) "${hex}")`;
	}

	#reserve(size: number, align: number): number {
		const at = (this.top + align - 1) & -align;
		this.top = at + size;
		const missing = this.top - this.#memory.buffer.byteLength;
		if (missing > 0) this.#memory.grow(Math.ceil(missing / 65_536));
		return at;
	}
}

/** `$1` is the first handle. */
function placeholder(label: string): number {
	return Number(label.slice(1));
}

function handleText(value: CoreValue): string {
	return `(global.get $handle-${Number(value) - 1})`;
}

/** The positions of handles among the core values of parameters, where they are whole arguments. */
function flatHandles(types: readonly ValueType[]): number[] {
	const found: number[] = [];
	let at = 0;
	for (const type of types) {
		if (type.kind === "borrow") found.push(at);
		at += coreSignature({ params: [{ name: "", type }], result: null }, "lower").params.length;
	}
	return found;
}
