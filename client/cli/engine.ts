/** The engine as the command line has it: its parts are compiled when they are first used. In a file of its own, as a run of what is kept does without. */
import { readFileSync } from "node:fs";
import { createComposer, createTranslator } from "../../server/engine/index.ts";
import { type Engine, putOffTierUp } from "../run/index.ts";

/** `bundled` finds what stands beside the bundle. */
export function openEngine(bundled: (name: string) => URL): Engine {
	const asset = (name: string) => () => {
		putOffTierUp();
		return new WebAssembly.Module(readFileSync(bundled(`assets/${name}`)));
	};
	return {
		composer: createComposer(asset("composer.core.wasm")),
		translator: createTranslator(asset("translator.core.wasm")),
	};
}
