/**
 * The runner's process: a debug adapter on standard input and output, for one run. What a guest does, it does in a thread of this
 * process; ending the process ends everything.
 */
import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { createComposer, createTranslator } from "../../server/engine/index.ts";
import { WitnessSession } from "../debug/index.ts";
import { codeFolder, openCache } from "./cache/index.ts";
import { putOffTierUp } from "./tier-up.ts";

const bundled = (name: string) => new URL(`./${name}`, import.meta.url);
const asset = (name: string) => () => {
	putOffTierUp();
	return new WebAssembly.Module(readFileSync(bundled(`assets/${name}`)));
};

const code = codeFolder([bundled("main.mjs")]);
if (code !== null) enableCompileCache(code);
const session = new WitnessSession(
	{
		composer: createComposer(asset("composer.core.wasm")),
		translator: createTranslator(asset("translator.core.wasm")),
		guest: bundled("guest.mjs"),
		drain: bundled("drain.mjs"),
		cache: openCache([bundled("make-program.mjs"), bundled("main.mjs"), bundled("assets/translator.core.wasm")]),
	},
	// What was sent last is still being written.
	() => setTimeout(() => process.exit(0), 50),
);
// Standard output carries the protocol: nothing else may write to it.
console.log = console.error;
session.start(process.stdin, process.stdout);
// A client that is gone ends the run, whatever the guest does.
process.stdin.on("end", () => process.exit(0));
process.stdin.on("error", () => process.exit(0));
