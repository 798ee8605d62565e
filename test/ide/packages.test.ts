/** Packages keep what did not change from one version of the workspace to the next. What they answer is what packages answer that know nothing yet. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentSymbols } from "../../server/ide/document-symbols.ts";
import { Packages } from "../../server/ide/packages.ts";
import { elaboratedText } from "../../server/wit/print/world.ts";
import { definitionAt, originOf, placeOf, referencesTo } from "../../server/wit/semantic/index.ts";
import { LayeredWorkspace } from "../../server/workspace/layered.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";

const FILES: Readonly<Record<string, string>> = {
	"/w/a.wit":
		"package a:b@1.0.0;\nuse d as other;\ninterface i {\n\tuse c.{t, v as kind};\n\tf: func(x: t) -> kind;\n\tresource r { m: func(b: borrow<r>); }\n\ttype loan = borrow<r>;\n}\n" +
		"interface e {\n\tuse i.{r, loan};\n\tg: func(r: own<r>, l: loan);\n}\n/// Ends the file.\ninterface last {\n\tuse other.{deep};\n\th: func() -> deep;\n}\n",
	"/w/b.wit":
		"interface c {\n\ttype t = u8;\n\t@unstable(feature = new)\n\tenum v { a, b }\n}\ninterface d {\n\tuse c.{t};\n\ttype deep = option<t>;\n}\n" +
		"world w {\n\timport i;\n\timport n:m/j@0.1.0;\n\texport run: func(x: u8);\n}\nworld x {\n\tinclude w with { run as start }\n\texport e;\n}\n",
	"/w/deps/n/m.wit": "package n:m@0.1.0;\ninterface j {\n\tresource r { g: func(); }\n}\n",
};
const PIECES = [
	"",
	"{",
	"}",
	";",
	"t",
	"x",
	"/*",
	"*/",
	"// ",
	"\n",
	"use c.{v};",
	"\tf: func();\n",
	"interface i {}\n",
	"interface c { type t = string; }\n",
	"world w { import c; }\n",
	"type t = borrow<r>;",
	"use i as c;\n",
	"@since(version = 2.0.0)\n",
	"package n:m;\n",
	"package k:l { interface i { use a:b/c@1.0.0.{t}; } }\n",
	"é\u202e",
];

const runs = Number(process.env["WITNESS_EDIT_RUNS"] ?? 200);

const step = fc.oneof(
	fc.record({
		do: fc.constant("edit" as const),
		path: fc.constantFrom(...Object.keys(FILES)),
		at: fc.nat(400),
		cut: fc.nat(8),
		insert: fc.constantFrom(...PIECES),
	}),
	fc.record({ do: fc.constant("close" as const), path: fc.constantFrom(...Object.keys(FILES)) }),
);

/** All that is declared, what its names mean, what the worlds come to, and all that is wrong, with the places as they are now. */
function seen(packages: Packages): unknown {
	return Object.keys(FILES).map((path) => {
		const document = packages.document(path);
		if (document === null) return null;
		const { model, problems } = document.package;
		const { file } = document;
		const meanings = [...file.text.matchAll(/[a-z]\w*/g)].flatMap(({ index }) => {
			const found = definitionAt(model, file, index);
			if (found === null) return [];
			const uses = referencesTo(model, found.target).map((place) => `${place.file.path} ${place.span.start}`);
			return [[index, placeOf(originOf(model, found.target)).span, uses.toSorted()]];
		});
		const worlds = [...(model.main?.items.values() ?? [])].map((item) =>
			item.kind === "world" ? elaboratedText(model, item) : "",
		);
		return JSON.parse(JSON.stringify({ outline: documentSymbols(file), problems: problems(), meanings, worlds }));
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
			{ numRuns: runs },
		);
	});

	it("keep the items that an edit does not touch, at their new places", () => {
		const workspace = new LayeredWorkspace(memoryDisk(new Map(Object.entries(FILES))));
		const packages = new Packages(workspace);
		const items = (path: string) => packages.document(path)?.file.items ?? [];
		const before = { a: items("/w/a.wit"), b: items("/w/b.wit") };
		const [first, second] = [before.b[0], before.b[1]?.span.start ?? 0];
		workspace.open("/w/b.wit", (FILES["/w/b.wit"] ?? "").replace("u8", "string"));
		expect(items("/w/a.wit")).toBe(before.a);
		expect(items("/w/b.wit")[0]).not.toBe(first);
		expect(
			items("/w/b.wit")
				.slice(1)
				.every((item, index) => item === before.b[index + 1]),
		).toBe(true);
		expect(items("/w/b.wit")[1]?.span.start).toBe(second + "string".length - "u8".length);
	});
});
