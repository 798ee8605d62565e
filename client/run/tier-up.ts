/**
 * V8 compiles WebAssembly twice: quickly when a function is first called, and better, in the background, when it has been called often. Of the
 * engine, a process that composes and translates one program calls most functions a few times only: it is done before the second pays, and on a
 * machine with few or busy cores it waits for it as long again. So it is put off until the guest starts, whose code may well run for long.
 */
import { setFlagsFromString } from "node:v8";

let isPutOff = false;

/**
 * Leaves the second compilation out of all WebAssembly of this process, from now on. To be called before the engine is compiled. Not in Electron:
 * there the flags of the engine may be frozen, and setting one would end the process.
 */
export function putOffTierUp(): void {
	if (isPutOff || process.versions["electron"] !== undefined) return;
	isPutOff = true;
	setFlagsFromString("--no-wasm-dynamic-tiering");
	setFlagsFromString("--no-wasm-tier-up");
}

/** Gives it back to what is compiled from now on. */
export function allowTierUp(): void {
	if (!isPutOff) return;
	isPutOff = false;
	setFlagsFromString("--wasm-dynamic-tiering");
	setFlagsFromString("--wasm-tier-up");
}
