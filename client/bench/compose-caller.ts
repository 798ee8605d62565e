/** Puts a caller before a component: the composition in which a call between two components is timed. */
import type { Composer } from "../../server/engine/index.ts";
import { type CalledFunction, callerText } from "./caller.ts";
import { CALLER_WORLD, callerWit } from "./caller-wit.ts";

export type ComposedCaller =
	| { readonly ok: true; readonly bytes: Uint8Array }
	/** The reason is a part of a sentence. */
	| { readonly ok: false; readonly reason: string };

/** A core module as a component of a world; without a module, one that does nothing but has the right types. Throws what is wrong. */
export async function embedded(wit: string, world: string, core: Uint8Array | null): Promise<Uint8Array> {
	// Loaded here, as it brings a few megabytes of WebAssembly.
	const { componentEmbed, componentNew } = await import("@bytecodealliance/jco-transpile/wasm-tools");
	const made = await componentEmbed({
		...(core === null ? { dummy: true } : { binary: core }),
		witSource: wit,
		world,
		stringEncoding: "utf8",
	});
	return componentNew(made, []);
}

/**
 * `component` exports all functions of `calls`; the last is the one that is timed. Where the host gives them, there is only the caller, which
 * imports them from it.
 */
export async function composeCaller(
	composer: Composer,
	component: Uint8Array,
	name: string,
	calls: readonly CalledFunction[],
	by: "component" | "host" = "component",
): Promise<ComposedCaller> {
	const text = callerText(calls);
	if (!text.ok) return text;
	const wit = composer.componentWit(component);
	if (!wit.ok) return { ok: false, reason: `its interface cannot be read: ${wit.fault.message}` };
	const core = composer.parseWat(text.wat);
	if (!core.ok)
		throw new Error(`the caller's text is not valid: ${[core.fault.message, ...core.fault.causes].join(": ")}\n${text.wat}`);
	const functions = calls.map((call) => call.function);
	let caller: Uint8Array;
	try {
		caller = await embedded(callerWit(wit.value, functions), CALLER_WORLD, core.value);
	} catch (error) {
		return { ok: false, reason: `no caller can be made for it: ${error instanceof Error ? error.message : String(error)}` };
	}
	if (by === "host") return { ok: true, bytes: caller };
	const plugged = composer.plug(caller, [{ name, bytes: component }]);
	if (!plugged.ok)
		return { ok: false, reason: `the caller does not fit: ${[plugged.fault.message, ...plugged.fault.causes].join(": ")}` };
	return { ok: true, bytes: plugged.value };
}
