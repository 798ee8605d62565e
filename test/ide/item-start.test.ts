/** Completion looks at the text from the item around the cursor on. What it finds is what it would find from the start of the file. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { contextAt } from "../../server/ide/completion/context.ts";
import { itemStart } from "../../server/ide/item-start.ts";
import { readWit } from "../../server/wit/semantic/index.ts";
import { tokensOf } from "../../server/wit/syntax/tokens.ts";

/** Not broken: in a package whose braces stay open, or behind an attribute's open bracket, the words alone would take all that follows for part of it. */
const HEAD = `package a:b@1.0.0;

package c:d {
	interface inner { f: func(); }
}

use wasi:io/streams@0.2.0 as s;

@since(version = 1.0.0)
interface gated {}
`;
const BODY = `

/// Docs { of the first.
interface first {
	use s.{input-stream, pollable as p};
	record point { x: u32, y: list<u8> }
	move: func(p: point, by: tuple<u8, string>) -> result<point, string>;
	/* not { closed */
}

interface second {
	resource r {
		constructor(x: u8);
		m: func() -> option<borrow<r>>;
	}
}

world all {
	import first;
	import run: interface { go: func(); }
	export x: func(a: u8);
	include other with { a as b };
}
`;
const PIECES = ["", "{", "}", "\n", "interface x {\n", "world", "/* ", "*/", ";", ":", "use a:", "func(", "// x\n"];
const change = fc.record({
	at: fc.nat(BODY.length),
	cut: fc.oneof(fc.constant(0), fc.nat(40)),
	insert: fc.constantFrom(...PIECES),
});

it("makes no difference to what may be written at a place, however the text is broken", () => {
	let shortened = 0;
	fc.assert(
		fc.property(fc.array(change, { maxLength: 3 }), fc.nat(), (changes, place) => {
			const body = changes.reduce((before, { at, cut, insert }) => before.slice(0, at) + insert + before.slice(at + cut), BODY);
			const text = HEAD + body;
			const offset = place % (text.length + 1);
			const start = itemStart(readWit("a.wit", text), offset);
			// After `->` or `<` a word at the start of a line is no item for the words alone.
			const last = tokensOf(text.slice(0, start)).tokens.at(-1)?.text ?? ";";
			fc.pre(last === "}" || last === ";");
			if (start > 0) shortened++;
			expect(start).toBeLessThanOrEqual(offset);
			expect(contextAt(text, offset, start), text.slice(start, offset)).toEqual(contextAt(text, offset));
		}),
		{ numRuns: 1000 },
	);
	expect(shortened).toBeGreaterThan(300);
});

it("is the item around the place, the one before it between two, and the start of the file before the first", () => {
	const text = HEAD + BODY;
	const file = readWit("a.wit", text);
	const startAt = (words: string) => text.slice(itemStart(file, text.indexOf(words))).slice(0, 16);
	expect(startAt("use wasi")).toBe("package a:b@1.0.");
	expect(startAt("point {")).toBe("interface first {".slice(0, 16));
	expect(startAt("{}")).toBe("@since(version =");
	expect(startAt("world all")).toBe("interface second");
	expect(startAt("export x")).toBe("world all {\n\timp");
});
