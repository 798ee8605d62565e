/**
 * Runs the command line in a process of its own, for the editor: what a guest or a broken file does to it, the editor does not
 * notice, and a command in the editor and in the terminal cannot disagree.
 */
import { spawn } from "node:child_process";

export interface CommandAnswer {
	/** The exit status of the contract: 0 nothing wrong, 1 errors found, 2 misuse, 3 internal error. */
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Calls `witness ARGS`. `bundle` is the path of the command line's bundle; `signal` ends the process. Never rejects. */
export function runWitness(
	bundle: string,
	args: readonly string[],
	options: { cwd?: string; signal?: AbortSignal } = {},
): Promise<CommandAnswer> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [bundle, ...args], {
			...(options.cwd === undefined ? {} : { cwd: options.cwd }),
			...(options.signal === undefined ? {} : { signal: options.signal }),
			env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", NO_COLOR: "1" },
			stdio: ["ignore", "pipe", "pipe"],
		});
		let stdout = "";
		let stderr = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			stdout += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			stderr += text;
		});
		child.on("error", (error) => resolve({ status: 3, stdout, stderr: `${stderr}${error.message}` }));
		child.on("close", (code) => resolve({ status: code ?? 3, stdout, stderr }));
	});
}
