import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { link, makeGlue } from "../../client/run/link/index.ts";
import { root } from "../shared.ts";
import { composer, merge, parseWat, translate } from "./engine.ts";
import { composition, exported, linked } from "./watch.ts";

const shapes = (): Uint8Array => parseWat(readFileSync(path.join(root, "test/bench/shapes.wat"), "utf8"));

/** The imports that adapters get as functions of JavaScript: exported WebAssembly functions are called by numbers. */
function scriptImports(component: Uint8Array): readonly string[] {
	const found = new Set<string>();
	class Watched extends WebAssembly.Instance {
		constructor(module: WebAssembly.Module, imports: WebAssembly.Imports = {}) {
			const wanted = WebAssembly.Module.imports(module);
			const adapter = wanted.some((each) => each.module === "flags");
			for (const { module: group, name, kind } of adapter ? wanted : []) {
				const given: unknown = imports[group]?.[name];
				if (kind === "function" && typeof given === "function" && !/^\d+$/.test(given.name)) found.add(`${group} ${name}`);
			}
			super(module, imports);
		}
	}
	const { Instance } = WebAssembly;
	WebAssembly.Instance = Watched;
	try {
		linked(component, { merged: false });
	} finally {
		WebAssembly.Instance = Instance;
	}
	return [...found];
}

describe("a call between components", () => {
	it.each([
		["diamond", () => composition("diamond")],
		["library", () => composition("library")],
		["shapes", shapes],
	])("enters no JavaScript but to trap: %s", (_, bytes) => {
		expect(scriptImports(bytes())).toEqual(["runtime trap"]);
		const merged = makeGlue(translate(bytes()), { merge }, composer.parseWat)?.merged;
		const imports = WebAssembly.Module.imports(new WebAssembly.Module(merged?.module ?? new Uint8Array()));
		const names = imports.map(({ name }) => name.replace(/^trampoline \d+$/, "trampoline"));
		expect(names).toEqual(["fail", "drop-object", "forget", "lent", "trampoline"]);
	});

	it.each([
		["scalars", []],
		["strings", [29]],
		["strings", [20_480]],
		["records", []],
		["lists", [10]],
		["methods", []],
	])("leaves no garbage: %s %j", (loop, rest) => {
		const times = 400_000 / (rest[0] === 20_480 ? 20 : 1);
		const run = exported(linked(shapes()), loop);
		run.call([times, ...rest]);
		const before = process.memoryUsage().heapUsed;
		run.call([times, ...rest]);
		// A byte a call would be seen; what else the process does is less.
		expect(process.memoryUsage().heapUsed - before).toBeLessThan(Math.max(times, 300_000));
	});
});

it("is generated once for equal texts", () => {
	const parse = vi.fn(composer.parseWat);
	const translation = translate(composition("echo"));
	const first = makeGlue(translation, { name: "once" }, parse);
	const parsed = parse.mock.calls.length;
	expect(parsed).toBeGreaterThan(0);
	expect(makeGlue(translation, { name: "once" }, parse)?.intrinsics.module).toBe(first?.intrinsics.module);
	expect(parse.mock.calls.length).toBe(parsed);
});

it("names instances, interfaces and functions in its text", () => {
	const glue = makeGlue(translate(composition("hosted")), { name: "hosted" }, composer.parseWat);
	expect(glue?.intrinsics.text).toContain(";; hosted -> host: test:host/files@0.2.1 [method]file.read");
	const watched = makeGlue(translate(composition("diamond")), { watched: true }, composer.parseWat);
	expect([...(watched?.edges.values() ?? [])].map(({ text }) => text).join()).toContain(
		";; edge 2: left -> leaf, test:diamond/numbers@1.0.0 twice",
	);
});

it("lets no name of a component out of a comment", () => {
	const component = parseWat(`(component
		(import "a-b" (func $f))
		(core func $g (canon lower (func $f)))
		(core module $m (import "" "g" (func)))
		(core instance (instantiate $m (with "" (instance (export "g" (func $g)))))))`);
	const glue = makeGlue(translate(component), { name: "evil\n(unreachable" }, composer.parseWat);
	expect(glue?.intrinsics.text).toContain(";; evil?(unreachable");
	const imports = { $root: { convention: "wit" as const, functions: { "a-b": () => undefined } } };
	expect(link(translate(component), imports, { glue })).toMatchObject({ ok: true });
});
