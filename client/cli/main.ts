#!/usr/bin/env node
/** The command line of Witness: finds the command, gives it what it works with, and turns what it answers into an exit status. */
import { readFileSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Composer, createComposer, createTranslator, type Translator } from "../../server/engine/index.ts";
import { bindings } from "./bindings.ts";
import { check } from "./check.ts";
import { type Command, CommandArguments, type Context, Misuse } from "./command.ts";
import { compose } from "./compose.ts";
import { dap } from "./dap.ts";
import { describe } from "./describe.ts";
import { format } from "./format.ts";
import { lsp } from "./lsp.ts";
import { plug } from "./plug.ts";
import { run } from "./run.ts";
import { trace } from "./trace.ts";

const COMMANDS: readonly Command[] = [check, format, bindings, describe, compose, plug, run, trace, lsp, dap];

const bundled = (name: string) => new URL(`./${name}`, import.meta.url);
const asset = (name: string) => new WebAssembly.Module(readFileSync(bundled(`assets/${name}`)));

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
				if (code !== "EAGAIN") throw error;
				Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
			}
		}
	};
}

let composer: Composer | undefined;
let translator: Translator | undefined;
const context: Context = {
	stdout: write(1),
	stderr: write(2),
	composer: () => (composer ??= createComposer(asset("composer.core.wasm"))),
	translator: () => (translator ??= createTranslator(asset("translator.core.wasm"))),
	bundled,
};

async function main([name, ...rest]: readonly string[]): Promise<number> {
	if (name === undefined || name === "help" || name === "--help" || name === "-h") {
		const wanted = COMMANDS.find((command) => command.name === rest[0]);
		context.stdout(wanted === undefined ? overview() : usage(wanted));
		return name === undefined ? 2 : 0;
	}
	const command = COMMANDS.find((candidate) => candidate.name === name);
	if (command === undefined) {
		context.stderr(`error: there is no command ${name}\n  help: witness help lists the commands\n`);
		return 2;
	}
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

function overview(): string {
	const width = Math.max(...COMMANDS.map((command) => command.name.length));
	const list = COMMANDS.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}\n`).join("");
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
