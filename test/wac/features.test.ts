import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wacCodeLenses } from "../../server/wac/code-lens.ts";
import { wacCompletions } from "../../server/wac/completion.ts";
import { wacDefinition } from "../../server/wac/definition.ts";
import { wacDocumentSymbols } from "../../server/wac/document-symbols.ts";
import { wacHover } from "../../server/wac/hover.ts";
import { open, problemsOf } from "./open.ts";

const HEAD = "package a:app;\n\nlet clock = new test:clock {};\n";

describe("completion in a composition", () => {
	function check(fixture: string, expected: readonly string[]): void {
		const { document, offset } = open(fixture);
		expect(wacCompletions(document, offset).map(({ label }) => label)).toEqual(expected);
	}

	/** The text after the completion with this label was taken. */
	function take(fixture: string, label: string): string {
		const { document, offset, text } = open(fixture);
		const item = wacCompletions(document, offset).find((completion) => completion.label === label);
		if (item === undefined) throw new Error(`no completion ${label}`);
		return text.slice(0, item.span.start) + (item.insert ?? item.label) + text.slice(item.span.end);
	}

	it("offers the components that were found after new, and no packages of interfaces", () => {
		check(`${HEAD}let g = new $0`, ["test:clock", "test:greeter"]);
		check(`${HEAD}let g = new test:gr$0 { ... };`, ["test:clock", "test:greeter"]);
		expect(take(`let g = new test:gr$0 { ... };`, "test:greeter")).toBe("let g = new test:greeter { ... };");
		expect(take(`let g = new test:gr$0`, "test:greeter")).toBe("let g = new test:greeter { $0 }");
	});

	it("offers the imports that have no argument, filled from an instance that exports them", () => {
		check(`${HEAD}let g = new test:greeter { $0 };`, ['"test:time/clock@1.0.0"', "plain", "...clock", "..."]);
		check(`${HEAD}let g = new test:greeter { plain: clock, $0 };`, ['"test:time/clock@1.0.0"', "...clock", "..."]);
		const filled = `${HEAD}let g = new test:greeter { "test:time/clock@1.0.0": clock["test:time/clock@1.0.0"] };`;
		expect(take(`${HEAD}let g = new test:greeter { $0 };`, '"test:time/clock@1.0.0"')).toBe(filled);
		expect(take(`${HEAD}let g = new test:greeter { "test$0" };`, '"test:time/clock@1.0.0"')).toBe(filled);
	});

	it("offers what an instance exports, after a dot and in brackets", () => {
		check(`${HEAD}let now = clock.$0`, ["clock"]);
		check(`${HEAD}let now = clock.clock.$0`, ["now"]);
		check(`${HEAD}let now = clock["$0`, ['"test:time/clock@1.0.0"']);
		expect(take(`${HEAD}let now = clock["te$0"];`, '"test:time/clock@1.0.0"')).toBe(
			`${HEAD}let now = clock["test:time/clock@1.0.0"];`,
		);
	});

	it("offers names in expressions and statements at the start of a line", () => {
		check(`${HEAD}let x = $0`, ["clock", "new"]);
		check(`${HEAD}export $0`, ["clock", "new"]);
		check(`${HEAD}l$0`, ["let", "import", "export", "package", "interface", "world", "type"]);
	});

	it("offers interfaces of packages for an import, and worlds for targets", () => {
		check("import c: $0", ["test:time/clock@1.0.0", "func", "interface"]);
		check("package a:b targets $0", ["test:time/ticking@1.0.0"]);
	});

	it("knows the functions of an imported interface", () => {
		check("import c: test:time/clock;\nlet x = c.$0", ["now"]);
		check("import c: interface { tick: func(); };\nlet x = c.$0", ["tick"]);
	});
});

describe("hover in a composition", () => {
	function check(fixture: string, expected: string): void {
		const { document, offset } = open(fixture);
		expect(wacHover(document, offset)?.markdown ?? "").toBe(expected.trim());
	}

	it("shows what a package imports and exports", () => {
		check(
			"let g = new test:gr$0eeter { ... };",
			`
\`\`\`wit
component test:greeter {
	import test:time/clock@1.0.0;
	import plain;
	export test:greet/api;
	export run;
}
\`\`\`

*from \`/w/deps/test/greeter.wat\`*`,
		);
	});

	it("shows what a name stands for", () => {
		check(`${HEAD}export clo$0ck...;`, "```wit\nclock: instance of test:clock {\n\ttest:time/clock@1.0.0;\n}\n```");
	});

	it("shows what is taken out of an instance", () => {
		check(
			`${HEAD}export clock["test:time/cl$0ock@1.0.0"];`,
			"```wit\ninterface test:time/clock@1.0.0 {\n\tnow: func() -> u32;\n}\n```",
		);
	});

	it("says where a package was looked for that is not there", () => {
		const { document, offset } = open("let g = new test:gre$0ter {};");
		expect(wacHover(document, offset)?.markdown).toContain("did you mean `test:greeter`?");
	});
});

describe("definition in a composition", () => {
	function check(fixture: string, path: string, name: string): void {
		const { document, offset, text } = open(fixture);
		const found = wacDefinition(document, offset);
		expect([
			found?.path,
			found === null || found.path !== document.path ? "" : text.slice(found.span.start, found.span.end),
		]).toEqual([path, name]);
	}

	it("leads from a name to its let, and from a package to its file", () => {
		check(`${HEAD}export clo$0ck...;`, "/w/app.wac", "clock");
		check(`${HEAD}let g = new test:greeter { cl$0ock };`, "/w/app.wac", "clock");
		check(`${HEAD}let g = new test:gre$0eter { ... };`, "/w/deps/test/greeter.wat", "");
		check("import c: test:ti$0me/clock;", "/w/deps/test/time.wit", "");
	});
});

describe("symbols and lenses of a composition", () => {
	const TEXT = `${HEAD}let g = new test:greeter { ... };\nimport c: test:time/clock;\nexport g.api;\nexport g.run as "go";\nexport clock...;\n`;

	it("name what the statements bind and export", () => {
		const entries = wacDocumentSymbols(open(TEXT).document);
		expect(entries.map(({ name, kind, detail }) => `${name} ${kind} ${detail}`)).toEqual([
			"a:app package package",
			"clock variable test:clock",
			"g variable test:greeter",
			"c import test:time/clock",
			"g.api export export",
			'"go" export export',
			"clock export export",
		]);
	});

	it("run each function that is exported", () => {
		const lenses = wacCodeLenses(open(TEXT).document);
		expect(lenses.map((lens) => `${lens.interface ?? ""}#${lens.function}`)).toEqual([
			"test:greet/api#greet",
			"#go",
			"test:time/clock@1.0.0#now",
		]);
	});
});

describe("features in broken compositions", () => {
	const TEXT = `${HEAD}import t: test:time/clock;
let g = new test:greeter { plain: clock.clock.now, "test:time/clock@1.0.0": (clock["test:time/clock@1.0.0"]), ...t, ... };
interface i { f: func(); } // 🦊
export g.api; export g.run as "go";
export clock...;
`;
	const breaking = fc.record({
		at: fc.nat(TEXT.length),
		cut: fc.oneof(fc.constant(TEXT.length), fc.nat(30)),
		insert: fc.constantFrom("", "{", "}", '"', ".", "[", "new ", "let ", "...", "/*", "\u0000", "🦊", ":"),
	});

	it("answer something at every place, and say what is wrong inside the text", () => {
		fc.assert(
			fc.property(breaking, ({ at, cut, insert }) => {
				const { document, offset, text } = open(`${TEXT.slice(0, at)}${insert}$0${TEXT.slice(at + cut)}`);
				for (const { span } of wacCompletions(document, offset)) {
					expect(span.start).toBeLessThanOrEqual(offset);
					expect(span.end).toBeGreaterThanOrEqual(offset);
				}
				wacHover(document, offset);
				wacDefinition(document, offset);
				wacDocumentSymbols(document);
				wacCodeLenses(document);
				for (const { start, end } of problemsOf(document)) {
					expect(start).toBeLessThanOrEqual(end);
					expect(end).toBeLessThanOrEqual(text.length);
				}
			}),
			{ numRuns: 150 },
		);
	});
});
