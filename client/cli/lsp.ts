/** `witness lsp`: the language server, for editors that are told a command. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Command } from "./command.ts";

export const lsp: Command = {
	name: "lsp",
	summary: "serve the Language Server Protocol",
	usage: ["--stdio", "--stdio              on standard input and output (the only way, and the default)"],
	options: { stdio: { type: "boolean" } },
	run: (_args, context) => bundle(context.bundled("server.mjs"), ["--stdio"]),
};

/** Runs another bundle with this process's streams; its exit status. */
export function bundle(script: URL, args: readonly string[]): Promise<number> {
	const child = spawn(process.execPath, [fileURLToPath(script), ...args], { stdio: "inherit" });
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
	return new Promise((resolve) => {
		// Without a code a signal has ended it: ours is passed on and is no error, any other is.
		child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 3)));
		child.on("error", () => resolve(3));
	});
}
