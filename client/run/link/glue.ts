import type { Answer, Translation, Translator } from "../../../server/engine/index.ts";
import { callsByAdapter, sitesByAdapter } from "./adapter-sites.ts";
import { type Analysis, analyse } from "./analysis.ts";
import { type EdgePlan, edgePlans } from "./edge-plan.ts";
import { limitMemory } from "./limit-memory.ts";
import { type MergedGlue, planMerge } from "./merge.ts";
import { type RecordChoice, type RecordGlue, type RecordTexts, recordTexts } from "./record-glue.ts";
import { at } from "./types.ts";
import { edgesText } from "./wat/edges.ts";
import { intrinsicsText } from "./wat/intrinsics.ts";
import { transcoderText } from "./wat/transcoders.ts";

/** A module that is generated for a composition: its text, for people, and its bytes. */
export interface GluePart {
	readonly text: string;
	readonly module: Uint8Array<ArrayBuffer>;
}

/** What is generated for a composition. It can be sent to another thread. */
export interface Glue {
	/** Whether there are trampolines on the edges between instances, as an observer needs. */
	readonly watched: boolean;
	readonly intrinsics: GluePart;
	/** By operation. */
	readonly transcoders: ReadonlyMap<string, GluePart>;
	/** Trampolines on edges, by `adapterKey`. Empty where nobody watches and nothing is recorded. */
	readonly edges: ReadonlyMap<string, GluePart>;
	/** Present where calls are recorded. */
	readonly record: RecordGlue | null;
	/** All instances as one module; null where calls are watched, or where they cannot be merged: each is instantiated by itself then. */
	readonly merged: MergedGlue | null;
	/** What is known of all edges, in their order, for people and for choosing what is recorded. */
	readonly plans: readonly NamedPlan[];
}

/** An edge with the names by which it is chosen. */
export interface NamedPlan extends EdgePlan {
	readonly caller: string;
	readonly callee: string;
	readonly interface: string | null;
	readonly function: string;
}

interface GlueOptions {
	/** What the component as a whole is called. */
	readonly name?: string;
	/** Whether calls between instances can be observed. */
	readonly watched?: boolean;
	/** How calls are recorded, where they are. */
	readonly record?: RecordChoice;
	/** Merges modules: the engine's. Where it is missing each is instantiated by itself. */
	readonly merge?: Translator["merge"];
	/** How many bytes each memory of the component may grow to; no limit where it is missing or null. */
	readonly memory?: number | null;
}

/** The texts of `Glue`, without their bytes. */
interface GlueTexts {
	readonly intrinsics: string;
	readonly transcoders: ReadonlyMap<string, string>;
	readonly edges: ReadonlyMap<string, string>;
	readonly record: RecordTexts | null;
}

/** The WAT texts of what is generated for a composition. */
export function glueTexts(analysis: Analysis, watched: boolean, choice: RecordChoice | null = null): GlueTexts {
	const { plan, types, edges, shape } = analysis;
	const record = choice === null ? null : recordTexts(analysis, choice, watched);
	const textOf = record === null ? edgesText : record.edgesText;
	const looked = watched || record !== null;
	const operations = plan.trampolines.flatMap((each) => (each.kind === "transcoder" ? [each.operation] : []));
	return {
		intrinsics: intrinsicsText({ plan, types, edges, shape, watched: looked }),
		transcoders: new Map(
			operations.flatMap((operation) => {
				const text = transcoderText(operation);
				return text === null ? [] : [[operation, text]];
			}),
		),
		edges: looked ? new Map([...sitesByAdapter(edges.calls)].map(([key, sites]) => [key, textOf(sites)])) : new Map(),
		record,
	};
}

/**
 * Makes what `link` needs beside the translation. `parseWat` is the engine's. Null where the component cannot be linked: `link` says why.
 */
export function makeGlue(
	translation: Translation,
	{ name = "component", watched = false, record: choice, merge, memory = null }: GlueOptions,
	parseWat: (text: string) => Answer<Uint8Array<ArrayBuffer>>,
): Glue | null {
	const analysed = analyse(translation, name);
	if (!analysed.ok) return null;
	const part = (text: string): GluePart => ({ text, module: assemble(text, parseWat) });
	const parts = (texts: ReadonlyMap<string, string>) => new Map([...texts].map(([key, text]) => [key, part(text)]));
	const { intrinsics, transcoders, edges, record } = glueTexts(analysed.analysis, watched, choice);
	const recording = record?.glue(callsByAdapter(analysed.analysis.edges.calls), part) ?? null;
	const made = { intrinsics: part(intrinsics), transcoders: parts(transcoders), edges: parts(edges), record: recording };
	const merged = merge === undefined || watched ? null : mergedGlue(analysed.analysis, translation.modules, made, merge, memory);
	return {
		...made,
		watched,
		merged,
		plans: namedPlans(analysed.analysis, { watched, record: recording, merged: merged !== null }),
	};
}

/** Null where a module cannot be read, or asks for more memory than it may have: linking them one by one says which. */
function mergedGlue(
	analysis: Analysis,
	modules: Translation["modules"],
	made: Parameters<typeof planMerge>[2],
	merge: Translator["merge"],
	memory: number | null,
): MergedGlue | null {
	const limited: Uint8Array<ArrayBuffer>[] = [];
	for (const module of modules) {
		const limit = memory === null ? { ok: true as const, module } : limitMemory(module, memory);
		if (!limit.ok) return null;
		limited.push(limit.module);
	}
	const { modules: all, ...plan } = planMerge(analysis, limited, made);
	const merged = merge(all, plan.instances, plan.needed);
	return merged.ok ? { ...plan, ...merged.value, memory } : null;
}

function namedPlans(
	analysis: Analysis,
	{ watched, record, merged }: { readonly watched: boolean; readonly record: RecordGlue | null; readonly merged: boolean },
): readonly NamedPlan[] {
	const plans = edgePlans(analysis);
	return analysis.edges.all.map((edge, index) => {
		const plan = at(plans, index, "plan of an edge");
		const between = plan.kind === "between";
		const trampolines = [
			...(record !== null && (between || record.outer.has(edge.id)) ? ["trampoline that records"] : []),
			...(watched && between ? ["trampoline at which the debugger stops"] : []),
			...(merged && between ? ["all of it in one module"] : []),
		];
		const { caller, callee, interface: iface, function: name } = edge;
		return {
			...plan,
			generated: [...plan.generated, ...trampolines],
			caller: caller.name,
			callee: callee.name,
			interface: iface,
			function: name,
		};
	});
}

/** All the text that was generated, for people. */
export function glueText({ intrinsics, transcoders, edges, record }: Glue): string {
	const parts = [intrinsics, ...transcoders.values(), ...edges.values()];
	const recording = record === null ? [] : [...record.outer.values(), ...record.ways.values(), record.core];
	return [...parts, ...recording].map(({ text }) => text).join("\n");
}

/** Bytes by text: most of what is generated is the same for many compositions, and all of it for the next run of one. */
const assembled = new Map<string, Uint8Array<ArrayBuffer>>();
const MOST_ASSEMBLED = 500;

function assemble(text: string, parseWat: (text: string) => Answer<Uint8Array<ArrayBuffer>>): Uint8Array<ArrayBuffer> {
	const known = assembled.get(text);
	if (known !== undefined) return known;
	const answer = parseWat(text);
	if (!answer.ok)
		throw new Error(`generated text is not valid: ${[answer.fault.message, ...answer.fault.causes].join(": ")}\n${text}`);
	const [oldest] = assembled.keys();
	if (assembled.size >= MOST_ASSEMBLED && oldest !== undefined) assembled.delete(oldest);
	assembled.set(text, answer.value);
	return answer.value;
}
