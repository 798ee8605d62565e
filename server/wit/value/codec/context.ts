import type { CoreType } from "../../abi/layout.ts";
import type { HandleType } from "../type.ts";
import type { ResourceValue, Value } from "../value.ts";

/** A value of a core WebAssembly type as JavaScript has it: a bigint for `i64`, a number for the others. */
export type CoreValue = number | bigint;

export type StringEncoding = "utf8" | "utf16" | "latin1+utf16";

/** Core values that are read one after the other: `at` is the index of the next. */
export interface FlatReader {
	readonly values: readonly CoreValue[];
	at: number;
}

/**
 * What happens to the handles in a value that is lifted. For a call, lifting an `own` takes the handle out of the guest's table and
 * lifting a `borrow` lends it until the call ends; both trap where the handle is not of the resource. To look at a value without
 * taking part in the call (a trace, a debugger), give resources that only make a label of the handle's index: nothing else in lifting
 * changes the guest's state, so that a value can be lifted in this way any number of times, before the call itself lifts it.
 */
export interface LiftResources {
	liftOwn(type: HandleType, handle: number): Value;
	liftBorrow(type: HandleType, handle: number): Value;
}

/** What happens to the handles in a value that is lowered: both enter what stands behind `value` into the guest's table and return its index. */
export interface LowerResources extends LiftResources {
	lowerOwn(type: HandleType, value: ResourceValue): number;
	lowerBorrow(type: HandleType, value: ResourceValue): number;
}

/** Where values are lifted from: the canonical options of a function. */
export interface LiftContext {
	readonly memory: WebAssembly.Memory;
	readonly encoding: StringEncoding;
	readonly resources: LiftResources;
	/** Kept by the codecs: views of the memory's buffer, made again when the memory has grown. Keep a context for many calls to profit. */
	view?: DataView;
	bytes?: Uint8Array<ArrayBuffer>;
	/** Left by what writes a string or list: what the ABI passes as its length beside the pointer. */
	length?: number;
}

/** Where values are lowered to. `realloc` is the guest's own, called while its component must not leave: that is for the caller to see to. */
export interface LowerContext extends LiftContext {
	readonly resources: LowerResources;
	/** Returns the new pointer; its alignment and bounds are checked by the codecs. */
	realloc(oldPointer: number, oldSize: number, align: number, newSize: number): number;
}

/**
 * Carries the values of one type between JavaScript, linear memory and core values. Lifting (`load`, `lift`) throws `Trap` where the
 * guest's bits are no value of the type; lowering (`store`, `lower`) throws `TypeMismatch` where the JavaScript value does not fit
 * the type, and `Trap` where the guest's `realloc` misbehaves. Whoever calls `load` and `store` has checked the pointer: see `checkRange`.
 */
export interface Codec {
	/** Bytes. */
	readonly size: number;
	/** Bytes. */
	readonly align: number;
	/** Cut as by `flatten`: `lift` and `lower` are only for types whose core values can be passed. */
	readonly flat: readonly CoreType[];
	load(cx: LiftContext, pointer: number): Value;
	store(cx: LowerContext, value: Value, pointer: number): void;
	lift(cx: LiftContext, flat: FlatReader): Value;
	lower(cx: LowerContext, value: Value, out: CoreValue[]): void;
}
