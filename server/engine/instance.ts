import type { Answer, Fault } from "./fault.ts";

/** The part of a component that jco made which all have in common: what it imports, and how it is instantiated. */
type Instantiate<Exports> = (
	coreModule: () => WebAssembly.Module,
	imports: {
		readonly "witness:engine/faults": object;
		readonly "witness:engine/panics": { say(letter: string): void };
	},
	instantiateCore: (module: WebAssembly.Module, imports: WebAssembly.Imports) => WebAssembly.Instance,
) => Exports;

/** A compiled core module, or a way to have it: asked for at the first call, once. */
export type CoreModule = WebAssembly.Module | (() => WebAssembly.Module);

/** Memory never shrinks: an instance that once took more than this is given up after the call, in bytes. */
const MEMORY_KEPT = 128 * 1024 * 1024;

/**
 * Keeps an instance of a component of the engine, and makes a new one where the last one cannot be used any more: a panic
 * leaves an instance that refuses every further call.
 */
export function keepInstance<Exports>(instantiate: Instantiate<Exports>, core: CoreModule) {
	let instance: Exports | undefined;
	let memory: WebAssembly.Memory | undefined;
	let compiled: WebAssembly.Module | undefined;
	let panic = "";

	const open = (): Exports => {
		panic = "";
		const module = compiled ?? (typeof core === "function" ? core() : core);
		compiled = module;
		const imports = {
			"witness:engine/faults": {},
			"witness:engine/panics": {
				say: (letter: string) => {
					panic += letter;
				},
			},
		};
		return instantiate(
			() => module,
			imports,
			(coreModule, coreImports) => {
				const made = new WebAssembly.Instance(coreModule, coreImports);
				const { memory: exported } = made.exports;
				if (exported instanceof WebAssembly.Memory) memory = exported;
				return made;
			},
		);
	};

	/** Calls into the component. What it throws becomes a fault: its own errors as they are, any other as an internal error. */
	return function call<T>(use: (exports: Exports) => T): Answer<T> {
		try {
			instance ??= open();
			const value = use(instance);
			if (memory !== undefined && memory.buffer.byteLength > MEMORY_KEPT) instance = undefined;
			return { ok: true, value };
		} catch (thrown) {
			if (isFault(thrown)) return { ok: false, fault: tidy(thrown) };
			instance = undefined;
			return { ok: false, fault: internal(panic, thrown) };
		}
	};
}

/** jco throws the error case of a WIT `result` as the plain object that it is. */
function isFault(thrown: unknown): thrown is Fault {
	return typeof thrown === "object" && thrown !== null && !(thrown instanceof Error) && "labels" in thrown && "causes" in thrown;
}

/** jco writes an absent option as a field that is undefined; here it is no field. */
function tidy({ message, help, labels, causes }: Fault): Fault {
	return {
		message,
		...(help === undefined ? {} : { help }),
		labels: labels.map(({ start, end, text, path }) => ({
			start,
			end,
			...(text === undefined ? {} : { text }),
			...(path === undefined ? {} : { path }),
		})),
		causes,
	};
}

/** A panic leaves its text; a trap without one is the stack or the memory that came to its end. */
function internal(panic: string, thrown: unknown): Fault {
	if (panic === "" && (thrown instanceof WebAssembly.RuntimeError || thrown instanceof RangeError)) {
		return {
			message: "the engine ran out of stack or memory",
			help: "the input is nested too deeply, or too large",
			labels: [],
			causes: [String(thrown)],
		};
	}
	return {
		message: `internal error in the engine: ${panic === "" ? String(thrown) : panic}`,
		help: "the input may be damaged; if it is not, this is a defect of the engine worth reporting",
		labels: [],
		causes: [],
	};
}
