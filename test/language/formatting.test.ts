/** The editor's formatting: one replacement, of the lines that differ alone. */
import { describe, expect, it } from "vitest";
import { formatting } from "../../server/ide/formatting.ts";
import { open } from "../ide/open.ts";

/** The document after formatting, with the lines that were replaced between marks. */
function formatted(text: string): string {
	const { document } = open(`//- /main.wit\n${text}`);
	const edit = formatting(document);
	return edit === null ? "nothing" : `${text.slice(0, edit.span.start)}[${edit.text}]${text.slice(edit.span.end)}`;
}

describe("formatting", () => {
	it("replaces the lines that differ", () => {
		expect(formatted("package a:b;\n\ninterface i {\nf:func();\n  g: func();\n}\n")).toBe(
			"package a:b;\n\ninterface i {\n[  f: func();\n]  g: func();\n}\n",
		);
	});

	it("ends the last line", () => expect(formatted("package a:b;")).toBe("[package a:b;\n]"));

	it("does nothing to a text that is as it should be, or that is broken", () => {
		expect(formatted("package a:b;\n")).toBe("nothing");
		expect(formatted("package   a:b\n")).toBe("nothing");
	});
});
