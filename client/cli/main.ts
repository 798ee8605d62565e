/** The command line of Witness: finds the command, gives it what it works with, and turns what it answers into an exit status. */
import { readFileSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Composer, createComposer, createTranslator, type Translator } from "../../server/engine/index.ts";
import { type CacheStore, keepWasmCode, openCache, putOffTierUp } from "../run/index.ts";
import { type Command, CommandArguments, type Context, Misuse } from "./command.ts";

/** The commands by their names, in the order in which they are listed. Each is loaded when it is called. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
	["check", async () => (await import("./check.ts")).check],
	["format", async () => (await import("./format.ts")).format],
	["bindings", async () => (await import("./bindings.ts")).bindings],
	["describe", async () => (await import("./describe.ts")).describe],
	["compose", async () => (await import("./compose.ts")).compose],
	["plug", async () => (await import("./plug.ts")).plug],
	["run", async () => (await import("./run.ts")).run],
	["trace", async () => (await import("./trace.ts")).trace],
	["bench", async () => (await import("./bench.ts")).bench],
	["lsp", async () => (await import("./lsp.ts")).lsp],
	["dap", async () => (await import("./dap.ts")).dap],
]);

const bundled = (name: string) => new URL(`./${name}`, import.meta.url);

/** A part of the engine, compiled when it is first used. */
function asset(name: string): () => WebAssembly.Module {
	return () => {
		keepWasmCode();
		putOffTierUp();
		return new WebAssembly.Module(readFileSync(bundled(`assets/${name}`)));
	};
}

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

let composer: Composer | undefined;
let translator: Translator | undefined;
let cache: CacheStore | null | undefined;
const context: Context = {
	stdout: write(1),
	stderr: write(2),
	composer: () => (composer ??= createComposer(asset("composer.core.wasm"))),
	translator: () => (translator ??= createTranslator(asset("translator.core.wasm"))),
	cache: () => {
		cache ??= openCache([bundled("witness.mjs"), bundled("guest.mjs"), bundled("assets/translator.core.wasm")]);
		return cache;
	},
	bundled,
};

async function main([name, ...rest]: readonly string[]): Promise<number> {
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
	try {
		const options = { ...command.options, help: { type: "boolean", short: "h" } } as const;
		const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true });
		if (values["help"] === true) {
			context.stdout(usage(command));
			return 0;
		}
		return await command.run(new CommandArguments(values, positionals), context);
	} catch (error) {
		if (!isMisuse(error)) throw error;
		context.stderr(
			`error: ${error.message}\n  help: witness ${command.name} ${command.usage[0]} (see witness help ${command.name})\n`,
		);
		return 2;
	}
}

/** A mistake that the command found in its arguments, or that `parseArgs` did. */
function isMisuse(error: unknown): error is Error {
	return (
		error instanceof Misuse || (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))
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

main(process.argv.slice(2)).then(
	(status) => process.exit(status),
	(error: unknown) => {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		context.stderr(`internal error: ${text}\n  help: this is a defect of Witness: please report it\n`);
		process.exit(3);
	},
);
