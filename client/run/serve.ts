/** The debug adapter of the runner's process. */
import { readFileSync } from "node:fs";
import { createComposer, createTranslator } from "../../server/engine/index.ts";
import { WitnessSession } from "../debug/index.ts";
import { openCache } from "./cache/index.ts";
import type { GuestWorker } from "./guest/early.ts";
import { putOffTierUp } from "./tier-up.ts";

/** Serves on standard input and output until they end. `bundled` finds what stands beside the bundle; `early` is a thread for the first run. */
export function serve(bundled: (name: string) => URL, early: GuestWorker): void {
	const asset = (name: string) => () => {
		putOffTierUp();
		return new WebAssembly.Module(readFileSync(bundled(`assets/${name}`)));
	};
	let unused: GuestWorker | null = early;
	const session = new WitnessSession(
		{
			composer: createComposer(asset("composer.core.wasm")),
			translator: createTranslator(asset("translator.core.wasm")),
			guest: bundled("guest.mjs"),
			early: () => {
				const taken = unused;
				unused = null;
				return taken;
			},
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
}
