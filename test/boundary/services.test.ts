/** Values on their way over services: what goes in comes out. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectGrpc, findGrpc, serveGrpc } from "../../client/bench/grpc.ts";
import { grpcSchema } from "../../client/bench/grpc-schema.ts";
import { jsonText, valuesInText } from "../../client/bench/json-value.ts";
import {
	equalValues,
	type FunctionType,
	isList,
	isRecord,
	isResource,
	isSome,
	isVariant,
	type Value,
	type ValueType,
} from "../../server/wit/index.ts";
import { root } from "../shared.ts";
import { anyType, anyValue, RESOURCES } from "../value/arbitrary.ts";

const known = (label: string): Value => RESOURCES.find((each) => each.label === label) ?? { label, object: {} };

const typed = anyType.chain((type) => anyValue(type).map((value) => ({ type, value })));

it("any value goes there and back as JSON", () => {
	fc.assert(
		fc.property(typed, ({ type, value }) => {
			const [back = null] = valuesInText([type], jsonText([type], [value]), known);
			expect(equalValues(type, back, value)).toBe(true);
		}),
		{ numRuns: 200 },
	);
});

it("a negative zero goes there and back as JSON", () => {
	const type: ValueType = { kind: "f64" };
	const [back] = valuesInText([type], jsonText([type], [-0]), known);
	expect(Object.is(back, -0)).toBe(true);
});

function functionOf(type: ValueType): FunctionType {
	return { async: false, params: [{ name: "some-name", type }], result: type };
}

it("any value goes there and back as an object of protocol buffers", () => {
	fc.assert(
		fc.property(typed, ({ type, value }) => {
			const schema = grpcSchema(functionOf(type));
			const [there = null] = schema.decodeRequest(schema.encodeRequest([value]));
			const back = schema.decodeResponse(schema.encodeResponse(there)) ?? null;
			expect(equalValues(type, withObjects(back), value)).toBe(true);
		}),
		{ numRuns: 200 },
	);
});

/** Handles are carried by their labels: what stands behind them is put back. */
function withObjects(value: Value): Value {
	if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
	if (isList(value)) return value.map(withObjects);
	if (isResource(value)) return known(value.label);
	if (isRecord(value)) {
		return { fields: Object.fromEntries(Object.entries(value.fields).map(([name, each]) => [name, withObjects(each)])) };
	}
	if (isSome(value)) return { some: withObjects(value.some) };
	if (isVariant(value) && value.payload !== undefined) return { tag: value.tag, payload: withObjects(value.payload) };
	return value;
}

describe("a schema", () => {
	it("has a message for what protocol buffers cannot nest", () => {
		const type: ValueType = { kind: "list", element: { kind: "list", element: { kind: "option", some: { kind: "string" } } } };
		expect(grpcSchema(functionOf(type)).definitions["Request"]).toEqual({
			fields: { some_name: { id: 1, type: "Request_some_name_item", rule: "repeated" } },
		});
	});
});

const grpc = findGrpc(root);
const PIXEL: ValueType = {
	kind: "record",
	fields: [
		{ name: "at", type: { kind: "tuple", elements: [{ kind: "s32" }, { kind: "u64" }] } },
		{ name: "shade", type: { kind: "enum", cases: ["light", "dark"] } },
		{ name: "label", type: { kind: "option", some: { kind: "string" } } },
		{ name: "tags", type: { kind: "list", element: { kind: "option", some: { kind: "bool" } } } },
		{ name: "bytes", type: { kind: "list", element: { kind: "u8" } } },
		{ name: "either", type: { kind: "result", ok: null, err: { kind: "f64" } } },
		{ name: "marks", type: { kind: "flags", names: ["a", "b", "c"] } },
	],
};

it.skipIf(grpc === null)("a record goes over gRPC and back", async () => {
	const value: Value = {
		fields: {
			at: [-7, 2n ** 63n],
			shade: "dark",
			label: { some: "grün" },
			tags: [null, { some: false }, { some: true }],
			bytes: Uint8Array.of(0, 255),
			either: { tag: "err", payload: -0.5 },
			marks: { set: ["a", "c"] },
		},
	};
	const type = functionOf(PIXEL);
	const port = await serveGrpc(grpc ?? "", type, ([given = null]) => given);
	const client = connectGrpc(grpc ?? "", type, port);
	try {
		expect(equalValues(PIXEL, (await client.call([value])) ?? null, value)).toBe(true);
	} finally {
		client.close();
	}
});
