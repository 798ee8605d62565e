import nodeModule from "node:module";
import { setFlagsFromString } from "node:v8";

/**
 * Keeps compiled WebAssembly for as long as this process lives. V8 frees what it has compiled better meanwhile, at the loops of whatever runs then;
 * in the versions of Node 24 its books of that memory do not always agree, and the process ends with "Check failed:
 * jit_page_->allocations_.erase" (nodejs/node 64500): seen here where a guest that loops for ever was stopped. What is kept is a few
 * megabytes of first code. Not in Electron, where setting a flag may end the process: the editor gives it on the command line.
 *
 * To be called as late as can be, just before code runs that may be compiled better: what the engine has kept of compiled JavaScript, Node's own
 * included, counts for the same flags only, so that a thread that is started after this takes twice as long to start.
 */
export function keepWasmCode(): void {
	if (process.versions["electron"] !== undefined) return;
	keepJavaScript();
	setFlagsFromString("--no-wasm-code-gc");
}

/** Has the engine write down what it made of the JavaScript of this thread, where it may, while its flags are those of the next start. */
export function keepJavaScript(): void {
	// It is not there before Node 22.10.
	nodeModule.flushCompileCache?.();
}
