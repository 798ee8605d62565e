/**
 * The runner's process: a debug adapter on standard input and output, for one run. What a guest does, it does in a thread of this
 * process; ending the process ends everything. As the first file of the command line it starts that thread, and loads the rest meanwhile.
 */
import { enableCompileCache } from "node:module";
import { codeFolder } from "./cache/place.ts";
import { heapFor, startGuestWorker } from "./guest/early.ts";
import { DEFAULT_MEMORY } from "./limits.ts";

const bundled = (name: string) => new URL(`./${name}`, import.meta.url);
const code = codeFolder([bundled("main.mjs")]);
if (code !== null) enableCompileCache(code);
const early = startGuestWorker(bundled("guest.mjs"), heapFor(DEFAULT_MEMORY), code);
const { serve } = await import("./serve.ts");
serve(bundled, early);
