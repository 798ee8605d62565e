/** Dependencies as binaries and as their text form, made by the engine for the occasion. */
import { describe, expect, it } from "vitest";
import { check } from "../../server/check.ts";
import { binaryReader, createComposer } from "../../server/engine/index.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { asset } from "../assets.ts";

const composer = createComposer(new WebAssembly.Module(new Uint8Array(asset("composer.core.wasm"))));

function value<T>(answer: { ok: true; value: T } | { ok: false; fault: { message: string } }): T {
	if (!answer.ok) throw new Error(answer.fault.message);
	return answer.value;
}

const clock = "package a:clock@1.0.0;\ninterface wall { record instant { seconds: u64 } resource timer; }\n";
const log = "package a:log;\ninterface lines { use a:clock/wall@1.0.0.{instant}; write: func(at: instant, line: string); }\n";
const wasm = value(composer.encodeWit([{ path: "log.wit", text: log }], [[{ path: "clock.wit", text: clock }]], []));

const main = `package a:main;
interface i {
  use a:clock/wall@1.0.0.{instant, timer};
  use a:log/lines.{instant as logged, missing};
  f: func(at: instant, by: borrow<timer>) -> logged;
}
world w {
  import a:log/lines;
  export i;
}
`;

function diagnostics(files: Readonly<Record<string, string | Uint8Array>>): readonly string[] {
	return check(memoryDisk(new Map(Object.entries(files))), ["/p"], {
		features: new Set(),
		dependencyDirectory: null,
		engine: () => composer,
		readBinary: binaryReader(() => composer),
	}).diagnostics.map(({ path, code, message }) => `${path} ${code}: ${message}`);
}

const expected = ["/p/main.wit unresolved-name: There is no type `missing` in the interface `a:log/lines`. It has `instant`."];

describe("binary dependencies", () => {
	it("a .wasm brings its package and those that it uses", () => {
		expect(diagnostics({ "/p/main.wit": main, "/p/deps/log.wasm": wasm })).toEqual(expected);
	});

	it("so does its text form", () => {
		expect(diagnostics({ "/p/main.wit": main, "/p/deps/log.wat": value(composer.printWat(wasm)) })).toEqual(expected);
	});

	it.each(["/p/deps/clock.wit", "/p/deps/zzz.wit", "/p/deps/clock/wall.wit"])(
		"the same package as text, in %s, is no second one",
		(path) => {
			expect(diagnostics({ "/p/main.wit": main, "/p/deps/log.wasm": wasm, [path]: clock })).toEqual(expected);
		},
	);

	it("a core module is refused", () => {
		const core = value(composer.parseWat("(module)"));
		expect(diagnostics({ "/p/main.wit": "package a:main;", "/p/deps/log.wasm": core })).toEqual([
			"/p/deps/log.wasm unreadable-file: This is neither a component nor a binary WIT package, so it has no WIT. Remove it, or build it again.",
		]);
	});
});
