import { describe, expect, it } from "vitest";
import type { Completion } from "../../server/answer.ts";
import { completions } from "../../server/ide/completion.ts";
import { open } from "./open.ts";

const LIBRARY = `
//- /deps/io/io.wit
package wasi:io@0.2.0;
interface poll { resource pollable; }
interface streams {
	use poll.{pollable};
	/// A place to read from.
	resource input-stream;
	type %list = u8;
	read: func();
}
world imports { import streams; import plain: func(); }
`;

function complete(fixture: string): readonly Completion[] {
	const { document, offset } = open(fixture);
	return completions(document, offset);
}

/** The labels that the cursor gets, in the order of their ranks; `hidden` kinds are left out. */
function check(fixture: string, expected: string, hidden: readonly Completion["kind"][] = ["keyword"]): void {
	const labels = complete(fixture)
		.filter(({ kind }) => !hidden.includes(kind))
		.map(({ label }) => label);
	expect(labels.join(" ")).toBe(expected);
}

/** The text after the completion with this label was taken. */
function take(fixture: string, label: string): string {
	const { document } = open(fixture);
	const item = complete(fixture).find((completion) => completion.label === label);
	if (item === undefined) throw new Error(`no completion ${label}`);
	const { text } = document.file;
	return text.slice(0, item.span.start) + (item.insert ?? item.label) + text.slice(item.span.end);
}

describe("completion", () => {
	it("of types: those in scope, without those of other interfaces", () => {
		check("package a:b;\ninterface i { record r { x: u8 } resource q; f: func(x: $0); }\ninterface j { type no = u8; }\n", "r q");
	});

	it("of types after an unfinished function, in the middle of others", () => {
		check("package a:b;\ninterface i {\n\trecord r { x: u8 }\n\tf: func(x: $0\n\tg: func();\n}\n", "r");
	});

	it("of a handle's resource", () => {
		check("package a:b;\ninterface i { record r { x: u8 } resource q; f: func(x: borrow<$0>); }\n", "q", []);
	});

	it("of paths in use: local ones first, then those of dependencies with versions", () => {
		check(
			`package a:b;\ninterface here {}\ninterface i {\n\tuse $0\n}\n${LIBRARY}`,
			"here wasi:io/poll@0.2.0 wasi:io/streams@0.2.0",
		);
	});

	it("of paths in include: worlds", () => {
		check(`package a:b;\nworld v {}\nworld w { include $0 }\n${LIBRARY}`, "v wasi:io/imports@0.2.0");
	});

	it("of paths in import and export: interfaces", () => {
		check(`package a:b;\ninterface i {}\nworld w { import $0 }\n${LIBRARY}`, "i wasi:io/poll@0.2.0 wasi:io/streams@0.2.0");
	});

	it("of members of a use: types that are not named yet", () => {
		check(`package a:b;\ninterface i { use wasi:io/streams@0.2.0.{pollable, $0}; }\n${LIBRARY}`, "input-stream list");
		check(`package a:b;\ninterface i { use wasi:io/streams@0.2.0.{$0, pollable as p, %list}; }\n${LIBRARY}`, "input-stream");
		check(`package a:b;\ninterface i { use wasi:io/streams@0.2.0.{$0input-stream, pollable}; }\n${LIBRARY}`, "input-stream list");
		check(
			`package a:b;\ninterface i { use wasi:io/streams@0.2.0.{$0\n  type pollable = u8;\n }\n${LIBRARY}`,
			"pollable input-stream list",
		);
	});

	it("of names of an included world", () => {
		check(`package a:b;\nworld w { include wasi:io/imports@0.2.0 with { $0 } }\n${LIBRARY}`, "plain");
	});

	it("of versions and features in attributes", () => {
		check("package a:b@1.2.0;\ninterface i {\n\t@since(version = $0)\n\tf: func();\n}\n", "1.2.0");
		check(
			"package a:b@1.2.0;\ninterface i {\n\t@unstable(feature = hot)\n\tf: func();\n\t@unstable(feature = $0)\n\tg: func();\n}\n",
			"hot",
		);
	});

	it("of the package as the other files have it", () => {
		check("package $0\n//- /other.wit\npackage a:b@1.0.0;\ninterface i {}\n", "a:b@1.0.0");
	});

	it("of keywords by place", () => {
		check("package a:b;\n$0", "interface world package use @", []);
		check("package a:b;\ninterface i {\n\tresource r {\n\t\t$0\n\t}\n}", "constructor func static @", []);
		check("package a:b;\ninterface i {\n\tf: $0\n}", "func async func", []);
	});

	it("carries documentation and declaration", () => {
		const item = complete(`package a:b;\ninterface i { use wasi:io/streams@0.2.0.{$0}; }\n${LIBRARY}`).find(
			({ label }) => label === "input-stream",
		);
		expect([item?.detail, item?.documentation]).toEqual(["resource input-stream;", "A place to read from."]);
	});

	it("replaces the whole of what is typed of a path, and leads on to its members", () => {
		const fixture = `package a:b;\ninterface i {\n\tuse wasi:io/str$0\n}\n${LIBRARY}`;
		expect(take(fixture, "wasi:io/streams@0.2.0")).toBe("package a:b;\ninterface i {\n\tuse wasi:io/streams@0.2.0.{$0};\n}\n\n");
	});

	it("leaves alone what stands after a path already", () => {
		const fixture = `package a:b;\ninterface i {\n\tuse wasi:$0.{pollable};\n}\n${LIBRARY}`;
		expect(take(fixture, "wasi:io/streams@0.2.0")).toBe(
			"package a:b;\ninterface i {\n\tuse wasi:io/streams@0.2.0.{pollable};\n}\n\n",
		);
	});

	it("escapes names that are words of the language", () => {
		expect(take(`package a:b;\ninterface i { use wasi:io/streams@0.2.0.{$0}; }\n${LIBRARY}`, "list")).toContain("{%list}");
	});

	it("is silent in comments and where a new name is made up", () => {
		check("package a:b;\n// $0", "", []);
		check("package a:b;\ninterface $0", "", []);
	});
});
