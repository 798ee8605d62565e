import type { CorePlace } from "./merged-places.ts";
import { GLUE } from "./wat/transcoders.ts";

/** A component-level frame of a trap. */
export interface TrapFrame {
	/** The instance that was running. */
	readonly component: string;
	readonly interface: string | null;
	readonly function: string;
}

/** A frame of the engine's own stack that lies in a core module. */
export interface CoreFrame {
	/** The core module by its index in the translation; null where it does not belong to the component. */
	readonly module: number | null;
	/** The name of the component that the module is written in, or of the module itself. */
	readonly name: string;
	/** The function's name where the module has names. */
	readonly function: string | null;
	/** The function's index in the module. */
	readonly index: number;
	/** Bytes from the start of the core module. */
	readonly offset: number;
}

/** What is known of a trap. */
export interface TrapReport {
	readonly message: string;
	/** Innermost first: the first frame is where it happened. */
	readonly stack: readonly TrapFrame[];
	/** Innermost first; empty where the trap did not come out of core code. */
	readonly core: readonly CoreFrame[];
	/** What to do about it, where that is known. */
	readonly help: string | null;
}

/** The component trapped, or a host function threw: the component cannot be entered again. `cause` is what was thrown inside. */
export class ComponentTrap extends Error {
	override readonly name = "ComponentTrap";
	readonly report: TrapReport;

	constructor(report: TrapReport, cause: unknown) {
		super(describeTrap(report), { cause });
		this.report = report;
	}
}

function describeTrap({ message, stack: [where] }: TrapReport): string {
	if (where === undefined) return message;
	const name = where.interface === null ? where.function : `${where.interface}#${where.function}`;
	return `${where.component} trapped in ${name}: ${message}`;
}

/** What an error says of itself, in the words of Wasmtime where the JavaScript engine's differ. */
export function describeError(error: unknown): string {
	if (error instanceof WebAssembly.RuntimeError) return describeEngineTrap(error.message);
	if (error instanceof RangeError && error.message.includes("call stack")) return "call stack exhausted";
	return error instanceof Error ? error.message : String(error);
}

/** Active segments trap in words of their own where an instance is made by itself, and as any instruction does where it is merged. */
function describeEngineTrap(message: string): string {
	const filling = /^WebAssembly\.Instance\(\): (?:data segment \d+|(table index)) is out of bounds/.exec(message);
	if (filling === null) return ENGINE_WORDS[message] ?? message;
	return describeEngineTrap(filling[1] === undefined ? "memory access out of bounds" : "table index is out of bounds");
}

/** The place that a function of the merged module and an offset in that stand for; null where the linker generated it. */
export type PlaceInMerged = (index: number, offset: number) => CorePlace | null;

/**
 * The frames of an error's stack that lie in core modules, innermost first. The engine writes them as
 * `at NAME (wasm://wasm/MODULE-HASH:wasm-function[INDEX]:0xOFFSET)`; `MODULE` ends with the module's index, as `moduleLabel` made it.
 */
export function coreFrames(error: unknown, placeIn: PlaceInMerged | null): readonly CoreFrame[] {
	if (!(error instanceof Error) || error.stack === undefined) return [];
	const frames: CoreFrame[] = [];
	for (const line of error.stack.split("\n")) {
		const found = FRAME.exec(line);
		if (found === null) continue;
		const [, caption = "", url = "", index = "", offset = ""] = found;
		// What the linker generated is no part of the component.
		if (url.startsWith(`${GLUE}-`)) continue;
		if (placeIn !== null && url.startsWith(`${MERGED}-`)) {
			const place = placeIn(Number(index), Number.parseInt(offset, 16));
			if (place === null) continue;
			const { module, function: own } = place;
			frames.push({ module, name: "", function: functionName(caption, MERGED), index: own, offset: place.offset });
			continue;
		}
		const label = LABEL.exec(url);
		const name = label?.[1] ?? url;
		const module = label === null ? "" : url.slice(0, url.lastIndexOf("-"));
		frames.push({
			module: label?.[2] === undefined ? null : Number(label[2]),
			name,
			function: functionName(caption, module),
			index: Number(index),
			offset: Number.parseInt(offset, 16),
		});
	}
	return frames;
}

/** A function's name as the engine writes it, behind the name of its module; null where it has none. */
function functionName(caption: string, module: string): string | null {
	const text = caption === module ? "" : caption.startsWith(`${module}.`) ? caption.slice(module.length + 1) : caption;
	return text === "" || text === "<anonymous>" ? null : text;
}

/** The name under which a core module is compiled, so that `coreFrames` knows it again. */
export function moduleLabel(component: string, index: number): string {
	return `${component.replace(/[^A-Za-z0-9_]+/g, "_")}.${index}`;
}

/** The name of merged modules, as the engine of this project writes it. */
const MERGED = "merged";

const FRAME = /^\s*at (?:(.*) \()?wasm:\/\/wasm\/([^\s:]*):wasm-function\[(\d+)\]:0x([0-9a-f]+)\)?$/;
const LABEL = /^(.+)\.(\d+)-[0-9a-f]+$/;

const ENGINE_WORDS: Readonly<Record<string, string>> = {
	unreachable: "wasm `unreachable` instruction executed",
	"memory access out of bounds": "out of bounds memory access",
	"table index is out of bounds": "undefined element: out of bounds table access",
	"divide by zero": "integer divide by zero",
	"remainder by zero": "integer divide by zero",
	"divide result unrepresentable": "integer overflow",
	"float unrepresentable in integer range": "invalid conversion to integer",
	"null function or function signature mismatch": "indirect call type mismatch",
};
