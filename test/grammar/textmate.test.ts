/** The TextMate grammars, by files in which carets under a line name the scopes above them; and what the editor does between keystrokes. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../shared.ts";

const require = createRequire(import.meta.url);
const folder = path.join(root, "test/grammar/textmate");

/** Runs the test files with the grammars that `package.json` contributes, and a stand-in for Markdown. Answers what the tool says. */
function run(...files: readonly string[]): { readonly ok: boolean; readonly output: string } {
	const tool = require.resolve("vscode-tmgrammar-test/dist/unit.js");
	const markdown = path.join(folder, "markdown.tmLanguage.json");
	const answer = spawnSync(process.execPath, [tool, "--grammar", markdown, ...files], { cwd: root, encoding: "utf8" });
	return { ok: answer.status === 0, output: answer.stdout + answer.stderr };
}

describe("the TextMate grammars", () => {
	it.each(readdirSync(folder).filter((name) => name.includes(".test.")))("give the scopes of %s", (name) => {
		expect(run(path.join(folder, name))).toMatchObject({ ok: true, output: expect.stringContaining("run successfuly") });
	});

	it("are noticed to give other scopes", () => {
		const apart = mkdtempSync(path.join(tmpdir(), "textmate-"));
		const file = path.join(apart, "wrong.wit");
		writeFileSync(file, '// SYNTAX TEST "source.wit"\npackage a:b;\n// <------- keyword.control.wit\n');
		expect(run(file).ok).toBe(false);
		rmSync(apart, { recursive: true });
	});
});

interface EnterRule {
	readonly beforeText: string;
	readonly afterText?: string;
	readonly previousText?: string;
	readonly action: { readonly indent: string; readonly appendText?: string; readonly removeText?: number };
}

interface Configuration {
	readonly indentationRules: { readonly increaseIndentPattern: string; readonly decreaseIndentPattern: string };
	readonly onEnterRules: readonly EnterRule[];
	readonly wordPattern: string;
	readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
}

describe.each(["wit", "wac"])("the language configuration of %s", (language) => {
	const text = readFileSync(path.join(root, "syntaxes", `${language}.language-configuration.json`), "utf8");
	const configuration: Configuration = JSON.parse(text);

	/** What the editor puts at the start of the line that Enter opens. */
	function appendedAfter(before: string, after = "", previous = ""): string | undefined {
		const rule = configuration.onEnterRules.find(
			({ beforeText, afterText, previousText }) =>
				new RegExp(beforeText).test(before) &&
				(afterText === undefined || new RegExp(afterText).test(after)) &&
				(previousText === undefined || new RegExp(previousText).test(previous)),
		);
		return rule?.action.appendText;
	}

	it("goes on with documentation", () => {
		expect(appendedAfter("  /// docs")).toBe("/// ");
		expect(appendedAfter("  //// ruler")).toBeUndefined();
		expect(appendedAfter("  // plain")).toBeUndefined();
		expect(appendedAfter("/** docs", " */")).toBe(" * ");
		expect(appendedAfter(" * more", "", "/** docs")).toBe("* ");
		expect(appendedAfter("a: func();")).toBeUndefined();
	});

	it("indents behind a bracket that stays open", () => {
		const { increaseIndentPattern, decreaseIndentPattern } = configuration.indentationRules;
		const increases = (line: string) => new RegExp(increaseIndentPattern).test(line);
		expect(["interface i {", "  f: func(", "  use a.{"].map(increases)).toEqual([true, true, true]);
		expect(["interface i {}", "  f: func();", "// {", "  type t = u32;"].map(increases)).toEqual([false, false, false, false]);
		const decreases = (line: string) => new RegExp(decreaseIndentPattern).test(line);
		expect(["}", "  ) -> u32;", "  a: u32,"].map(decreases)).toEqual([true, true, false]);
	});

	it("takes a whole name for one word, and folds regions", () => {
		expect("  %red-green-blue: func".match(new RegExp(configuration.wordPattern))?.[0]).toBe("%red-green-blue");
		expect(new RegExp(configuration.folding.markers.start).test("  // #region types")).toBe(true);
		expect(new RegExp(configuration.folding.markers.end).test("// endregion")).toBe(true);
	});
});
