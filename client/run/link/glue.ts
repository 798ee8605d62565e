import type { Answer, Translation } from "../../../server/engine/index.ts";
import { type Analysis, analyse } from "./analysis.ts";
import { type EdgePlan, edgePlans } from "./edge-plan.ts";
import type { CallSite } from "./edges.ts";
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
}

/** The texts of `Glue`, without their bytes. */
interface GlueTexts {
	readonly intrinsics: string;
	readonly transcoders: ReadonlyMap<string, string>;
	readonly edges: ReadonlyMap<string, string>;
	readonly record: RecordTexts | null;
}

/** An adapter calls for each of its callers from an instance of its own, so that each edge can have a trampoline: adapters hold no state. */
function adapterKey(initializer: number, caller: number): string {
	return `${initializer} ${caller}`;
}

/** The sites of an adapter's instance for one caller. Where two edges share an import, the first stands for both. */
export function sitesByAdapter(calls: readonly CallSite[]): ReadonlyMap<string, readonly CallSite[]> {
	const groups = Map.groupBy(calls, ({ initializer, edge }) => adapterKey(initializer, edge.caller.index));
	return new Map(
		[...groups].map(([key, sites]) => [key, [...new Map(sites.toReversed().map((site) => [site.argument, site])).values()]]),
	);
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
	{ name = "component", watched = false, record: choice }: GlueOptions,
	parseWat: (text: string) => Answer<Uint8Array<ArrayBuffer>>,
): Glue | null {
	const analysed = analyse(translation, name);
	if (!analysed.ok) return null;
	const part = (text: string): GluePart => ({ text, module: assemble(text, parseWat) });
	const parts = (texts: ReadonlyMap<string, string>) => new Map([...texts].map(([key, text]) => [key, part(text)]));
	const { intrinsics, transcoders, edges, record } = glueTexts(analysed.analysis, watched, choice);
	const recording = record?.glue(part) ?? null;
	return {
		watched,
		intrinsics: part(intrinsics),
		transcoders: parts(transcoders),
		edges: parts(edges),
		record: recording,
		plans: namedPlans(analysed.analysis, watched, recording),
	};
}

function namedPlans(analysis: Analysis, watched: boolean, record: RecordGlue | null): readonly NamedPlan[] {
	const plans = edgePlans(analysis);
	return analysis.edges.all.map((edge, index) => {
		const plan = at(plans, index, "plan of an edge");
		const between = plan.kind === "between";
		const trampolines = [
			...(record !== null && (between || record.outer.has(edge.id)) ? ["trampoline that records"] : []),
			...(watched && between ? ["trampoline at which the debugger stops"] : []),
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
	const recording = record === null ? [] : [...record.outer.values(), record.core];
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
