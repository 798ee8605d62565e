import { describe, expect, it } from "vitest";
import { elaboratedDefinition } from "../../server/ide/elaborated-definition.ts";
import { elaboratedWorld } from "../../server/ide/elaborated-world.ts";
import { open, underline } from "./open.ts";

const FIXTURE = `
//- /main.wit
package a:main@1.0.0;

interface places {
	use other:types/base@0.2.0.{point};
	walk: func(to: point);
}

world inner {
	record note { text: string }
	resource file { read: func() -> note; }
	import log: func(line: note);
}

world outer {
	include inner with { log as say }
	export places;
	export mine: interface { type size = u32; grow: func(by: size); }
}
//- /deps/types/base.wit
package other:types@0.2.0;

interface base {
	record point { x: f64, y: f64 }
}
`;

const WORLD = "a:main/outer@1.0.0";
const { document, files } = open(FIXTURE);
const text = elaboratedWorld(document, WORLD)?.text ?? "";

it("is a document of its own", () => {
	expect(text).toBe(`// As an encoder writes it. Follows its sources.
package a:main@1.0.0;

world outer {
  import other:types/base@0.2.0;
  record note {
    text: string,
  }
  resource file {
    read: func() -> note;
  }
  import say: func(line: note);
  export a:main/places@1.0.0;
  export mine: interface {
    type size = u32;
    grow: func(by: size);
  }
}
`);
	expect(elaboratedWorld(document, "a:main/none@1.0.0")).toBeNull();
});

it("is found around a place, by its documentation as well", () => {
	const found = (fixture: string) => {
		const at = open(fixture);
		return elaboratedWorld(at.document, at.offset)?.world ?? null;
	};
	expect(found("package a:b;\n/// Do$0cs.\nworld w {}\n")).toBe("a:b/w");
	expect(found("package a:b;\nworld w { import f: $0func(); }\nworld v {}\n")).toBe("a:b/w");
	expect(found("package a:b;\npackage c:d { world w {$0} }\n")).toBe("c:d/w");
	expect(found("package a:b;\ninterface i {$0}\nworld w {}\n")).toBeNull();
	expect(found("world w {$0}\n")).not.toBeNull();
});

describe("what stands in it leads to the sources", () => {
	/** Where the n-th occurrence of a word leads: the line there, with the name underlined. */
	const leads = (word: string, nth = 1): string => {
		let at = -1;
		for (let count = 0; count < nth; count++) at = text.indexOf(word, at + 1);
		const place = elaboratedDefinition(document, WORLD, at);
		return place === null ? "" : `${place.path}\n${underline(files.get(place.path) ?? "", place.span)}`;
	};

	it.each([
		["outer", 1, "/main.wit\nworld outer {\n      ^^^^^"],
		["base@", 1, "/deps/types/base.wit\ninterface base {\n          ^^^^"],
		["places@", 1, "/main.wit\ninterface places {\n          ^^^^^^"],
		["note", 1, "/main.wit\n record note { text: string }\n        ^^^^"],
		["text", 1, "/main.wit\n record note { text: string }\n               ^^^^"],
		["note", 2, "/main.wit\n record note { text: string }\n        ^^^^"],
		["read", 1, "/main.wit\n resource file { read: func() -> note; }\n                 ^^^^"],
		["say", 1, "/main.wit\n import log: func(line: note);\n        ^^^"],
		["mine", 1, "/main.wit\n export mine: interface { type size = u32; grow: func(by: size); }\n        ^^^^"],
		[
			"size);",
			1,
			"/main.wit\n export mine: interface { type size = u32; grow: func(by: size); }\n                               ^^^^",
		],
		[
			"grow",
			1,
			"/main.wit\n export mine: interface { type size = u32; grow: func(by: size); }\n                                           ^^^^",
		],
		["encoder", 1, ""],
		["main@", 1, ""],
	])("%s, occurrence %i", (word, nth, expected) => expect(leads(word, nth)).toBe(expected));
});
