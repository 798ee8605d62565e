import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeLenses } from "../../server/ide/code-lens.ts";
import { completions } from "../../server/ide/completion.ts";
import { definition } from "../../server/ide/definition.ts";
import { documentSymbols } from "../../server/ide/document-symbols.ts";
import { hover } from "../../server/ide/hover.ts";
import { Packages, type WitDocument } from "../../server/ide/packages.ts";
import { highlights, references } from "../../server/ide/references.ts";
import { rename } from "../../server/ide/rename.ts";
import { LayeredWorkspace } from "../../server/workspace/layered.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { describeShared } from "../shared.ts";

/** Asks every feature at an offset; what they answer must be inside the text. */
function askAll(document: WitDocument, offset: number): void {
	const { text } = document.file;
	for (const { span } of completions(document, offset)) {
		expect(span.start).toBeLessThanOrEqual(offset);
		expect(span.end).toBeGreaterThanOrEqual(offset);
	}
	const found = hover(document, offset);
	if (found !== null) expect(found.span.end).toBeLessThanOrEqual(text.length);
	definition(document, offset);
	for (const { span } of highlights(document, offset)) expect(text.slice(span.start, span.end)).not.toBe("");
	references(document, offset, false);
	rename(document, offset, "renamed");
	for (const { span, nameSpan } of documentSymbols(document.file)) {
		expect(nameSpan.start).toBeGreaterThanOrEqual(span.start);
		expect(nameSpan.end).toBeLessThanOrEqual(span.end);
	}
	codeLenses(document);
	document.package.problems();
}

/** Breaks a text at a place: cuts off its end, takes a part out, or puts something in. */
const breaking = fc.record({
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	cut: fc.oneof(fc.constant("end" as const), fc.nat(40)),
	insert: fc.constantFrom("", "{", "}", "(", "use ", "@", "%", "\u0000", "🦊", "/*", '"', "interface", " -> ", "<", ":"),
});

function broken(
	text: string,
	{ at, cut, insert }: { at: number; cut: "end" | number; insert: string },
): { text: string; offset: number } {
	const from = Math.floor(at * text.length);
	const rest = cut === "end" ? "" : text.slice(from + cut);
	return { text: text.slice(0, from) + insert + rest, offset: from + insert.length };
}

function property(files: ReadonlyMap<string, string>, target: string, numRuns: number): void {
	const workspace = new LayeredWorkspace(memoryDisk(files));
	const packages = new Packages(workspace);
	fc.assert(
		fc.property(breaking, (how) => {
			const { text, offset } = broken(files.get(target) ?? "", how);
			workspace.open(target, text);
			const document = packages.document(target);
			if (document === null) throw new Error(`${target} is lost`);
			askAll(document, offset);
		}),
		{ numRuns },
	);
}

const OWN = `package a:b@1.0.0;

/// Docs. 🦊
interface i {
	use c.{t as u, v};
	@since(version = 1.0.0)
	resource r { constructor(a: u); m: func(x: borrow<r>) -> result<_, string>; s: static async func(); }
	variant w { one(list<v, 4>), two }
	f: func(a: tuple<u, v>, b: option<future<u8>>) -> map<string, u8>;
}
interface c { type t = u8; enum v { a, b } }
world x { include y with { k as l } import i; export g: func(a: u8); export h: interface { f: func(); } }
world y { import k: func(); }
package n:m { interface j { flags fl { a, b } } }
`;

describe("features in broken documents", () => {
	it("answer something at every place of a text that is broken anywhere", () => {
		property(new Map([["/w/a.wit", OWN]]), "/w/a.wit", 600);
	});
});

describeShared("features in broken documents of the corpus", "corpus", (directory) => {
	it("answer something wherever a package is broken, and find nothing wrong where it is not", () => {
		const files = new Map<string, string>();
		const root = path.join(directory, "wasi-http-0.2");
		for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
			if (name.endsWith(".wit")) files.set(`/w/${name}`, readFileSync(path.join(root, name), "utf8"));
		}
		const packages = new Packages(new LayeredWorkspace(memoryDisk(files)));
		for (const file of files.keys())
			expect(
				packages
					.document(file)
					?.package.problems()
					.filter(({ severity }) => severity === "error"),
			).toEqual([]);
		for (const target of [...files.keys()].slice(0, 4)) property(files, target, 25);
	});
});
