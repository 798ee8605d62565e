/**
 * What a trace file holds, against a second account of the same calls. That account is jco's: it links the same binary, and every core
 * function that an adapter calls is wrapped before it is handed over, so that each call between components is counted as it happens.
 */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { transpileBytes } from "@bytecodealliance/jco-transpile";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtCommandLine, type CommandLine } from "../examples/command-line.ts";
import { SHOP } from "../run/tools.ts";

const CARD = 'card({number: "4111 1111 1111 1234", expires: (2027, 12), holder: none})';
const CALLS = [
	"visit(eur)",
	'visit.put($1, "tea-01", 3)',
	'visit.put($1, "mug-07", 1)',
	'visit.put($1, "nope", 1)',
	'visit.preview($1, [percent(10.0), code("SPRING")])',
	`pay($1, [bundle((2, 1))], ${CARD})`,
];

interface Line {
	readonly id: number;
	readonly parent: number | null;
	readonly caller: string;
	readonly callee: string;
	readonly interface: string;
	readonly function: string;
	readonly start_ns: number;
	readonly end_ns: number;
	readonly outcome: string;
	readonly args: readonly string[];
	readonly result: string | null;
	readonly bytes?: number;
	readonly boundary_ns?: object;
}

let line: CommandLine;
let folder: string;
let header: { readonly witness: number; readonly components: readonly string[]; readonly edges: readonly unknown[] };
let calls: readonly Line[];

beforeAll(async () => {
	line = await builtCommandLine();
	folder = mkdtempSync(path.join(tmpdir(), "witness-"));
	const file = path.join(folder, "t.json");
	const { status, stdout } = line.witness("run", SHOP, ...CALLS.flatMap((call) => ["--invoke", call]), "--trace", file);
	expect(stdout.split("\n")).toHaveLength(CALLS.length + 1);
	expect(status).toBe(1);
	const [first = "", ...rest] = readFileSync(file, "utf8").trimEnd().split("\n");
	header = JSON.parse(first);
	calls = rest.map((text) => JSON.parse(text));
});

afterAll(() => line.remove());

/** The names of the core exports that calls between components went through, in order, as jco's link sees them. */
async function countedByJco(): Promise<readonly string[]> {
	const component = path.join(folder, "shop.wasm");
	expect(line.witness("compose", SHOP, "-o", component).status).toBe(0);
	const { files } = await transpileBytes(readFileSync(component), { name: "shop", instantiation: "async" });
	const source = Buffer.from(files["shop.js"] ?? new Uint8Array()).toString("base64");
	const { instantiate } = await import(`data:text/javascript;base64,${source}`);
	const counted: string[] = [];
	const names = new Map<unknown, string>();
	const instantiateCore = async (module: WebAssembly.Module, imports: Record<string, Record<string, unknown>> = {}) => {
		for (const [name, callee] of Object.entries(imports["callee"] ?? {})) {
			if (!isCallable(callee) || !name.startsWith("adapter")) continue;
			imports = { ...imports, callee: { ...imports["callee"], [name]: wrapped(callee, names.get(callee) ?? "?", counted) } };
		}
		const instance = await WebAssembly.instantiate(module, imports as WebAssembly.Imports);
		for (const [name, value] of Object.entries(instance.exports)) if (typeof value === "function") names.set(value, name);
		return instance;
	};
	const getCore = (name: string) => WebAssembly.compile(new Uint8Array(files[name] ?? new Uint8Array()));
	const { checkout } = await instantiate(getCore, {}, instantiateCore);
	const visit = new checkout.Visit("eur");
	visit.put("tea-01", 3);
	visit.put("mug-07", 1);
	expect(() => visit.put("nope", 1)).toThrow();
	visit.preview([
		{ tag: "percent", val: 10 },
		{ tag: "code", val: "SPRING" },
	]);
	checkout.pay(visit, [{ tag: "bundle", val: [2, 1] }], {
		tag: "card",
		val: { number: "4111 1111 1111 1234", expires: [2027, 12] },
	});
	return counted;
}

function isCallable(value: unknown): value is (...args: unknown[]) => unknown {
	return typeof value === "function";
}

function wrapped(callee: (...args: unknown[]) => unknown, name: string, counted: string[]): (...args: unknown[]) => unknown {
	return (...args) => {
		counted.push(name);
		return callee(...args);
	};
}

/** Destructors are called without an adapter. */
function isDrop(call: Line): boolean {
	return call.function.startsWith("[resource-drop]");
}

describe("a trace file", () => {
	it("holds every call between components in order, as jco's account confirms", async () => {
		const between = calls.filter((call) => call.caller !== "host" && call.callee !== "host" && !isDrop(call));
		const counted = await countedByJco();
		expect(counted.length).toBeGreaterThan(10);
		expect(between.map((call) => `${call.interface}#${call.function}`)).toEqual(counted);
	});

	it("holds every call of the host, as asked for", () => {
		const outer = calls.filter(({ caller }) => caller === "host");
		expect(outer.map((call) => call.function)).toEqual([
			"[constructor]visit",
			"[method]visit.put",
			"[method]visit.put",
			"[method]visit.put",
			"[method]visit.preview",
			"pay",
		]);
		expect(outer.map((call) => call.outcome)).toEqual(["returned", "returned", "returned", "error", "returned", "returned"]);
		expect(outer.every(({ parent }) => parent === null)).toBe(true);
	});

	it("numbers calls in order of start, parents first, times nested", () => {
		expect(calls.map(({ id }) => id)).toEqual(calls.map((_, index) => index));
		for (const call of calls) {
			expect(call.end_ns).toBeGreaterThanOrEqual(call.start_ns);
			const parent = call.parent === null ? undefined : calls[call.parent];
			if (call.parent === null || parent === undefined) continue;
			expect(call.parent).toBeLessThan(call.id);
			expect(parent.callee).toBe(call.caller);
			expect(parent.start_ns).toBeLessThanOrEqual(call.start_ns);
			expect(parent.end_ns).toBeGreaterThanOrEqual(call.end_ns);
		}
		expect(header.witness).toBe(1);
		expect(header.components).toEqual(expect.arrayContaining(["host", "catalog", "pricing", "payment", "cart", "checkout"]));
	});

	it("holds values that the same call gives when it is made again through jco", () => {
		const repeatable = calls.filter(
			({ caller, function: name }) => caller !== "host" && ["lookup", "price", "authorize"].includes(name),
		);
		expect(repeatable.map((call) => call.function)).toEqual(["lookup", "lookup", "lookup", "price", "price", "authorize"]);
		const invocations = repeatable.flatMap((call) => ["--invoke", `${call.interface}#${call.function}(${call.args.join(", ")})`]);
		const { stdout } = line.witness("run", SHOP, "--link", "stock", ...invocations);
		expect(stdout.trimEnd().split("\n")).toEqual(repeatable.map(({ result }) => result));
	});

	it("holds values that a basket gives when jco links it and the same is asked of it", () => {
		const asked = calls.filter(
			(call) => call.caller !== "host" && call.interface === "shop:checkout/cart@0.1.0" && !isDrop(call),
		);
		expect(asked.map((call) => call.function)).toEqual([
			"[constructor]basket",
			"[method]basket.add",
			"[method]basket.add",
			"[method]basket.lines",
			"[method]basket.lines",
		]);
		const written = (text: string | null) => (text ?? "()").replace("basket#1", "$1");
		const invocations = asked.map((call) => {
			const name = call.function.replace(/^\[[a-z]+\]/, "");
			return `${call.interface}#${name}(${call.args.map(written).join(", ")})`;
		});
		const { stdout } = line.witness("run", SHOP, "--link", "stock", ...invocations.flatMap((call) => ["--invoke", call]));
		expect(stdout.trimEnd().split("\n")).toEqual(asked.map(({ result }) => written(result)));
	});

	it("holds the end of a basket, inside of the call that takes it over", () => {
		const drops = calls.filter(isDrop);
		expect(drops.map((call) => [call.caller, call.callee, call.args])).toEqual([["checkout", "cart", ["basket#1"]]]);
		expect(drops.map(({ parent }) => calls[parent ?? -1]?.function)).toEqual(["pay"]);
	});

	it("says of each call what lifting and lowering took, and how many bytes crossed", () => {
		for (const call of calls) {
			expect(Object.keys(call.boundary_ns ?? {})).toEqual(["to", "back"]);
			expect(call.bytes).toBeGreaterThan(0);
		}
	});

	it("holds handles by the names of their resources", () => {
		const added = calls.filter((call) => call.function === "[method]basket.add");
		expect(added.map((call) => [call.args[0], call.args[2], call.result])).toEqual([
			["basket#1", "3", "3"],
			["basket#1", "1", "1"],
		]);
	});

	it.each(["otlp", "chrome", "speedscope", "cpuprofile"])("becomes %s and is read back with the same calls", (format) => {
		const file = path.join(folder, `t.${format}`);
		expect(line.witness("trace", path.join(folder, "t.json"), "--to", format, "-o", file)).toMatchObject({
			status: 0,
			stderr: "",
		});
		const names = (text: string) =>
			text.split("\n").map((row) => row.replace(/[( ]*[^ ]*\(.*$/, (all) => all.slice(0, all.indexOf("("))));
		const before = names(line.witness("trace", path.join(folder, "t.json")).stdout);
		expect(names(line.witness("trace", file).stdout)).toEqual(before);
	});

	it("says the same where it is kept as it was recorded", () => {
		const file = path.join(folder, "t.wtrace");
		line.witness("run", SHOP, ...CALLS.flatMap((call) => ["--invoke", call]), "--trace", file);
		const { stdout, status } = line.witness("trace", file, "--to", "witness");
		expect(status).toBe(0);
		const [first = "", ...rest] = stdout.trimEnd().split("\n");
		expect(JSON.parse(first)).toEqual(header);
		const timeless = (call: Line) => ({ ...call, start_ns: 0, end_ns: 0, boundary_ns: null });
		expect(rest.map((text) => timeless(JSON.parse(text)))).toEqual(calls.map(timeless));
		const broken = path.join(folder, "broken.wtrace");
		writeFileSync(broken, readFileSync(file).subarray(0, 40));
		expect(line.witness("trace", broken)).toMatchObject({
			status: 1,
			stderr: expect.stringContaining("it breaks off within its header"),
		});
	});
});
