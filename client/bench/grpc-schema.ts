/**
 * A schema of protocol buffers for a function of WIT, as data that protobuf.js reads, and values as the objects of its messages. What protocol
 * buffers cannot nest (lists of lists, optional lists) is put into a message of its own.
 */
import {
	type FunctionType,
	isFlags,
	isList,
	isRecord,
	isSome,
	isVariant,
	type Value,
	type ValueType,
} from "../../server/wit/index.ts";

/** A message or an enum, as protobuf.js writes them in JSON. */
type Definition =
	| {
			readonly fields: Readonly<Record<string, FieldDefinition>>;
			readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>;
	  }
	| { readonly values: Readonly<Record<string, number>> };

interface FieldDefinition {
	readonly id: number;
	readonly type: string;
	readonly rule?: "repeated";
	readonly options?: { readonly proto3_optional: true };
}

/** How values of a type are a field of a message. */
interface FieldShape {
	readonly field: Omit<FieldDefinition, "id">;
	encode(value: Value): unknown;
	decode(content: unknown): Value;
}

export interface GrpcSchema {
	/** The types by their names: `Request` and `Response` among them. */
	readonly definitions: Readonly<Record<string, Definition>>;
	encodeRequest(args: readonly Value[]): object;
	decodeRequest(message: unknown): readonly Value[];
	encodeResponse(value: Value | undefined): object;
	decodeResponse(message: unknown): Value | undefined;
}

export function grpcSchema({ params, result }: FunctionType): GrpcSchema {
	const definitions: Record<string, Definition> = {};
	const request = message(
		definitions,
		"Request",
		params.map(({ name, type }) => [name, type]),
	);
	const response = message(definitions, "Response", result === null ? [] : [["result", result]]);
	return {
		definitions,
		encodeRequest: request.encode,
		decodeRequest: request.decode,
		encodeResponse: (value) => response.encode(value === undefined ? [] : [value]),
		decodeResponse: (content) => response.decode(content)[0],
	};
}

type Definitions = Record<string, Definition>;

/** A message with a field for each part; values are in the order of the parts. */
function message(definitions: Definitions, name: string, parts: readonly (readonly [string, ValueType])[]) {
	const fields: Record<string, FieldDefinition> = {};
	definitions[name] = { fields };
	const shapes = parts.map(([part, type], index) => {
		const shape = fieldShape(definitions, name, part, type);
		const key = identifier(part);
		fields[key] = { id: index + 1, ...shape.field };
		return { key, shape };
	});
	return {
		encode: (values: readonly Value[]): object =>
			Object.fromEntries(shapes.map(({ key, shape }, index) => [key, shape.encode(values[index] ?? null)])),
		decode: (content: unknown): readonly Value[] => shapes.map(({ key, shape }) => shape.decode(member(content, key))),
	};
}

function fieldShape(definitions: Definitions, owner: string, part: string, type: ValueType): FieldShape {
	const own = (suffix = ""): string => unused(definitions, `${owner}_${identifier(part)}${suffix}`);
	const plain = (name: string, decode: (content: unknown) => Value): FieldShape => ({
		field: { type: name },
		encode: (value) => value,
		decode,
	});
	switch (type.kind) {
		case "bool":
			return plain("bool", (content) => content === true);
		case "u8":
		case "u16":
		case "u32":
			return plain("uint32", (content) => Number(content ?? 0));
		case "s8":
		case "s16":
		case "s32":
			return plain("sint32", (content) => Number(content ?? 0));
		case "u64":
		case "s64":
			return {
				field: { type: type.kind === "u64" ? "uint64" : "sint64" },
				encode: String,
				decode: (content) => BigInt(String(content ?? 0)),
			};
		case "f32":
			return plain("float", (content) => Number(content ?? 0));
		case "f64":
			return plain("double", (content) => Number(content ?? 0));
		case "char":
		case "string":
		case "error-context":
			return plain("string", (content) => String(content ?? ""));
		case "enum": {
			const name = own();
			definitions[name] = { values: Object.fromEntries(type.cases.map((each, index) => [`${name}_${identifier(each)}`, index])) };
			return {
				field: { type: name },
				encode: (value) => type.cases.indexOf(String(value)),
				decode: (content) => type.cases[Number(content ?? 0)] ?? "",
			};
		}
		case "flags":
			return {
				field: { type: "uint32", rule: "repeated" },
				encode: (value) => (isFlags(value) ? value.set.map((each) => type.names.indexOf(each)) : []),
				decode: (content) => ({ set: list(content).map((index) => type.names[Number(index)] ?? "") }),
			};
		case "own":
		case "borrow":
			return {
				field: { type: "string" },
				encode: (value) => (typeof value === "object" && value !== null && "label" in value ? value.label : ""),
				decode: (content) => ({ label: String(content ?? ""), object: {} }),
			};
		case "list":
			if (type.element.kind === "u8") {
				return {
					field: { type: "bytes" },
					encode: (value) => (isList(value) ? Uint8Array.from(value, Number) : value),
					decode: (content) => (content instanceof Uint8Array ? new Uint8Array(content) : new Uint8Array()),
				};
			}
			return repeated(definitions, owner, part, type.element);
		case "map":
			return repeated(definitions, owner, part, { kind: "tuple", elements: [type.key, type.value] });
		case "option":
			return optional(definitions, owner, part, type.some);
		case "record": {
			const name = own();
			const inner = message(
				definitions,
				name,
				type.fields.map((field) => [field.name, field.type]),
			);
			return {
				field: { type: name },
				encode: (value) => inner.encode(isRecord(value) ? type.fields.map((field) => value.fields[field.name] ?? null) : []),
				decode: (content) => {
					const values = inner.decode(content);
					return { fields: Object.fromEntries(type.fields.map((field, index) => [field.name, values[index] ?? null])) };
				},
			};
		}
		case "tuple": {
			const name = own();
			const inner = message(
				definitions,
				name,
				type.elements.map((element, index) => [`f${index}`, element]),
			);
			return {
				field: { type: name },
				encode: (value) => inner.encode(isList(value) ? value : []),
				decode: (content) => inner.decode(content),
			};
		}
		case "variant":
			return oneOf(
				definitions,
				own(),
				type.cases.map((each) => [each.name, each.type]),
			);
		case "result":
			return oneOf(definitions, own(), [
				["ok", type.ok],
				["err", type.err],
			]);
		case "future":
		case "stream":
			throw new Error(`a ${type.kind} is no value`);
		default: {
			const never: never = type;
			throw new Error(`unknown type ${String(never)}`);
		}
	}
}

/** A field with the items of a list; items that are lists or may be absent are each in a message. */
function repeated(definitions: Definitions, owner: string, part: string, element: ValueType): FieldShape {
	const shape = boxed(definitions, owner, `${part}_item`, element);
	return {
		field: { type: shape.field.type, rule: "repeated" },
		encode: (value) => (isList(value) ? value.map((item) => shape.encode(item)) : []),
		decode: (content) => list(content).map((item) => shape.decode(item)),
	};
}

function optional(definitions: Definitions, owner: string, part: string, some: ValueType): FieldShape {
	const shape = boxed(definitions, owner, `${part}_some`, some);
	return {
		field: { type: shape.field.type, options: { proto3_optional: true } },
		encode: (value) => (isSome(value) ? shape.encode(value.some) : undefined),
		decode: (content) => (content === undefined || content === null ? null : { some: shape.decode(content) }),
	};
}

/** The shape, in a message of its own where it could be repeated or absent by itself. */
function boxed(definitions: Definitions, owner: string, part: string, type: ValueType): FieldShape {
	const inBox =
		(type.kind === "list" && type.element.kind !== "u8") ||
		type.kind === "map" ||
		type.kind === "option" ||
		type.kind === "flags";
	if (!inBox) return fieldShape(definitions, owner, part, type);
	const name = unused(definitions, `${owner}_${identifier(part)}`);
	const box = message(definitions, name, [["value", type]]);
	return { field: { type: name }, encode: (value) => box.encode([value]), decode: (content) => box.decode(content)[0] ?? null };
}

/** A message of which one field is there: the case. A case without a payload is a field that is true. */
function oneOf(definitions: Definitions, name: string, cases: readonly (readonly [string, ValueType | null])[]): FieldShape {
	const fields: Record<string, FieldDefinition> = {};
	definitions[name] = { fields, oneofs: { of: { oneof: cases.map(([each]) => identifier(each)) } } };
	const shapes = new Map(
		cases.map(([tag, type], index) => {
			const shape = type === null ? null : boxed(definitions, name, tag, type);
			fields[identifier(tag)] = { id: index + 1, ...(shape?.field ?? { type: "bool" }) };
			return [tag, { tag, shape, key: identifier(tag) }];
		}),
	);
	return {
		field: { type: name },
		encode: (value) => {
			const found = isVariant(value) ? shapes.get(value.tag) : undefined;
			if (found === undefined || !isVariant(value)) return {};
			return { [found.key]: found.shape === null ? true : found.shape.encode(value.payload ?? null) };
		},
		decode: (content) => {
			for (const { tag, shape, key } of shapes.values()) {
				const inner = member(content, key);
				if (inner !== undefined && inner !== null) return shape === null ? { tag } : { tag, payload: shape.decode(inner) };
			}
			return { tag: "" };
		},
	};
}

function unused(definitions: Definitions, wanted: string): string {
	let name = wanted;
	for (let number = 2; definitions[name] !== undefined; number++) name = `${wanted}_${number}`;
	return name;
}

/** A name of WIT as protocol buffers write it. */
function identifier(name: string): string {
	return name.replaceAll("-", "_");
}

function list(content: unknown): readonly unknown[] {
	return Array.isArray(content) ? content : [];
}

function member(content: unknown, key: string): unknown {
	return typeof content === "object" && content !== null ? Reflect.get(content, key) : undefined;
}
