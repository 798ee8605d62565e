/** Packages keep what did not change from one version of the workspace to the next. What they answer is what packages answer that know nothing yet. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentSymbols } from "../../server/ide/document-symbols.ts";
import { Packages } from "../../server/ide/packages.ts";
import { LayeredWorkspace } from "../../server/workspace/layered.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";

const FILES: Readonly<Record<string, string>> = {
	"/w/a.wit": "package a:b@1.0.0;\ninterface i {\n\tuse c.{t, v};\n\tf: func(x: t) -> v;\n}\n",
	"/w/b.wit": "interface c {\n\ttype t = u8;\n\tenum v { a, b }\n}\nworld w {\n\timport i;\n\timport n:m/j@0.1.0;\n}\n",
	"/w/deps/n/m.wit": "package n:m@0.1.0;\ninterface j {\n\tresource r { g: func(); }\n}\n",
};
const PIECES = [
	"",
	"{",
	"}",
	";",
	"t",
	"use c.{v};",
	"\tf: func();\n",
	"interface i {}\n",
	"@since(version = 2.0.0)\n",
	"package n:m;\n",
];

const step = fc.oneof(
	fc.record({
		do: fc.constant("edit" as const),
		path: fc.constantFrom(...Object.keys(FILES)),
		at: fc.nat(150),
		cut: fc.nat(8),
		insert: fc.constantFrom(...PIECES),
	}),
	fc.record({ do: fc.constant("close" as const), path: fc.constantFrom(...Object.keys(FILES)) }),
);

/** All that is declared and all that is wrong. */
function seen(packages: Packages): unknown {
	return Object.keys(FILES).map((path) => {
		const document = packages.document(path);
		return document === null ? null : { outline: documentSymbols(document.file), problems: document.package.problems() };
	});
}

describe("packages that are edited", () => {
	it("are those that are read anew", () => {
		fc.assert(
			fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), fc.boolean(), (steps, alwaysLook) => {
				const texts = new Map(Object.entries(FILES));
				const workspace = new LayeredWorkspace(memoryDisk(new Map(texts)));
				const packages = new Packages(workspace);
				for (const [index, change] of steps.entries()) {
					if (change.do === "close") {
						workspace.close(change.path);
						texts.set(change.path, FILES[change.path] ?? "");
					} else {
						const before = texts.get(change.path) ?? "";
						const at = change.at % (before.length + 1);
						texts.set(change.path, before.slice(0, at) + change.insert + before.slice(at + change.cut));
						workspace.open(change.path, texts.get(change.path) ?? "");
					}
					if (!alwaysLook && index < steps.length - 1) continue;
					expect(seen(packages)).toEqual(seen(new Packages(new LayeredWorkspace(memoryDisk(new Map(texts))))));
				}
			}),
			{ numRuns: 200 },
		);
	});

	it("keep the declarations of files that did not change", () => {
		const workspace = new LayeredWorkspace(memoryDisk(new Map(Object.entries(FILES))));
		const packages = new Packages(workspace);
		const before = packages.document("/w/a.wit")?.package.files;
		workspace.open("/w/b.wit", `${FILES["/w/b.wit"]}// changed\n`);
		const after = packages.document("/w/a.wit")?.package.files;
		expect(after).not.toBe(before);
		expect(after?.get("/w/a.wit")).toBe(before?.get("/w/a.wit"));
		expect(after?.get("/w/b.wit")).not.toBe(before?.get("/w/b.wit"));
	});
});
