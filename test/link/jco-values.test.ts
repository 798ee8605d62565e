/** Values of hosts in jco's convention are lifted and lowered at once: as WIT's own values are, and then put into another shape. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { jcoConverter } from "../../client/run/link/jco-values.ts";
import { codecOf, compile, createGenerator, isResource, type Value, type ValueType } from "../../server/wit/index.ts";
import { anyTypedValue } from "../value/arbitrary.ts";
import { makeGuest } from "../value/guest.ts";

interface Carriers {
	load(cx: object, pointer: number): unknown;
	store(cx: object, value: unknown, pointer: number): void;
	lift(cx: object, core: readonly unknown[]): unknown;
	lower(cx: object, value: unknown): unknown;
}

function isCarriers(value: object): value is Carriers {
	return "load" in value && "store" in value && "lift" in value && "lower" in value;
}

/** The generated code of a type in jco's convention. */
function carriersOf(type: ValueType): Carriers {
	const { source, lifting, lowering } = createGenerator("jco");
	const { flat } = codecOf(type);
	source.add([
		"function load(cx, p) { const v = viewOf(cx);",
		[`return ${lifting.value(type, { kind: "memory", pointer: "p", offset: 0 })};`],
		"}",
	]);
	source.add(["function store(cx, x, p) { let v = viewOf(cx);", lowering.store(type, "x", "p", 0), "}"]);
	if (flat.length <= 16) {
		const names = flat.map((_, index) => `c${index}`);
		source.add([
			`function lift(cx, [${names.join(", ")}]) {`,
			[`return ${lifting.value(type, { kind: "core", values: names })};`],
			"}",
		]);
		const { lines, cores } = lowering.lower(type, "x");
		source.add(["function lower(cx, x) {", [...lines, `return [${cores.join(", ")}];`], "}"]);
	} else source.add(["function lift() {}", "function lower() {}"]);
	const made = compile(source, { load: "load", store: "store", lift: "lift", lower: "lower" });
	if (!isCarriers(made)) throw new Error("a function is missing");
	return made;
}

/** Handles as the linker has them for jco's hosts: the objects without their labels. */
function withObjects(cx: ReturnType<typeof makeGuest>["cx"]): typeof cx {
	const { resources } = cx;
	const values = new Map<object, Value>();
	const object = (value: Value): object => {
		if (!isResource(value)) throw new Error("no handle");
		values.set(value.object, value);
		return value.object;
	};
	const enclosed = (given: object) => ({ label: "", object: given });
	const objects = {
		...resources,
		liftOwnObject: (...args: Parameters<typeof resources.liftOwn>) => object(resources.liftOwn(...args)),
		liftBorrowObject: (...args: Parameters<typeof resources.liftBorrow>) => object(resources.liftBorrow(...args)),
		lowerOwnObject: (type: Parameters<typeof resources.lowerOwn>[0], given: object) => resources.lowerOwn(type, enclosed(given)),
		lowerBorrowObject: (type: Parameters<typeof resources.lowerBorrow>[0], given: object) =>
			resources.lowerBorrow(type, enclosed(given)),
	};
	return { ...cx, resources: objects };
}

it("gives a host what the converter makes of lifted values, and writes what it makes of a host's", () => {
	fc.assert(
		fc.property(anyTypedValue, ({ type, value }) => {
			const converter = jcoConverter(type);
			const codec = codecOf(type);
			const carriers = carriersOf(type);
			const [plain, own] = [makeGuest(), makeGuest()];
			const objects = withObjects(own.cx);
			const enclose = (_type: ValueType, object: object) => ({ label: "", object });
			const given = converter.to(value);
			const passed = converter.from(given, enclose);
			for (const { cx } of [plain, own]) cx.realloc(0, 0, codec.align, codec.size + 16);
			codec.store(plain.cx, passed, 16);
			carriers.store(objects, given, 16);
			expect(own.bytes().subarray(0, 4096)).toEqual(plain.bytes().subarray(0, 4096));
			expect(carriers.load(objects, 16)).toEqual(converter.to(codec.load(plain.cx, 16)));
			if (codec.flat.length > 16) return;
			const out: (number | bigint)[] = [];
			codec.lower(plain.cx, passed, out);
			const lowered = carriers.lower(objects, given);
			expect(signed(lowered)).toEqual(signed(out));
			expect(carriers.lift(objects, out)).toEqual(converter.to(codec.lift(plain.cx, { values: out, at: 0 })));
		}),
		{ numRuns: 400 },
	);
});

/** WebAssembly takes an i64 by its bits. */
function signed(values: unknown): unknown {
	return Array.isArray(values) ? values.map((each) => (typeof each === "bigint" ? BigInt.asIntN(64, each) : each)) : values;
}
