/** `witness describe --link`: how a program would be linked. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { Misuse } from "../../client/cli/command.ts";
import { describe as command } from "../../client/cli/describe.ts";
import { composer } from "../engine/engines.ts";
import { root } from "../shared.ts";
import { call } from "./call.ts";

const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
afterAll(() => rmSync(folder, { recursive: true }));

const library = path.join(root, "test/link/compositions/library.wat");

function describeLink(place: string, values: Readonly<Record<string, unknown>> = {}) {
	return call(command, [place], { link: true, ...values });
}

it("shows instances, edges, core signatures and what is generated", async () => {
	const { stdout, ...rest } = await describeLink(library);
	expect({ stdout: stdout.replace(/of \d+ bytes/, "of N bytes"), ...rest }).toEqual({
		status: 0,
		stderr: "",
		stdout: `instances
  1  library
  2  reader

one module of N bytes: 5 instances of core modules and adapters, 3 of what is generated

edges, by core function (nothing is asynchronous: no track is kept of tasks)
  0  host -> reader  read
      export, utf8, (func (param i32 i32) (result i32))
      lowered and lifted by type
  1  host -> reader  borrow
      export, utf8, (func (param i32 i32) (result i32))
      lowered and lifted by type
  2  host -> reader  lose
      export, utf8, (func)
      lowered and lifted by type
  3  reader -> library  publish
      between components, utf16, (func (param i32 i32) (result i32))
      fused adapter (core module 4); the guest's realloc; string transcoder Utf8ToUtf16, memory 0 to 1; own handle moved
  4  reader -> library  title
      between components, utf16, (func (param i32) (result i32))
      fused adapter (core module 4); frame; handle lent; the guest's realloc; string transcoder Utf16ToUtf8, memory 1 to 0
  5  reader -> library  pulp
      between components, utf8, (func (param i32))
      fused adapter (core module 4); own handle moved
  6  reader -> library  stamp
      between components, utf16, (func (param i32) (result i32))
      fused adapter (core module 4); the guest's realloc; string transcoder Utf8ToUtf16, memory 0 to 1; string transcoder Utf16ToUtf8, memory 1 to 0
`,
	});
});

it("says the same as JSON", async () => {
	const { stdout } = await describeLink(library, { format: "json" });
	const link: unknown = JSON.parse(stdout);
	expect(link).toMatchObject({
		tasks: false,
		instances: [
			{ index: 1, name: "library" },
			{ index: 2, name: "reader" },
		],
	});
});

it("prints what is generated as WAT that can be assembled", async () => {
	const { stdout } = await describeLink(library, { format: "wat" });
	const texts = stdout.split(/^(?=;; .*\n\(module)/m);
	expect(texts.length).toBeGreaterThan(2);
	for (const text of texts) expect(composer.parseWat(text)).toMatchObject({ ok: true });
	expect(stdout).toContain(";; library: resource.drop book");
	expect(stdout).toMatch(/;; edge \d+: reader -> library, - publish/);
});

it("prints the module that runs, which can be assembled", async () => {
	const { stdout } = await describeLink(library, { format: "merged" });
	expect(composer.parseWat(stdout)).toMatchObject({ ok: true });
	expect(stdout).toMatch(/^\(module \$merged\n/);
});

it("says what cannot be linked, and what to do", async () => {
	const file = path.join(folder, "async.wat");
	writeFileSync(
		file,
		`(component
			(core module $m (func (export "f") (result i32) unreachable) (func (export "cb") (param i32 i32 i32) (result i32) unreachable))
			(core instance $i (instantiate $m))
			(func (export "f") async (canon lift (core func $i "f") async (callback (core func $i "cb")))))`,
	);
	const { status, stderr } = await describeLink(file);
	expect(status).toBe(1);
	expect(stderr).toMatch(/async\.wat: .*asynchronous exports[\s\S]*--link stock/);
	expect((await describeLink(path.join(folder, "none.wasm"))).status).toBe(2);
});

it("is no place for what describes worlds", async () => {
	await expect(async () => describeLink(library, { elaborate: true })).rejects.toThrow(Misuse);
	await expect(async () => describeLink(library, { world: "w" })).rejects.toThrow(Misuse);
	await expect(async () => describeLink(library, { format: "wit" })).rejects.toThrow(Misuse);
});
