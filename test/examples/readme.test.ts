import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../shared.ts";
import { builtCommandLine, type CommandLine } from "./command-line.ts";

/** What a README shows of the command line: each `$ witness …` in a console block with the lines under it. */
function sessions(readme: string): readonly { command: string; shown: string }[] {
	const text = readFileSync(path.join(root, readme), "utf8");
	return [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = ""]) =>
		block
			.split(/^\$ witness /m)
			.slice(1)
			.map((part) => {
				const end = part.indexOf("\n");
				return { command: part.slice(0, end), shown: part.slice(end + 1).trim() };
			}),
	);
}

/** The words of a command as a shell takes them apart: by blanks, but for what is in single quotes. */
function words(command: string): string[] {
	return [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

let commandLine: CommandLine;

beforeAll(async () => {
	commandLine = await builtCommandLine();
});

afterAll(() => commandLine.remove());

describe.each(["README.md", "examples/shop/README.md", "examples/bench/README.md"])("what %s shows", (readme) => {
	it.each(sessions(readme))("$command", ({ command, shown }) => {
		const answer = commandLine.witness(...words(command));
		const failed = /^(err\(|error:)/m.test(shown);
		// A README shows of a trap what people read first, the first line at least, and not the places in the core modules.
		const error = answer.stderr
			.replace(/^ {4}at .*\n/gm, "")
			.split("\n")
			.slice(0, shown.split("\n").length);
		const printed = shown.startsWith("error:") ? error.join("\n") : answer.stdout;
		expect({ printed: printed.trim(), status: answer.status }).toEqual({ printed: shown, status: failed ? 1 : 0 });
	});
});

describe("witness bindings", () => {
	let folder = "";

	beforeAll(() => {
		folder = mkdtempSync(path.join(tmpdir(), "witness-bindings-"));
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it("writes the sides and worlds that are asked for, and nothing twice", () => {
		const ask = () =>
			commandLine.witness("bindings", "examples/shop/wit", "--world", "cart-service", "--guest", "--out", path.join(folder, "a"));
		const first = ask();
		expect(first).toMatchObject({ status: 0, stderr: "3 written, 0 unchanged, 0 removed\n" });
		const files = ["cart-service.d.ts", "interfaces/shop-checkout-cart.d.ts", "interfaces/shop-checkout-types.d.ts"];
		expect(first.stdout.trim().split("\n")).toEqual(files.map((file) => path.join(folder, "a/guest/cart-service", file)));
		expect(ask()).toMatchObject({ status: 0, stdout: "", stderr: "0 written, 3 unchanged, 0 removed\n" });
	});

	it.each([
		[
			["examples/shop/wit", "--world", "nope"],
			1,
			/^error: examples\/shop\/wit: shop:checkout@0\.1\.0 has no world `nope`: it has catalog-service, /,
		],
		[["examples/nothing"], 2, /^error: examples\/nothing: there is no such file or folder\n {2}help: check the path\n$/],
		[["examples/shop"], 2, /^error: examples\/shop: there are no \.wit files in this folder\n {2}help: /],
		[["examples/shop/shop.wac"], 2, /^error: examples\/shop\/shop\.wac: this is no WIT\n {2}help: /],
		[["examples/shop/wit", "--guest", "--host"], 2, /^error: --guest and --host exclude each other/],
		[[], 2, /^error: a WIT package is missing/],
	])("says what is wrong with %j and writes nothing", (args, status, message) => {
		expect(commandLine.witness("bindings", ...args, "--out", path.join(folder, "b"))).toMatchObject({
			status,
			stdout: "",
			stderr: expect.stringMatching(message),
		});
		expect(readdirSync(folder)).not.toContain("b");
	});
});
