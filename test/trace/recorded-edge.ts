/** Edges to record that are made up: a callee in JavaScript, and a memory that values are lowered to as a guest would. */

import type { CoreFunction } from "../../client/run/link/core-function.ts";
import type { RecordedEdge } from "../../client/run/link/wat/record.ts";
import { recordText } from "../../client/run/link/wat/record.ts";
import { ringPlace } from "../../client/trace/recording/call-ring.ts";
import {
	type CoreValue,
	coreSignature,
	type FunctionType,
	type HandleType,
	type LowerContext,
	type StringEncoding,
	tupleCodec,
	type Value,
	type ValueType,
} from "../../server/wit/index.ts";
import { parseWat } from "../link/engine.ts";

/** A guest that only holds values. */
export class Holder {
	readonly memory = new WebAssembly.Memory({ initial: 40 });
	readonly context: LowerContext;
	/** Where the next value is put. */
	next = 16;

	constructor(encoding: StringEncoding, handleOf: (label: string, type: HandleType) => number = () => 0) {
		const lower = (type: HandleType, value: { readonly label: string }) => handleOf(value.label, type);
		this.context = {
			memory: this.memory,
			encoding,
			resources: {
				liftOwn: () => null,
				liftBorrow: () => null,
				lowerOwn: lower,
				lowerBorrow: lower,
			},
			realloc: (_pointer, _old, align, size) => {
				const address = Math.ceil(this.next / align) * align;
				this.next = address + size;
				return address;
			},
		};
	}

	/** Values as core values, or as a pointer to them. */
	lower(types: readonly ValueType[], values: readonly Value[], spilled: boolean): CoreValue[] {
		const codec = tupleCodec(types);
		const flat: CoreValue[] = [];
		if (!spilled) codec.lower(this.context, values, flat);
		else {
			const pointer = this.context.realloc(0, 0, codec.align, codec.size);
			codec.store(this.context, values, pointer);
			flat.push(pointer);
		}
		return flat;
	}
}

export interface MadeEdge extends Pick<RecordedEdge, "type" | "encoding"> {
	readonly side?: RecordedEdge["side"];
	readonly callee: CoreFunction;
}

/** The trampolines on edges that all have their values in `holder`. */
export function recording(
	ring: WebAssembly.Memory,
	holder: Holder,
	edges: readonly MadeEdge[],
	peek: CoreFunction = () => [0, 0],
	now: (() => number) | null = null,
): readonly CoreFunction[] {
	const recorded = edges.map(({ type, encoding, side = "lift" }, id): RecordedEdge => {
		const signature = coreSignature(type ?? { params: [], result: null }, side);
		return {
			id,
			title: "made up",
			signature,
			side,
			type,
			memory: "holder",
			encoding,
			async: false,
			plain: false,
			instance: 0,
			resourceOf: () => null,
		};
	});
	const text = recordText(recorded, { clock: now === null ? "shared" : "exact", watched: false, ring: ringPlace(ring) });
	const module = new WebAssembly.Module(parseWat(text));
	const { exports } = new WebAssembly.Instance(module, {
		record: { ring, now: now ?? (() => 0) },
		memory: { holder: holder.memory },
		callee: Object.fromEntries(edges.map(({ callee }, id) => [id, callee])),
		link: { peek },
	});
	return edges.map((_, id) => {
		const found = exports[`edge ${id}`];
		if (typeof found !== "function") throw new Error(`no trampoline for edge ${id}`);
		return (...args) => found(...args);
	});
}

/** `func(a: …) -> …` with parameters named by their position. */
export function functionType(params: readonly ValueType[], result: ValueType | null): FunctionType {
	return { async: false, params: params.map((type, index) => ({ name: `p${index}`, type })), result };
}
