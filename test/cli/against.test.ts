/** `witness check --against` and `witness describe --for`, called as the command line calls them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check } from "../../client/cli/check.ts";
import { Misuse } from "../../client/cli/command.ts";
import { describe as describeCommand } from "../../client/cli/describe.ts";
import { composer, expectValue } from "../engine/engines.ts";
import { root } from "../shared.ts";
import { call } from "./call.ts";

const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
afterAll(() => rmSync(folder, { recursive: true }));

const OLD = "package a:b@1.0.0;\n\ninterface i {\n\tf: func(x: u8);\n}\n";
const NEW = "package a:b@1.1.0;\n\ninterface i {\n\tf: func(x: u16);\n\tg: func();\n}\n";

function write(name: string, text: string | Uint8Array): string {
	const place = path.join(folder, name);
	mkdirSync(path.dirname(place), { recursive: true });
	writeFileSync(place, text);
	return place;
}
const [old, now] = [path.dirname(write("old/a.wit", OLD)), path.dirname(write("new/a.wit", NEW))];

describe("check --against", () => {
	it("tells what changed, at its place, with the old place, and gives one line of advice", async () => {
		const { stdout, status } = await call(check, [now], { against: old });
		expect(status).toBe(1);
		expect(
			stdout.replaceAll(folder, ""),
		).toBe(`/new/a.wit:4:13: error[breaking-change]: Interface \`i\` → function \`f\` → parameter \`x\`: it was \`u8\` and is \`u16\` now. Leave it and add the new form under another name, or publish a new major version. (type-changed, breaks callers and implementers)
  4 | \tf: func(x: u16);
    | \t           ^^^
  /old/a.wit:4:13: in the old version

/new/a.wit:5:2: information[additive-change]: Interface \`i\` → function \`g\`: it is new. Who implements the interface has to add it to offer this version. (function-added, breaks implementers)
  5 | \tg: func();
    | \t^
  /old/a.wit:3:11: in the old version

/new/a.wit:1:13: error[version-too-low]: The version 1.1.0 does not say so: with what breaks since 1.0.0, it has to be 2.0.0 at least.
  1 | package a:b@1.1.0;
    |             ^^^^^
  /old/a.wit:1:13: the old version

2 errors, 0 warnings, 1 note
a:b 1.0.0 → 1.1.0: breaking changes need 2.0.0 at least
`);
	});

	it("is content with a version that announces what breaks", async () => {
		const announced = path.dirname(write("announced/a.wit", NEW.replace("1.1.0", "2.0.0")));
		const { stdout, status } = await call(check, [announced], { against: old });
		expect(status).toBe(0);
		expect(stdout).toContain("information[breaking-change]");
		expect(stdout).toContain("a:b 1.0.0 → 2.0.0: the version fits (breaking changes)\n");
	});

	it("gives each change its code in JSON, and no advice beside it", async () => {
		const found: unknown = JSON.parse((await call(check, [now], { against: old, format: "json" })).stdout);
		expect(found).toMatchObject([
			{
				code: "breaking-change",
				change: { code: "type-changed", level: "major", breaks: ["callers", "implementers"], unstable: null },
			},
			{ code: "additive-change", severity: "information", change: { code: "function-added", level: "minor" } },
			{ code: "version-too-low", severity: "error" },
		]);
	});

	it("compares with a file, and with a binary package, whose lines nobody can look at", async () => {
		const wasm = write("old.wasm", expectValue(composer.encodeWit([{ path: "a.wit", text: OLD }], [], [])));
		const { stdout } = await call(check, [now], { against: wasm });
		expect(stdout).toContain("old.wasm:1:1: in the old version");
		expect((await call(check, [path.join(now, "a.wit")], { against: path.join(old, "a.wit") })).status).toBe(1);
		expect((await call(check, [old], { against: old })).stdout).toBe("a:b 1.0.0 → 1.0.0: nothing changed\n");
	});

	it("compares with a revision of git", async () => {
		const repository = path.dirname(
			path.dirname(write("repository/wit/a.wit", OLD.replace("interface i {", "interface i {\n\tuse c:d/e.{t};"))),
		);
		write("repository/wit/deps/c/d.wit", "package c:d;\ninterface e { type t = u8; }\n");
		const git = (...words: string[]) =>
			execFileSync("git", ["-C", repository, "-c", "user.name=n", "-c", "user.email=e", ...words]);
		git("init", "-q");
		git("add", ".");
		git("commit", "-q", "-m", "first");
		write("repository/wit/a.wit", NEW.replace("interface i {", "interface i {\n\tuse c:d/e.{t};"));
		const { stdout, status } = await call(check, [path.join(repository, "wit")], { against: "git:HEAD" });
		expect(status).toBe(1);
		expect(stdout).toMatch(/HEAD:\.?\/?a\.wit:5:13: in the old version/);
		expect(stdout.match(/error\[/g)).toHaveLength(2);
		for (const wrong of ["git:nowhere", "git:--help", "git:HEAD;ls"]) {
			await expect(call(check, [path.join(repository, "wit")], { against: wrong })).rejects.toThrow(Misuse);
		}
	});

	it("compares nothing where one of the two has errors", async () => {
		const broken = path.dirname(write("broken/a.wit", "package a:b@1.0.0;\ninterface i { f: func(x: nope); }\n"));
		for (const [place, against] of [
			[now, broken],
			[broken, now],
		] as const) {
			const { stdout, status } = await call(check, [place], { against });
			expect(status).toBe(1);
			expect(stdout).toContain("unresolved-name");
			expect(stdout).toContain(`not compared with ${against}: mend the errors first\n`);
		}
	});

	it.each([
		["two paths", [old, now], old, "compares one PATH"],
		["a path that is not there", [path.join(folder, "nothing")], old, "there is no such file or folder"],
		["an old path that is not there", [now], path.join(folder, "nothing"), "there is no such file or folder"],
		["a composition", [write("a.wac", "package a:b;\n")], old, "is a composition"],
		["an old composition", [now], write("a.wac", "package a:b;\n"), "a composition has no versions"],
		["a component", [now], path.join(root, "examples/shop/deps/shop/cart.wasm"), "is a component"],
	])("refuses %s", async (_, paths, against, message) => {
		await expect(call(check, paths, { against })).rejects.toThrow(message);
	});
});

describe("describe --for", () => {
	const pricing = path.join(root, "examples/shop/deps/shop/pricing.wasm");
	const wit = path.join(root, "examples/shop/wit");

	it("says that a component is usable, or at which place of the package it is not", async () => {
		expect(await call(describeCommand, [pricing], { for: wit, world: "pricing-service" })).toEqual({
			stdout: `${pricing} is usable for shop:checkout/pricing-service@0.1.0\n`,
			stderr: "",
			status: 0,
		});
		const { stdout, status } = await call(describeCommand, [pricing], { for: wit, world: "cart-service" });
		expect(status).toBe(1);
		expect(stdout).toMatch(
			/breaks: export `shop:checkout\/cart@0\.1\.0`: the world .* asks for this interface, .*\n {4}.*shop\.wit:\d+:\d+\n/,
		);
	});

	it("gives the same as JSON", async () => {
		const { stdout } = await call(describeCommand, [pricing], { for: wit, world: "cart-service", format: "json" });
		expect(JSON.parse(stdout)).toMatchObject({
			usable: false,
			differences: [{ kind: "missing-export" }, { kind: "extra-export" }],
		});
	});

	it.each([
		["several worlds", pricing, { for: wit }, "say which with --world"],
		["a world that is not there", pricing, { for: wit, world: "nope" }, "there is no world `nope`"],
		["a package in place of the component", wit, { for: wit, world: "cart-service" }, "this is a package of WIT"],
		["a package that is not there", pricing, { for: path.join(folder, "nothing") }, "there is no such file or folder"],
	])("refuses %s", async (_, place, values, message) => {
		const { stderr, status } = await call(describeCommand, [place], values);
		expect(status).toBe(2);
		expect(stderr).toContain(message);
	});

	it("refuses other ways to describe beside it", async () => {
		await expect(call(describeCommand, [pricing], { for: wit, elaborate: true })).rejects.toThrow(Misuse);
		await expect(call(describeCommand, [pricing], { for: wit, format: "wit" })).rejects.toThrow(Misuse);
	});
});
