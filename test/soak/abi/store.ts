/** WebAssembly text that stores flat core values in memory by the layout of their type: what a guest does that returns what it was given. Canonical ABI, "Flat Lifting" and "Storing". */
import {
	type CoreType,
	casePayloads,
	casesLayout,
	fieldsLayout,
	fieldTypes,
	flagsLayout,
	flatten,
	layoutOf,
} from "../../../server/wit/abi/layout.ts";
import type { ValueType } from "../../../server/wit/index.ts";

/** A core value: its type, and the expression that has it. */
export interface FlatValue {
	readonly core: CoreType;
	readonly text: string;
}

/** Instructions that store a value of `type` at the address in `$p` plus `offset`; takes its core values from the front of `flat`. */
export function storing(type: ValueType, offset: number, flat: FlatValue[]): string {
	const put = (instruction: string, at = offset) =>
		`(${instruction} offset=${at} (local.get $p) ${flat.shift()?.text ?? "(unreachable)"})`;
	switch (type.kind) {
		case "bool":
		case "u8":
		case "s8":
			return put("i32.store8");
		case "u16":
		case "s16":
			return put("i32.store16");
		case "u64":
		case "s64":
			return put("i64.store");
		case "f32":
			return put("f32.store");
		case "f64":
			return put("f64.store");
		case "string":
		case "map":
			return put("i32.store") + put("i32.store", offset + 4);
		case "list": {
			if (type.length === undefined) return put("i32.store") + put("i32.store", offset + 4);
			const { size } = layoutOf(type.element);
			return Array.from({ length: type.length }, (_, index) => storing(type.element, offset + index * size, flat)).join("");
		}
		case "record":
		case "tuple": {
			const types = fieldTypes(type);
			const { offsets } = fieldsLayout(types);
			return types.map((field, index) => storing(field, offset + (offsets[index] ?? 0), flat)).join("");
		}
		case "flags": {
			const { size } = flagsLayout(type.names.length);
			return put(size === 1 ? "i32.store8" : size === 2 ? "i32.store16" : "i32.store");
		}
		case "variant":
		case "enum":
		case "option":
		case "result": {
			const payloads = casePayloads(type);
			const { discriminantSize, payloadOffset } = casesLayout(payloads);
			const [discriminant, ...joined] = flat.splice(0, flatten(type).length);
			const width = discriminantSize === 1 ? "i32.store8" : discriminantSize === 2 ? "i32.store16" : "i32.store";
			const cases = payloads.map((payload, index) => {
				if (payload === null) return "";
				const own = flatten(payload).map((core, at) => narrowed(joined[at], core));
				return `(if (i32.eq ${discriminant?.text} (i32.const ${index})) (then ${storing(payload, offset + payloadOffset, own)}))`;
			});
			return `(${width} offset=${offset} (local.get $p) ${discriminant?.text})${cases.join("")}`;
		}
		default:
			return put("i32.store");
	}
}

/** The value of a case that shares its core value with those of other cases. */
function narrowed(value: FlatValue | undefined, core: CoreType): FlatValue {
	const { text = "(unreachable)", core: from = core } = value ?? {};
	if (from === core) return { core, text };
	if (from === "i32") return { core, text: `(f32.reinterpret_i32 ${text})` };
	if (core === "i32") return { core, text: `(i32.wrap_i64 ${text})` };
	if (core === "f32") return { core, text: `(f32.reinterpret_i32 (i32.wrap_i64 ${text}))` };
	return { core, text: `(f64.reinterpret_i64 ${text})` };
}
