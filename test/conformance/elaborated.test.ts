/** A world written out by us is what the engine's encoder makes of it, in the suite, the corpus and in cases of our own. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { describeShared } from "../shared.ts";
import { elaboratedDifference, worldsOf } from "./elaborated.ts";
import { createReference, load, modelOf, type WitCase } from "./reference.ts";

const reference = createReference();

/** The encoder is newer than the suite, and refuses what that accepts. */
const refused: ReadonlyMap<string, string> = new Map([["multi-file", "empty record"]]);

/** A package without a world is encoded as something else. */
function hasWorld(found: WitCase): boolean {
	return worldsOf(modelOf(found)).length > 0;
}

describeShared("worlds as the encoder writes them: the suite", "conformance/wit-parser", (directory) => {
	const folder = path.join(directory, "valid");
	const cases = readdirSync(folder).filter((name) => !/\.json$/.test(name));
	it.each(cases.filter((name) => hasWorld(load(path.join(folder, name)))))("%s", (name) => {
		const found = load(path.join(folder, name));
		const reason = refused.get(name);
		if (reason === undefined) expect(elaboratedDifference(reference, found)).toBeNull();
		else expect(() => elaboratedDifference(reference, found)).toThrow(reason);
	});
});

describeShared("worlds as the encoder writes them: the corpus", "corpus", (directory) => {
	it.each(readdirSync(directory))("%s", (name) => {
		const found = load(path.join(directory, name));
		const texts = [...found.files, ...found.dependencies.flat()].map(({ text }) => text);
		const mentioned = [...texts.join().matchAll(/feature\s*=\s*([\w-]+)/g)].map(([, feature = ""]) => feature);
		expect(elaboratedDifference(reference, found, [...new Set(mentioned)])).toBeNull();
	});
});

const base = `package test:worlds@1.0.0;

interface a { type t = u32; resource %use { constructor(); m: func(x: borrow<%use>) -> %use; } }
interface b { use a.{t}; type u = list<t>; }
interface c { use b.{u}; use a.{t as t2}; f: func(x: u) -> t2; }
interface d { use a.{%use}; g: func(x: %use); }

world small { import log: func(x: string); import d; export c; }
world typed {
  use b.{u as v};
  variant choice { none, some(pair), %list(later) }
  record pair { first: later, second: v }
  type later = u8;
  import before: func() -> choice;
  resource r { constructor(x: pair); m: func(o: borrow<r>) -> list<r>; s: static func(); }
  export after: func(x: choice) -> result<r, later>;
}
`;

describe("worlds as the encoder writes them: combined", () => {
	it.each([
		["implied interfaces of imports and exports", "world w { export c; export log: func(); import d; }"],
		["an export that satisfies another one", "world w { export d; export a; import b; }"],
		[
			"what an included world needs comes before what the next one imports",
			"world w { include small; import x: func(); include typed; }",
		],
		["an export that an included world imports", "world w { include small; export a; export b; }"],
		[
			"renamed types, resources and functions",
			"world w { include typed with { r as q, choice as %enum, before as first, after as last, v as %type } }",
		],
		[
			"renames of renames",
			"world x { include typed with { r as q, before as log } } world w { include x with { q as z, log as r } include small; }",
		],
		[
			"one world on two ways",
			"world x { include small with { log as l1 } } world y { include small with { log as l2 } } world w { include x; include y; }",
		],
		[
			"interfaces written in place",
			"world w { import i: interface { use b.{u}; record p { x: u } f: func() -> p; } export e: interface { use c.{t2}; f: func(x: t2); } }",
		],
		["a setter before its getter", "world w { import x: set(v: u32); import y: func(); import x: get() -> u32; }"],
		[
			"a resource with a setter before its getter",
			"world w { resource q { x: set(v: u32); y: func(); x: get() -> u32; } export i: interface { p: set(v: u8); p: get() -> u8; } }",
		],
		[
			"names that are words of the language",
			"world w { import %interface: func(%record: u32); export %world: interface { record %flags { %enum: u8 } } }",
		],
	])("%s", (_, text) => {
		expect(elaboratedDifference(reference, { files: [{ path: "worlds.wit", text: base + text }], dependencies: [] })).toBeNull();
	});
});
