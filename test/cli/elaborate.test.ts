/** `witness describe --elaborate`: the worlds of a package or a component written out. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { Misuse } from "../../client/cli/command.ts";
import { describe as command } from "../../client/cli/describe.ts";
import { call } from "./call.ts";

const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
afterAll(() => rmSync(folder, { recursive: true }));

const worlds = path.join(folder, "worlds.wit");
writeFileSync(
	worlds,
	`package a:b@1.0.0;
interface types { type id = u32; }
interface user { use types.{id}; f: func() -> id; }
world inner { import log: func(line: string); }
world outer { include inner with { log as say } export run: func(); export user; }
`,
);

function describeWith(place: string, values: Readonly<Record<string, unknown>>) {
	return call(command, [place], values);
}

it("writes one world out, with what it includes and needs, in the order of an encoder", async () => {
	expect(await describeWith(worlds, { elaborate: true, world: "outer" })).toEqual({
		stdout: `package a:b@1.0.0;

world outer {
  import a:b/types@1.0.0;
  import say: func(line: string);
  export run: func();
  export a:b/user@1.0.0;
}
`,
		stderr: "",
		status: 0,
	});
});

it("writes all worlds of the package, and those of a component", async () => {
	const { stdout } = await describeWith(worlds, { elaborate: true });
	expect(stdout.match(/world \w+/g)).toEqual(["world inner", "world outer"]);
	const component = path.join(folder, "part.wat");
	writeFileSync(component, `(component (import "a:b/c" (instance)) (import "f" (func)))`);
	expect((await describeWith(component, { elaborate: true })).stdout).toBe(
		"package root:component;\n\nworld root {\n  import a:b/c;\n  import f: func();\n}\n",
	);
});

it("says which worlds there are, and what the options go with", async () => {
	expect(await describeWith(worlds, { elaborate: true, world: "other" })).toEqual({
		stdout: "",
		stderr: `error: ${worlds}: there is no world \`other\` in it\n  help: its worlds: inner, outer\n`,
		status: 2,
	});
	await expect(async () => describeWith(worlds, { world: "outer" })).rejects.toThrow(Misuse);
	await expect(async () => describeWith(worlds, { elaborate: true, format: "json" })).rejects.toThrow(Misuse);
});
