/** What a run needs, from the sources of the checkout: the guest's thread runs its TypeScript as it is. */
import path from "node:path";
import type { RunTools } from "../../client/run/index.ts";
import { createComposer, createTranslator } from "../../server/engine/index.ts";
import { asset } from "../assets.ts";
import { root } from "../shared.ts";

/** The tools of a run, made once for a test file. */
export function runTools(): RunTools {
	return {
		composer: createComposer(new WebAssembly.Module(new Uint8Array(asset("composer.core.wasm")))),
		translator: createTranslator(new WebAssembly.Module(new Uint8Array(asset("translator.core.wasm")))),
		guest: new URL("../../client/run/guest/worker.ts", import.meta.url),
		drain: new URL("../../client/run/drain-thread.ts", import.meta.url),
	};
}

export const SHOP = path.join(root, "examples/shop/shop.wac");
