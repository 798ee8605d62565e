/** The code of a codec: the four ways in which the values of a type are carried. */
import { flatten, MAX_FLAT_PARAMS } from "../../abi/layout.ts";
import type { Codec, CoreValue, FlatReader, LiftContext, LowerContext } from "../codec/context.ts";
import type { ValueType } from "../type.ts";
import type { Value } from "../value.ts";
import { compile } from "./compile.ts";
import { createGenerator } from "./generator.ts";
import type { Source } from "./source.ts";

type Carriers = Pick<Codec, "load" | "store" | "lift" | "lower">;

/** Writes and compiles the code that carries values of a type. */
export function compileCodec(type: ValueType): Carriers {
	const source = codecSource(type);
	const { load, store, lift, lower } = compile(source, { load: "load", store: "store", lift: "lift", lower: "lower" });
	if (!isLoad(load) || !isStore(store) || !isLift(lift) || !isLower(lower)) throw new Error("a codec lacks a function");
	return { load, store, lift, lower };
}

/** The functions `load`, `store`, `lift` and `lower` of `Codec`. */
function codecSource(type: ValueType): Source {
	const { source, lifting, lowering } = createGenerator("wit");
	const flat = flatten(type);
	source.add([
		"function load(cx, p) {",
		["const v = viewOf(cx);", `return ${lifting.value(type, { kind: "memory", pointer: "p", offset: 0 })};`],
		"}",
	]);
	source.add(["function store(cx, x, p) {", ["let v = viewOf(cx);", ...lowering.store(type, "x", "p", 0)], "}"]);
	if (flat.length > MAX_FLAT_PARAMS) {
		for (const name of ["lift", "lower"]) source.add([`function ${name}() {`, ['throw new Error("too many core values");'], "}"]);
		return source;
	}
	const names = flat.map((_, index) => `c${index}`);
	source.add([
		"function lift(cx, flat) {",
		[
			...flat.map((core, index) => `const c${index} = ${core === "i64" ? "nextBigint" : "nextNumber"}(flat);`),
			`return ${lifting.value(type, { kind: "core", values: names })};`,
		],
		"}",
	]);
	const { lines, cores } = lowering.lower(type, "x");
	source.add([
		"function lower(cx, x, out) {",
		[
			...lines,
			`out.push(${cores.map((core, index) => (flat[index] === "i64" ? `BigInt.asIntN(64, ${core})` : core)).join(", ")});`,
		],
		"}",
	]);
	return source;
}

function isLoad(value: unknown): value is (cx: LiftContext, pointer: number) => Value {
	return typeof value === "function";
}

function isStore(value: unknown): value is (cx: LowerContext, value: Value, pointer: number) => void {
	return typeof value === "function";
}

function isLift(value: unknown): value is (cx: LiftContext, flat: FlatReader) => Value {
	return typeof value === "function";
}

function isLower(value: unknown): value is (cx: LowerContext, value: Value, out: CoreValue[]) => void {
	return typeof value === "function";
}
