/** The command line of Witness: finds the command, gives it what it works with, and turns what it answers into an exit status. */
import { writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { type CacheStore, type Engine, type GuestWorker, openCache } from "../run/index.ts";
import { type Command, CommandArguments, type Context } from "./command.ts";
import { run } from "./run.ts";

/** The commands by their names, in the order in which they are listed. Each is loaded when it is called, but for the one that is waited for the most. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
	["check", async () => (await import("./check.ts")).check],
	["format", async () => (await import("./format.ts")).format],
	["bindings", async () => (await import("./bindings.ts")).bindings],
	["describe", async () => (await import("./describe.ts")).describe],
	["compose", async () => (await import("./compose.ts")).compose],
	["plug", async () => (await import("./plug.ts")).plug],
	["run", async () => run],
	["trace", async () => (await import("./trace.ts")).trace],
	["bench", async () => (await import("./bench.ts")).bench],
	["lsp", async () => (await import("./lsp.ts")).lsp],
	["dap", async () => (await import("./dap.ts")).dap],
]);

const bundled = (name: string) => new URL(`./${name}`, import.meta.url);

/** Written at once: what is printed must be out before the process ends, whatever ends it. */
function write(descriptor: 1 | 2): (text: string | Uint8Array) => void {
	return (text) => {
		const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
		for (let at = 0; at < bytes.length; ) {
			try {
				at += writeSync(descriptor, bytes, at);
			} catch (error) {
				const code = error instanceof Error && "code" in error ? error.code : null;
				// A full pipe is waited for; one that nobody reads any more ends the process, as its signal would.
				if (code === "EPIPE") process.exit(141);
				if (code !== "EAGAIN") unprintable(descriptor, String(code ?? error));
				Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
			}
		}
	};
}

/** Ends the process, as what it has to say cannot be said: a full disk behind standard output, for example. */
function unprintable(descriptor: 1 | 2, reason: string): never {
	if (descriptor === 1) {
		const message = `error: standard output cannot be written (${reason})\n  help: send it to where there is room\n`;
		write(2)(message);
	}
	process.exit(2);
}

let engine: Engine | undefined;
let cache: CacheStore | null | undefined;
const context: Context = {
	stdout: write(1),
	stderr: write(2),
	composer: () => loaded().composer,
	translator: () => loaded().translator,
	engine: loadEngine,
	cache: () => {
		cache ??= openCache([bundled("make-program.mjs"), bundled("main.mjs"), bundled("assets/translator.core.wasm")]);
		return cache;
	},
	bundled,
};

async function loadEngine(): Promise<Engine> {
	engine ??= (await import("./engine.ts")).openEngine(bundled);
	return engine;
}

/** All commands but those that ask for it themselves find it loaded. */
function loaded(): Engine {
	if (engine === undefined) throw new Error("the engine is not loaded yet");
	return engine;
}

async function answer([name, ...rest]: readonly string[], guest: GuestWorker | null): Promise<number> {
	if (name === undefined || name === "help" || name === "--help" || name === "-h") {
		const wanted = COMMANDS.get(rest[0] ?? "");
		context.stdout(wanted === undefined ? await overview() : usage(await wanted()));
		return name === undefined ? 2 : 0;
	}
	const load = COMMANDS.get(name);
	if (load === undefined) {
		context.stderr(`error: there is no command ${name}\n  help: witness help lists the commands\n`);
		return 2;
	}
	const command = await load();
	if (command !== run) await loadEngine();
	try {
		const options = { ...command.options, help: { type: "boolean", short: "h" } } as const;
		const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true });
		if (values["help"] === true) {
			context.stdout(usage(command));
			return 0;
		}
		return await command.run(new CommandArguments(values, positionals), { ...context, guest });
	} catch (error) {
		if (!isMisuse(error)) throw error;
		context.stderr(
			`error: ${error.message}\n  help: witness ${command.name} ${command.usage[0]} (see witness help ${command.name})\n`,
		);
		return 2;
	}
}

/** A mistake that the command found in its arguments, or that `parseArgs` did. By its name: commands are bundled apart, each with a class of its own. */
function isMisuse(error: unknown): error is Error {
	return (
		error instanceof Error && (error.name === "Misuse" || ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")))
	);
}

async function overview(): Promise<string> {
	const commands = await Promise.all([...COMMANDS.values()].map((load) => load()));
	const width = Math.max(...commands.map((command) => command.name.length));
	const list = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}\n`).join("");
	return `witness COMMAND …: WIT and WebAssembly components\n\n${list}\nwitness help COMMAND says more.\n`;
}

function usage(command: Command): string {
	const [first, ...lines] = command.usage;
	return `witness ${command.name} ${first}\n${command.summary}\n\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** Does what the arguments say, and ends the process. `guest` is a thread that may serve, where one was started. */
export function main(args: readonly string[], guest: GuestWorker | null): void {
	answer(args, guest).then(
		(status) => process.exit(status),
		(error: unknown) => {
			const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
			context.stderr(`internal error: ${text}\n  help: this is a defect of Witness: please report it\n`);
			process.exit(3);
		},
	);
}
