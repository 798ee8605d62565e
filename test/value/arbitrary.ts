import fc from "fast-check";
import type { ResourceValue, Value, ValueType } from "../../server/wit/value/index.ts";

const PRIMITIVES = ["bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "string"] as const;
/** Among the names are those that WAVE takes for keywords. */
const LABELS = ["a", "b", "some-name", "HTTP2", "none", "some", "ok", "err", "true", "inf", "x-y-z", "nan"] as const;

/** Three handles that values can hold, by the text that names them. */
export const RESOURCES: readonly ResourceValue[] = ["$1", "$2", "basket#3"].map((label) => ({ label, object: { label } }));

interface TypeLimits {
	/** How many flags there may be. */
	readonly flags: number;
	readonly handles: readonly ("own" | "borrow")[];
	/** Whether keys of maps are what WIT allows. */
	readonly strictMaps: boolean;
}

const KEYS = ["bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "char", "string"] as const;

/** Random types, at most a few levels deep. */
const typesWithin = ({ flags, handles, strictMaps }: TypeLimits): fc.Arbitrary<ValueType> =>
	fc.letrec<{ type: ValueType }>((tie) => {
		const type = tie("type");
		const payload = fc.option(type, { nil: null });
		const labels = (max: number) => fc.uniqueArray(fc.constantFrom(...LABELS), { minLength: 1, maxLength: max });
		const numbered = (max: number) =>
			fc.integer({ min: 1, max }).map((count) => Array.from({ length: count }, (_, index) => `n${index}`));
		return {
			type: fc.oneof(
				{ maxDepth: 3, depthSize: "small" },
				fc.constantFrom(...PRIMITIVES).map((kind): ValueType => ({ kind })),
				...handles.map((kind) => fc.constant<ValueType>({ kind, resource: "basket" })),
				fc.oneof(labels(6), numbered(300)).map((cases): ValueType => ({ kind: "enum", cases })),
				fc.oneof(labels(6), numbered(flags)).map((names): ValueType => ({ kind: "flags", names })),
				type.map((element): ValueType => ({ kind: "list", element })),
				fc.tuple(type, fc.integer({ min: 1, max: 4 })).map(([element, length]): ValueType => ({ kind: "list", element, length })),
				strictMaps
					? fc.tuple(fc.constantFrom(...KEYS), type).map(([kind, value]): ValueType => {
							// A map that holds handles is not valid.
							return holdsHandle(value) ? { kind } : { kind: "map", key: { kind }, value };
						})
					: fc.tuple(type, type).map(([key, value]): ValueType => ({ kind: "map", key, value })),
				fc.array(type, { minLength: 1, maxLength: 4 }).map((elements): ValueType => ({ kind: "tuple", elements })),
				fc.tuple(labels(4), fc.array(type, { minLength: 4, maxLength: 4 })).map(
					([names, types]): ValueType => ({
						kind: "record",
						fields: names.map((name, i) => ({ name, type: types[i] ?? { kind: "u8" } })),
					}),
				),
				fc.tuple(labels(4), fc.array(payload, { minLength: 4, maxLength: 4 })).map(
					([names, types]): ValueType => ({
						kind: "variant",
						cases: names.map((name, i) => ({ name, type: types[i] ?? null })),
					}),
				),
				type.map((some): ValueType => ({ kind: "option", some })),
				fc.tuple(payload, payload).map(([ok, err]): ValueType => ({ kind: "result", ok, err })),
			),
		};
	}).type;

/** Random types of all kinds. */
export const anyType: fc.Arbitrary<ValueType> = typesWithin({ flags: 70, handles: ["own", "borrow"], strictMaps: false });

/** Random types that a component may have in a parameter and a result. */
export const anyComponentType: fc.Arbitrary<ValueType> = typesWithin({ flags: 32, handles: ["own"], strictMaps: true });

/** Random types that a component may have in a parameter. */
export const anyParameterType: fc.Arbitrary<ValueType> = typesWithin({
	flags: 32,
	handles: ["own", "borrow"],
	strictMaps: true,
});

function holdsHandle(type: ValueType): boolean {
	return /"kind":"(own|borrow)"/.test(JSON.stringify(type));
}

/** Random values of a type. */
export function anyValue(type: ValueType): fc.Arbitrary<Value> {
	switch (type.kind) {
		case "bool":
			return fc.boolean();
		case "u8":
			return fc.integer({ min: 0, max: 0xff });
		case "u16":
			return fc.integer({ min: 0, max: 0xffff });
		case "u32":
			return fc.integer({ min: 0, max: 0xffffffff });
		case "u64":
			return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
		case "s8":
			return fc.integer({ min: -0x80, max: 0x7f });
		case "s16":
			return fc.integer({ min: -0x8000, max: 0x7fff });
		case "s32":
			return fc.integer({ min: -0x80000000, max: 0x7fffffff });
		case "s64":
			return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
		case "f32":
			return fc.float();
		case "f64":
			return fc.double();
		case "char":
			return fc.string({ unit: "binary", minLength: 1, maxLength: 1 });
		case "string":
			return fc.oneof(
				fc.string({ unit: "binary" }),
				fc.string({ unit: "binary-ascii", maxLength: 60 }),
				fc.string({ unit: fc.constantFrom("é", "ÿ", "a") }),
			);
		case "list": {
			const { element, length } = type;
			const limits = length === undefined ? { maxLength: 5 } : { minLength: length, maxLength: length };
			if (element.kind === "u8") return fc.uint8Array(limits);
			return fc.array(anyValue(element), limits);
		}
		case "map":
			return fc.array(fc.tuple(anyValue(type.key), anyValue(type.value)), { maxLength: 4 });
		case "tuple":
			return fc.tuple(...type.elements.map(anyValue));
		case "record":
			return fc.tuple(...type.fields.map((field) => anyValue(field.type))).map((values) => ({
				fields: Object.fromEntries(type.fields.map((field, index) => [field.name, values[index] ?? null])),
			}));
		case "variant":
			return fc.oneof(...type.cases.map(({ name, type: payload }) => anyCase(name, payload)));
		case "result":
			return fc.oneof(anyCase("ok", type.ok), anyCase("err", type.err));
		case "enum":
			return fc.constantFrom(...type.cases);
		case "flags":
			return fc.subarray([...type.names]).map((set) => ({ set }));
		case "option":
			return fc.option(anyValue(type.some).map((some) => ({ some })));
		case "own":
		case "borrow":
			return fc.constantFrom(...RESOURCES);
		case "future":
		case "stream":
		case "error-context":
			throw new Error(`there are no values of ${type.kind}`);
	}
}

/** Random types, each with a value of it. */
export const anyTypedValue = anyType.chain((type) => anyValue(type).map((value) => ({ type, value })));

function anyCase(tag: string, payload: ValueType | null): fc.Arbitrary<Value> {
	return payload === null ? fc.constant({ tag }) : anyValue(payload).map((content) => ({ tag, payload: content }));
}
