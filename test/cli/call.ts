/** Calls a command of the command line in this process, with the real engine. */
import { type Command, CommandArguments } from "../../client/cli/command.ts";
import { composer, translator } from "../engine/engines.ts";

/** What a command writes, and its exit status. Misuse is thrown, as the command line catches it. */
export async function call(command: Command, positionals: readonly string[], values: Readonly<Record<string, unknown>>) {
	const said = { stdout: "", stderr: "" };
	const status = await command.run(new CommandArguments(values, positionals), {
		stdout: (text) => {
			said.stdout += text;
		},
		stderr: (text) => {
			said.stderr += text;
		},
		composer: () => composer,
		translator: () => translator,
		bundled: (name) => new URL(name, import.meta.url),
	});
	return { ...said, status };
}
