import { expect, it } from "vitest";
import { semanticTokens } from "../../server/ide/semantic-tokens.ts";
import { open } from "./open.ts";

/** The tokens of a document, a line each: the word, what it is, `!` where it is declared, `~` where it is deprecated. */
function draw(fixture: string, from?: string, to?: string): string {
	const { document } = open(fixture);
	const { text } = document.file;
	const stretch = {
		start: from === undefined ? 0 : text.indexOf(from),
		end: to === undefined ? text.length : text.indexOf(to) + to.length,
	};
	return semanticTokens(document, stretch)
		.map(
			({ span, type, declares, deprecated }) =>
				`${text.slice(span.start, span.end)} ${type}${declares ? " !" : ""}${deprecated ? " ~" : ""}\n`,
		)
		.join("");
}

it("say what names mean, in their order", () => {
	const fixture = `//- /main.wit
package a:b;
interface i {
	use x:io/poll.{pollable as p};
	record r { field: p }
	enum e { one }
	resource file { constructor(); read: func(at: r) -> e; }
	type t = list<file>;
	go: func(what: t, other: nope);
}
world w { import i; }
//- /deps/io.wit
package x:io;
interface poll {
	resource pollable;
}
`;
	expect(draw(fixture, "interface i")).toBe(
		`i interface !
io namespace
poll interface
pollable class
p class !
r struct !
field property !
p class
e enum !
one enumMember !
file class !
read method !
r struct
e enum
t type !
file class
go function !
t type
w class !
i interface
`,
	);
});

it("are those of a stretch, and know what is deprecated", () => {
	const fixture =
		"package a:b@1.0.0;\ninterface i {\n@since(version = 1.0.0)\n@deprecated(version = 1.0.0)\ntype old = u8;\nf: func() -> old;\n}\ninterface j { g: func(); }\n";
	expect(draw(fixture, "f: func", "func() -> old")).toBe("f function !\nold type ~\n");
	expect(draw(fixture, "interface j")).toBe("j interface !\ng function !\n");
});

it("stay where the file is broken", () => {
	expect(draw("package a:b;\ninterface i { type t = u8; f: func(a: t }\nworld w {", "interface")).toBe(
		"i interface !\nt type !\nf function !\nt type\nw class !\n",
	);
});
