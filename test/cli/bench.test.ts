/** `witness bench` as a process: what it says of mistakes before anything is measured. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { builtCommandLine, type CommandLine } from "../examples/command-line.ts";
import { SHOP } from "../run/tools.ts";

let line: CommandLine;
beforeAll(async () => {
	line = await builtCommandLine();
});
afterAll(() => line.remove());

it.each([
	[[SHOP], /--invoke is missing/],
	[["--invoke", "f()"], /a program \(\.wac, \.wasm or \.wat\) is missing/],
	[[SHOP, "other.wac", "--invoke", "f()"], /one program is expected: there is also other\.wac/],
	[[SHOP, "--invoke", "f()", "--rounds", "1"], /--rounds is a whole number from 3 to 100, not 1/],
	[[SHOP, "--invoke", "lookup(7)"], /expected string/],
	[[SHOP, "--invoke", "lokup()"], /did you mean lookup/],
	[[SHOP, "--invoke", "basket(eur)", "--html", "/"], /cannot be written/],
	[["absent.wac", "--invoke", "f()"], /there is no such file/],
])("%j", (args, message) => {
	const { stderr, stdout, status } = line.witness("bench", ...args);
	expect(stderr).toMatch(message);
	expect(stdout).toBe("");
	expect(status).toBe(2);
});
