/** `witness dap`: the debug adapter, for editors that are told a command. */
import type { Command } from "./command.ts";
import { bundle } from "./lsp.ts";

export const dap: Command = {
	name: "dap",
	summary: "serve the Debug Adapter Protocol",
	usage: ["", "on standard input and output"],
	options: { stdio: { type: "boolean" } },
	run: (_args, context) => bundle(context.bundled("runner.mjs"), []),
};
