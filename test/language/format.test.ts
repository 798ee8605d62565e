/** The formatter keeps what a text means and every comment, and is done after one time. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatWit, readWit } from "../../server/wit/index.ts";
import { describeShared } from "../shared.ts";

function format(text: string): string {
	const formatted = formatWit(text);
	if (!formatted.ok) throw new Error(formatted.message);
	return formatted.text;
}

/** What a text declares, places left out. */
function meaning(text: string): unknown {
	const isPlace = (value: unknown) => typeof value === "object" && value !== null && "start" in value && "end" in value;
	const { header, items, nested } = readWit("", text);
	return JSON.parse(JSON.stringify({ header, items, nested }, (_, value: unknown) => (isPlace(value) ? undefined : value)));
}

function comments(text: string): readonly string[] {
	return [...text.matchAll(/\/\/[^\n]*|\/\*.*?\*\//gs)].map(([comment]) => comment.trim());
}

describe("formatWit", () => {
	it("sets spaces, lines and indentation", () => {
		const text = `package   a:b@1.0.0 ;
use wasi:io/streams@0.2.0 as  io;


/// Shapes.
@since( version=1.0.0 )
interface shapes{
use io.{ input-stream , output-stream as out };

    record point{x:s32,y :s32}
  enum color { red,
green, // as grass
    blue }
resource canvas{
constructor( size:point )->result< canvas,string >;
draw:static async func(on:borrow<canvas>,points:list< tuple<s32,point>, 4>)  ;
}

  long: func(
      a: u32,
      b: u32
  ) -> u32;
  empty: func();
}
world w{import shapes; export run:func(); include other with{a as b}
import label: interface{f:func();} export  a:b/c@1.0.0-rc.1;}
interface none{}
`;
		expect(format(text)).toBe(`package a:b@1.0.0;
use wasi:io/streams@0.2.0 as io;

/// Shapes.
@since(version = 1.0.0)
interface shapes {
  use io.{input-stream, output-stream as out};

  record point { x: s32, y: s32 }
  enum color {
    red,
    green, // as grass
    blue,
  }
  resource canvas {
    constructor(size: point) -> result<canvas, string>;
    draw: static async func(on: borrow<canvas>, points: list<tuple<s32, point>, 4>);
  }

  long: func(
    a: u32,
    b: u32
  ) -> u32;
  empty: func();
}
world w {
  import shapes;
  export run: func();
  include other with { a as b }
  import label: interface {
    f: func();
  }
  export a:b/c@1.0.0-rc.1;
}
interface none {}
`);
	});

	it("keeps comments wherever they stand", () => {
		const text = `// licence
package a:b; // the package
/* one */ interface i { // the interface
  // before
  f: func(/* nothing */ a: u32 /* a */, // first
    b: u32) -> u32; /* after */ /* more */
  record r { /* inside */ }
  // last
}
// end
`;
		const formatted = format(text);
		expect(comments(formatted)).toEqual(comments(text));
		expect(meaning(formatted)).toEqual(meaning(text));
		expect(format(formatted)).toBe(formatted);
	});

	it("leaves a text with mistakes alone, and says which", () => {
		const text = "package a:b;\ninterface i { f func(); }\n";
		const formatted = formatWit(text);
		expect(formatted.ok).toBe(false);
		if (!formatted.ok) expect(text.slice(formatted.span.start, formatted.span.end)).toBe("func");
	});

	it("an empty text stays empty", () => expect(format("\n\n")).toBe(""));
});

function witFiles(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".wit"))
		.map((name) => path.join(folder, name));
}

for (const [title, name] of [
	["the corpus", "corpus"],
	["the suite of the reference parser", "conformance/wit-parser"],
] as const) {
	describeShared(title, name, (directory) => {
		it("means the same when formatted, and stays as it is when formatted again", () => {
			const readable = witFiles(directory).filter((file) => readWit("", readFileSync(file, "utf8")).problems.length === 0);
			expect(readable.length).toBeGreaterThan(20);
			for (const file of readable) {
				const text = readFileSync(file, "utf8");
				const formatted = format(text);
				expect(meaning(formatted), file).toEqual(meaning(text));
				expect(comments(formatted), file).toEqual(comments(text));
				expect(format(formatted), file).toBe(formatted);
			}
		});
	});
}

/** Puts line breaks and comments between the words of a text, where they change nothing but the layout. */
function scattered(text: string, choices: readonly number[]): string {
	let at = 0;
	return text.replace(/(?<=[;{},:<>()\w]) (?=[\w{}<>()])/g, (space) => {
		const choice = choices[at++ % choices.length] ?? 0;
		return ["\n", " /* c */ ", " // c\n", "\n\n\n", "\n/* a\n b */\n", space, space, space, space][choice] ?? space;
	});
}

describe("formatting any layout", () => {
	it("keeps the meaning, and is done after one time", () => {
		const text = `package a:b; use c:d/e@1.0.0 as f; interface i { use x.{ t, u as v }; record r { a: u32, b: list<tuple<t, v>> } variant w { p( r ), q } resource s { constructor( of: t ); m: static async func( a: u8, b: s ) -> result<_, w>; } flags o { h, j } } world k { import i; include l with { m as n } export z: func( ) -> map<string, u8>; }`;
		fc.assert(
			fc.property(fc.array(fc.nat(8), { minLength: 5, maxLength: 60 }), (choices) => {
				const source = scattered(text, choices);
				const formatted = format(source);
				expect(meaning(formatted)).toEqual(meaning(source));
				expect(format(formatted)).toBe(formatted);
			}),
			{ numRuns: 300 },
		);
	});
});
