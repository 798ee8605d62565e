/** A composition shows all its syntax mistakes while it is written, each in the engine's words: the engine alone stops at the first. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineIndex, offset } from "../../server/wit/syntax/positions.ts";
import { composer, open, problemsOf } from "./open.ts";

/** The text with each syntax mistake under the line where it starts. */
function drawMistakes(text: string): string {
	const lines = new LineIndex(text);
	const drawn = text.split("\n");
	for (const { start, end, code, message } of problemsOf(open(text).document).toReversed()) {
		if (code !== "wac-syntax") continue;
		const { line, character } = lines.positionAt(offset(start));
		drawn.splice(line + 1, 0, `${" ".repeat(character)}${"^".repeat(Math.max(1, end - start))} ${message}`);
	}
	return drawn.join("\n");
}

describe("the syntax mistakes of a composition", () => {
	it("are shown all at once", () => {
		expect(
			drawMistakes(`package a:b;
let a = ;
// 🦊 fine
let b = new test:clock { ... };
let c = new test:clock { "x" y };
export b..;
export a`),
		).toBe(`package a:b;
let a = ;
        ^ expected either \`new\` keyword, \`(\`, or identifier, found \`;\`
// 🦊 fine
let b = new test:clock { ... };
let c = new test:clock { "x" y };
                         ^^^ expected identifier, found string literal
export b..;
         ^ expected identifier, found \`.\`
export a
       ^ expected \`;\`, found end of input`);
	});

	it("are told of what a statement lacks and of the next one", () => {
		expect(drawMistakes("package a:b;\nlet a = b\nlet c = ;\n")).toBe(`package a:b;
let a = b
let c = ;
^^^ expected \`;\`, found \`let\` keyword
        ^ expected either \`new\` keyword, \`(\`, or identifier, found \`;\`
`);
	});

	it("are told where the package is missing", () => {
		expect(drawMistakes("let a = b;\nexport ;\n")).toBe(`let a = b;
^^^ expected \`package\` keyword, found \`let\` keyword
export ;
       ^ expected either \`new\` keyword, \`(\`, or identifier, found \`;\`
`);
	});

	it("are one for one mistake, whatever stands behind it", () => {
		const text = drawMistakes(`package a:b;
interface i {
  f: func(;
  g: func();
  type string = u8;
}
world w {
  import i;
  export run: func();
}
let a = new wasi:string { ... };
export a...;`);
		expect(text.match(/expected/g)).toHaveLength(1);
	});
});

describe("a statement that is broken", () => {
	const STATEMENTS = [
		"let c = new test:clock {};",
		'let g = new test:greeter { plain: c.now, "test:time/clock@1.0.0": (c["test:time/clock@1.0.0"]), ...c, ... };',
		"import t: test:time/clock;",
		"interface i {\n  use test:time/clock.{x};\n  f: func(a: u8) -> string;\n}",
		"world w {\n  import i;\n  export g: func();\n}",
		"record r {\n  a: u8,\n}",
		"export g.api;",
		'export g["run"] as "go";',
	];

	it("leaves the others alone, and is in error only where the engine says so", () => {
		let broken = 0;
		const breaking = fc.record({
			which: fc.nat(STATEMENTS.length - 1),
			at: fc.nat(200),
			cut: fc.nat(6),
			insert: fc.constantFrom("", ";", "=", "let", "foo bar", '"', "new", "..."),
		});
		fc.assert(
			fc.property(breaking, ({ which, at, cut, insert }) => {
				const statement = STATEMENTS[which] ?? "";
				const place = at % statement.length;
				const changed = statement.slice(0, place) + insert + statement.slice(place + cut);
				const text = `package a:b;\n${STATEMENTS.with(which, changed).join("\n")}\n`;
				// A quotation mark without its other one, or the start of a comment, is about all that follows.
				fc.pre((changed.split('"').length - 1) % 2 === 0 && !changed.includes("/*"));
				const mistakes = problemsOf(open(text).document).filter(({ code }) => code === "wac-syntax");
				expect(mistakes.length > 0, text).toBe(!composer.packages(text).ok);
				broken += mistakes.length > 0 ? 1 : 0;
				const start = text.indexOf(changed, "package a:b;\n".length);
				const behind = start + changed.length + (/^\s*\S*/.exec(text.slice(start + changed.length))?.[0].length ?? 0);
				// The first one stands where the engine notices it, which may be far behind an open brace.
				for (const mistake of mistakes) expect(mistake.start, text).toBeGreaterThanOrEqual(start - 1);
				for (const mistake of mistakes.slice(1)) expect(mistake.start, text).toBeLessThanOrEqual(behind);
			}),
			{ numRuns: 300 },
		);
		expect(broken).toBeGreaterThan(100);
	});
});
