/** Paths that lead nowhere, and files that are not what they should be: one message, never an internal error, and nothing changed. */
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtCommandLine, type CommandLine } from "../examples/command-line.ts";
import { files, LOOPS } from "../run/guests.ts";

const LATIN1 = Uint8Array.of(...new TextEncoder().encode("package a:b; // caf"), 0xe9, 10);
const at = files({
	"loops.wat": LOOPS,
	"latin1.wit": LATIN1,
	"a.wit": "package a:b;\nworld w {\n}\n",
	"needs.wac": "package a:b;\nlet x = new some:where { ... };\n",
});
symlinkSync(at("circle"), at("circle"));

let line: CommandLine;
beforeAll(async () => {
	line = await builtCommandLine();
});
afterAll(() => line.remove());

const LONG = `${"x".repeat(300)}.wac`;
const places = [
	["a link in a circle", at("circle")],
	["a name that is too long", LONG],
	["a file as a folder", at("loops.wat/a.wac")],
] as const;
const commands = (place: string): readonly (readonly string[])[] => [
	["run", place],
	["describe", place],
	["describe", place, "--format", "json"],
	["check", place],
	["format", place],
	["bindings", place],
	["compose", place.endsWith(".wac") ? place : `${place}.wac`, "-o", at("never.wasm")],
	["plug", place, "--plug", place, "-o", at("never.wasm")],
	["trace", place],
	["run", at("loops.wat"), "--invoke", "add(1, 2)", "--allow", `dir=${place}`],
	["run", at("needs.wac"), "--deps-dir", place],
	["run", at("needs.wac"), "--dep", `some:where=${place}`],
	["run", at("loops.wat"), "--invoke", "add(1, 2)", "--trace", path.join(place, "t.json")],
];

describe("a path that leads nowhere", () => {
	it.each(places.flatMap(([what, place]) => commands(place).map((command) => [what, command[0], command] as const)))(
		"%s: witness %s says so",
		(_what, _name, command) => {
			const { status, stdout, stderr } = line.witness(...command);
			expect(`${stdout}${stderr}`).not.toMatch(/internal error|\n {4}at /);
			expect([1, 2]).toContain(status);
			expect(`${stdout}${stderr}`).toMatch(/error/);
		},
	);
});

describe("a path that was given and is not there", () => {
	it.each(["run", "describe", "bindings", "check", "format"])("is a mistake in the call: witness %s", (command) => {
		const { status, stdout, stderr } = line.witness(command, at("absent.wit"));
		expect(`${stdout}${stderr}`).toMatch(/absent\.wit.*there is no such file/i);
		expect(status).toBe(2);
	});

	it("is told in each format of check, beside what is wrong elsewhere", () => {
		const answer = line.witness("check", at("latin1.wit"), at("absent.wit"), "--format", "json");
		expect(JSON.parse(answer.stdout).map(({ code }: { code: string }) => code)).toEqual(["invalid-utf8", "unreadable-file"]);
		expect(answer.status).toBe(2);
	});

	it("counts for more than a file that is not formatted", () => {
		expect(line.witness("format", "--check", at("absent.wit"), at("latin1.wit")).status).toBe(2);
	});
});

describe("options of a check that cannot be meant", () => {
	it.each([
		[["--deps-dir", "absent"], /--deps-dir absent: there is no such folder/],
		[["--deps-dir", at("latin1.wit")], /latin1\.wit: there is no such folder/],
		[["--features", "a b"], /--features names features with commas between them, not `a b`/],
		[[""], /a path is empty/],
	])("%j", (given, said) => {
		const { status, stdout, stderr } = line.witness("check", at("latin1.wit"), ...given);
		expect(stderr).toMatch(said);
		expect([status, stdout]).toEqual([2, ""]);
	});
});

describe("a file that is no UTF-8", () => {
	it("is not formatted", () => {
		const answer = line.witness("format", at("latin1.wit"));
		expect(answer.stderr).toMatch(/latin1\.wit:1:20: This file is not UTF-8: the byte 0xE9/);
		expect(answer.status).toBe(1);
		expect(new Uint8Array(readFileSync(at("latin1.wit")))).toEqual(LATIN1);
	});
});

describe("a link in a circle beside good files", () => {
	it("does not hide them", () => {
		const folder = path.dirname(at("a.wit"));
		expect(line.witness("check", folder).stdout).not.toContain("no-wit-files");
	});
});

describe("severities of a check", () => {
	const empty = files({ "empty.wit": "package a:b;\ninterface i { use j.{}; }\ninterface j {}\n" });

	it.each([
		[[], /1 warning/, 0],
		[["--severity", "empty-use=error"], /error\[empty-use\]/, 1],
		[["--severity", "specification=off"], /^$/, 0],
		[["--severity", "encoding=error,specification=error", "--severity", "empty-use=information"], /information\[empty-use\]/, 0],
		[["--severity", "empty-use"], /--severity is written CODE=LEVEL/, 2],
		[["--severity", "emty-use=off"], /no diagnostic `emty-use`.* Did you mean `empty-use`/, 2],
	])("%j", (given, said, expected) => {
		const { status, stdout, stderr } = line.witness("check", empty("empty.wit"), ...given);
		expect(`${stdout}${stderr}`).toMatch(said);
		expect(status).toBe(expected);
	});
});
