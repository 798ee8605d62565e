import { setFlagsFromString } from "node:v8";

/**
 * Keeps compiled WebAssembly for as long as this process lives. V8 frees what it has compiled better meanwhile, at the loops of whatever runs then;
 * in the versions of Node 24 its books of that memory do not always agree, and the process ends with "Check failed:
 * jit_page_->allocations_.erase" (nodejs/node 64500): seen here where a guest that loops for ever was stopped. What is kept is a few
 * megabytes of the engine's first code. Not in Electron, where setting a flag may end the process: the editor gives it on the command line.
 */
export function keepWasmCode(): void {
	if (process.versions["electron"] === undefined) setFlagsFromString("--no-wasm-code-gc");
}
