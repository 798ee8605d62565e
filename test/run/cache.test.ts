/** What is kept between runs: it is used where all is as it was, and no harm is done by what is broken, old, or written by several at once. */
import { spawn } from "node:child_process";
import {
	appendFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	statSync,
	truncateSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { codeFolder, openCache } from "../../client/run/cache/index.ts";
import { recordedDisk, stillSo } from "../../client/run/cache/recorded-disk.ts";
import { CacheStore, hashOf } from "../../client/run/cache/store.ts";
import { type RunTools, resolveProgram, writeWhole } from "../../client/run/index.ts";
import { files, LOOPS } from "./guests.ts";
import { record } from "./record.ts";
import { runTools } from "./tools.ts";

const tools = runTools();

const folder = () => mkdtempSync(path.join(tmpdir(), "witness-cache-"));
const KEY = hashOf("a");

function entries(store: string): string[] {
	return readdirSync(store).flatMap((version) =>
		readdirSync(path.join(store, version)).map((name) => path.join(store, version, name)),
	);
}

/** Tools that count how often the engine is asked. */
function counting(cache: CacheStore): { readonly tools: RunTools; readonly asked: string[] } {
	const asked: string[] = [];
	const composer = {
		...tools.composer,
		compose: (...args: Parameters<typeof tools.composer.compose>) => {
			asked.push("compose");
			return tools.composer.compose(...args);
		},
	};
	const translator = {
		...tools.translator,
		translate: (...args: Parameters<typeof tools.translator.translate>) => {
			asked.push("translate");
			return tools.translator.translate(...args);
		},
	};
	return { tools: { ...tools, composer, translator, cache }, asked };
}

const COMPONENT = (answer: number) => `(component
	(core module $m (func (export "f") (result i32) (i32.const ${answer})))
	(core instance $i (instantiate $m))
	(func (export "f") (result u32) (canon lift (core func $i "f"))))
`;

describe("the store", () => {
	it("gives back what was kept, with bytes and maps", () => {
		const at = folder();
		new CacheStore(at, "1").put(KEY, { bytes: Uint8Array.of(1, 2), map: new Map([["a", null]]) });
		expect(new CacheStore(at, "1").get(KEY)).toEqual({ bytes: Uint8Array.of(1, 2), map: new Map([["a", null]]) });
	});

	it("knows nothing of what another version has kept", () => {
		const at = folder();
		new CacheStore(at, "1").put(KEY, 1);
		expect(new CacheStore(at, "2").get(KEY)).toBeUndefined();
	});

	it.each([
		["cut off", (file: string) => truncateSync(file, statSync(file).size - 1)],
		["longer", (file: string) => appendFileSync(file, "x")],
		["changed", (file: string) => writeFileSync(file, readFileSync(file).fill(7, 40, 44))],
		["empty", (file: string) => truncateSync(file, 0)],
	])("takes an entry that is %s for none, and the next for good", (_what, spoil) => {
		const at = folder();
		const store = new CacheStore(at, "1");
		store.put(KEY, "a text that is long enough");
		for (const file of entries(at)) spoil(file);
		expect(store.get(KEY)).toBeUndefined();
		store.put(KEY, 2);
		expect(store.get(KEY)).toBe(2);
	});

	it("removes what was not asked for the longest when it is full", () => {
		const at = folder();
		const store = new CacheStore(at, "1", 3000);
		for (const name of ["a", "b", "c"]) {
			store.put(hashOf(name), new Uint8Array(900));
			const file = entries(at).find((each) => each.endsWith(hashOf(name)));
			const used = name === "a" ? 3 : name === "b" ? 1 : 2;
			if (file !== undefined) utimesSync(file, used, used);
		}
		store.put(hashOf("d"), new Uint8Array(900));
		expect(["a", "b", "c", "d"].filter((name) => store.get(hashOf(name)) !== undefined)).toEqual(["a", "c", "d"]);
		store.put(hashOf("e"), new Uint8Array(4000));
		expect(store.get(hashOf("e"))).toBeUndefined();
	});

	it("holds whole entries or none where processes write at once and are killed while they do", { timeout: 60_000 }, async () => {
		const at = folder();
		const script = `
			import { CacheStore, hashOf } from ${JSON.stringify(new URL("../../client/run/cache/store.ts", import.meta.url).href)};
			const store = new CacheStore(${JSON.stringify(at)}, "1");
			for (let round = 0; ; round++) {
				store.put(hashOf(String(round % 5)), new Uint8Array(2_000_000).fill(round % 5));
				if (round === 3) process.stdout.write("x");
			}`;
		const writers = [1, 2, 3].map(() => spawn(process.execPath, ["--input-type=module", "-e", script]));
		const ended = writers.map((writer) => new Promise((resolve) => writer.on("exit", resolve)));
		await Promise.all(writers.map((writer) => new Promise((resolve) => writer.stdout.once("data", resolve))));
		for (const writer of writers) writer.kill("SIGKILL");
		await Promise.all(ended);
		const store = new CacheStore(at, "1");
		for (const round of [0, 1, 2, 3]) {
			expect(store.get(hashOf(String(round)))).toEqual(new Uint8Array(2_000_000).fill(round));
		}
		// What they left half-written is nobody's after a week.
		writeFileSync(path.join(path.dirname(entries(at)[0] ?? ""), "a.1-x.part"), "half");
		for (const file of entries(at).filter((each) => each.endsWith(".part"))) utimesSync(file, 1, 1);
		store.put(KEY, 1);
		expect(entries(at).filter((file) => file.endsWith(".part"))).toEqual([]);
	});

	it("does without where it cannot write", () => {
		const file = path.join(folder(), "file");
		writeFileSync(file, "");
		const store = new CacheStore(file, "1");
		store.put(KEY, 1);
		expect(store.get(KEY)).toBeUndefined();
	});

	it("does without where no folder can be made, and does not try for ever", { timeout: 5000 }, () => {
		const nowhere = process.platform === "linux" ? "/proc/witness/cache" : path.join(folder(), "file", "cache");
		if (process.platform !== "linux") writeFileSync(path.dirname(nowhere), "");
		const store = new CacheStore(nowhere, "1");
		store.put(KEY, 1);
		expect(store.get(KEY)).toBeUndefined();
		const part = path.join(folder(), "engine");
		writeFileSync(part, "1");
		expect(codeFolder([pathToFileURL(part)], { WITNESS_CACHE: nowhere })).toBeNull();
		expect(writeWhole(path.join(nowhere, "a.txt"), ["text"])?.message).toContain("the file cannot be written");
	});

	it("is where the variable says, or nowhere, and another where the engine is another", () => {
		const at = folder();
		const part = path.join(at, "engine");
		writeFileSync(part, "1");
		const parts = [pathToFileURL(part)];
		const env = { WITNESS_CACHE: path.join(at, "cache") };
		openCache(parts, env)?.put(KEY, 1);
		expect(openCache(parts, env)?.get(KEY)).toBe(1);
		writeFileSync(part, "2");
		expect(openCache(parts, env)?.get(KEY)).toBeUndefined();
		expect(openCache(parts, { WITNESS_CACHE: "off" })).toBeNull();
	});
});

it("a record of what was read holds as long as the same is there", () => {
	const at = folder();
	const file = path.join(at, "a");
	writeFileSync(file, "1");
	const { disk, record: seen } = recordedDisk();
	disk.bytes(file);
	disk.bytes(path.join(at, "b"));
	disk.entries(at);
	expect(stillSo(seen())).toBe(true);
	writeFileSync(file, "2");
	expect(stillSo(seen())).toBe(false);
	writeFileSync(file, "1");
	expect(stillSo(seen())).toBe(true);
	writeFileSync(path.join(at, "b"), "");
	expect(stillSo(seen())).toBe(false);
});

describe("a run", () => {
	it("asks the engine once for the same component, also where it is traced", async () => {
		const program = files({ "loops.wat": LOOPS })("loops.wat");
		const cache = new CacheStore(folder(), "1");
		const { tools: counted, asked } = counting(cache);
		for (const maxCalls of [0, 0, 10, 10]) {
			const { results, trace } = await record(counted, program, ["add(1, 2)"], { maxCalls });
			expect(results).toEqual(["3"]);
			expect(trace.length).toBe(maxCalls === 0 ? 0 : 1);
		}
		// Once with trampolines and once without.
		expect(asked).toEqual(["translate", "translate"]);
	});

	it("composes again when a package has changed, or stands where it is found first", async () => {
		const at = folder();
		const deps = path.join(at, "deps", "my");
		mkdirSync(deps, { recursive: true });
		const program = path.join(at, "app.wac");
		writeFileSync(program, "package my:app;\nlet a = new my:part {};\nexport a.f;\n");
		writeFileSync(path.join(deps, "part.wat"), COMPONENT(1));
		const { tools: counted, asked } = counting(new CacheStore(folder(), "1"));
		const call = async () => (await record(counted, program, ["f()"], { maxCalls: 0 })).results;
		expect(await call()).toEqual(["1"]);
		expect(await call()).toEqual(["1"]);
		expect(asked).toEqual(["compose", "translate"]);
		writeFileSync(path.join(deps, "part.wat"), COMPONENT(2));
		expect(await call()).toEqual(["2"]);
		const binary = tools.composer.parseWat(COMPONENT(3));
		if (binary.ok) writeFileSync(path.join(deps, "part.wasm"), binary.value);
		expect(await call()).toEqual(["3"]);
		expect(asked).toEqual(Array.from({ length: 3 }, () => ["compose", "translate"]).flat());
	});

	it("keeps no mistake", () => {
		const program = files({ "app.wac": "package my:app;\nlet a = new my:absent {};\n" })("app.wac");
		const cache = new CacheStore(folder(), "1");
		const request = { program, depsDir: null, dependencies: {} };
		const answers = [1, 2].map(() => resolveProgram(tools.composer, request, cache));
		expect(answers.map(({ ok }) => ok)).toEqual([false, false]);
	});

	it("goes well beside others that write the same", async () => {
		const program = files({ "loops.wat": LOOPS })("loops.wat");
		const at = folder();
		const answers = await Promise.all(
			[1, 2, 3].map(() => record({ ...tools, cache: new CacheStore(at, "1") }, program, ["add(40, 2)"], { maxCalls: 0 })),
		);
		expect(answers.map(({ results }) => results)).toEqual([["42"], ["42"], ["42"]]);
		expect(entries(at).filter((file) => file.endsWith(".part"))).toEqual([]);
	});
});
