/** `witness lsp` and `witness dap`: the process that stands for another one ends as that one does. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { builtCommandLine, type CommandLine } from "../examples/command-line.ts";

let line: CommandLine;
beforeAll(async () => {
	line = await builtCommandLine();
});
afterAll(() => line.remove());

/** The process that `witness dap` has started, once it is there. */
async function childOf(parent: number): Promise<number> {
	const children = `/proc/${parent}/task/${parent}/children`;
	for (;;) {
		const found = existsSync(children)
			? readFileSync(children, "utf8")
			: spawnSync("pgrep", ["-P", String(parent)], { encoding: "utf8" }).stdout;
		const [first = ""] = found.trim().split(/\s+/);
		if (first !== "") return Number(first);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

it.each([
	["SIGKILL", 3],
	["SIGTERM", 0],
] as const)("ends with the status of what %s has ended", async (signal, status) => {
	const adapter = spawn(process.execPath, [line.bundle("witness"), "dap"]);
	const exited = new Promise((resolve) => adapter.on("exit", resolve));
	process.kill(await childOf(adapter.pid ?? 0), signal);
	expect(await exited).toBe(status);
});

it("ends when the client has gone", async () => {
	const adapter = spawn(process.execPath, [line.bundle("witness"), "dap"]);
	const exited = new Promise((resolve) => adapter.on("exit", resolve));
	adapter.stdin.end();
	expect(await exited).toBe(0);
});
