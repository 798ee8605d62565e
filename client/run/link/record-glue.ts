/** What is generated for a composition whose calls are recorded, and what must be known of its edges to make values of the records. */
import {
	coreSignature,
	type FunctionType,
	type HandleType,
	pointsAnywhere,
	type StringEncoding,
} from "../../../server/wit/index.ts";
import { ringStart } from "../../record/index.ts";
import type { Analysis } from "./analysis.ts";
import type { CallSite, Edge } from "./edges.ts";
import { exportKey, type Plan } from "./plan.ts";
import { at, type PlannedTypes } from "./types.ts";
import { packText } from "./wat/pack.ts";
import { type RecordedEdge, type RecordSetting, recordText } from "./wat/record.ts";
import type { KnownResource } from "./wat/record-copy.ts";
import { recordCoreText } from "./wat/record-core.ts";
import { type Way, waysText } from "./wat/record-way.ts";

/** How calls are to be recorded. */
export interface RecordChoice {
	readonly clock: RecordSetting["clock"];
	/** Bytes of the ring, a power of two. */
	readonly capacity: number;
}

/** What is to be known of an edge to make values of its records. */
export interface RecordedSide {
	readonly type: FunctionType | null;
	readonly side: "lift" | "lower";
	readonly encoding: StringEncoding;
}

interface Part {
	readonly text: string;
	readonly module: Uint8Array<ArrayBuffer>;
}

/** It can be sent to another thread. */
export interface RecordGlue {
	readonly clock: RecordChoice["clock"];
	readonly core: Part;
	/** What packs calls, in the thread that puts them aside. */
	readonly pack: Part;
	/** Trampolines at the boundary of the component, by edge. */
	readonly outer: ReadonlyMap<number, Part>;
	/** Whose trampolines those of destructors are: by resource and the trampoline by which a guest drops it, null for the host. */
	readonly drops: readonly { readonly resource: number; readonly trampoline: number | null; readonly edge: number }[];
	/** Trampolines in front of adapters, by `adapterKey`: they export what is to be called instead, by the names of the adapter's exports. */
	readonly ways: ReadonlyMap<string, Part>;
	/** The names of memories in the texts, with the edges that have them. */
	readonly memories: readonly (readonly [string, number])[];
	/** Of all edges in their order. */
	readonly sides: readonly RecordedSide[];
	/** Names of resources by their numbers. */
	readonly resources: readonly string[];
}

/** The texts for a composition: the trampolines of adapters are made from `edgesText`, as those that are only watched are. */
export interface RecordTexts {
	edgesText(sites: readonly CallSite[]): string;
	/** `calls` by `adapterKey`. */
	glue(calls: ReadonlyMap<string, readonly CallSite[]>, part: (text: string) => Part): RecordGlue;
}

export function recordTexts(analysis: Analysis, choice: RecordChoice, watched: boolean): RecordTexts {
	const { plan, types, edges } = analysis;
	const ring = { start: ringStart(edges.all.length), capacity: choice.capacity };
	const inner: RecordSetting = { clock: choice.clock, watched, ring };
	const outer = outerEdges(analysis);
	const between = new Map(edges.calls.map((site) => [site.edge.id, betweenEdge(plan, types, site)]));
	const all = new Map([...outer, ...between]);
	return {
		edgesText: (sites) =>
			recordText(
				sites.flatMap(({ edge }) => between.get(edge.id) ?? []),
				inner,
			),
		glue: (calls, part) => ({
			clock: choice.clock,
			core: part(recordCoreText(plan, ring)),
			pack: part(packText(ring)),
			outer: new Map([...outer].map(([id, edge]) => [id, part(recordText([edge], { ...inner, watched: false }))])),
			drops: edges.drops.map(({ drop: { resource, trampoline }, edge }) => ({ resource, trampoline, edge: edge.id })),
			ways: new Map(
				[...calls].flatMap(([key, sites]) => {
					const ways = waysOf(plan, sites);
					return ways.length === 0 ? [] : [[key, part(waysText(ways, inner))]];
				}),
			),
			memories: [...all].flatMap(([id, { memory }]) => (memory === null ? [] : [[memory, id] as const])),
			sides: edges.all.map((edge) => sideOf(edge, all.get(edge.id))),
			resources: Array.from({ length: plan.importedResources.length + plan.definedResources.length }, (_, index) =>
				types.resourceName(index),
			),
		}),
	};
}

function sideOf(edge: Edge, recorded: RecordedEdge | undefined): RecordedSide {
	return { type: edge.type, side: recorded?.side ?? "lift", encoding: recorded?.encoding ?? "utf8" };
}

function betweenEdge(plan: Plan, types: PlannedTypes, site: CallSite): RecordedEdge {
	const { edge, signature, lift } = site;
	const options = lift.options === null ? null : at(plan.options, lift.options, "canonical options");
	return {
		...namesOf(plan, types, edge),
		signature,
		side: "lift",
		memory: options === null ? `callee ${edge.callee.index} ${lift.memory ?? "memory"}` : `memory ${options.memory ?? "none"}`,
		encoding: options?.encoding ?? lift.encoding,
		async: isLiftedAsync(plan, site),
		plain: isPlain(site),
		instance: edge.callee.index,
	};
}

/** Whether the adapter does nothing but call its callee with scalars, and give back one; that it can trap is no work. */
function isPlain({ edge: { type }, uses }: CallSite): boolean {
	if (type === null || uses.some(({ group }) => group !== "callee" && group !== "runtime")) return false;
	const { spilledParams, spilledResult } = coreSignature(type, "lift");
	const types = [...type.params.map((param) => param.type), ...(type.result === null ? [] : [type.result])];
	return !spilledParams && !spilledResult && !types.some(pointsAnywhere);
}

/** Whether the callee is lifted asynchronously: it is started as such then, and returns its result by `task.return`. */
function isLiftedAsync(plan: Plan, { edge, signature, initializer, uses }: CallSite): boolean {
	if (edge.type?.async !== true) return false;
	const adapter = plan.initializers[initializer];
	const started = uses.some(({ position }) => {
		const given = adapter?.kind === "instantiate" ? adapter.args[position] : undefined;
		const trampoline = given?.kind === "trampoline" ? plan.trampolines[given.index] : undefined;
		return trampoline?.kind === "sync-start-call" || (trampoline?.kind === "async-start-call" && trampoline.callback);
	});
	return started || signature.results.length === 0;
}

/** The functions of an adapter that record their calls. Where two call the same function, both are recorded as one edge. */
function waysOf(plan: Plan, sites: readonly CallSite[]): readonly Way[] {
	const recorded = new Map(sites.toReversed().map(({ argument, edge }) => [argument, edge]));
	return sites.flatMap((site) => {
		const { adapter, argument } = site;
		const name = plan.moduleExports[adapter.module]?.get(exportKey("function", adapter.function));
		const edge = recorded.get(argument);
		// What it calls through a table, as where something is asynchronous, is called at another time.
		if (name === undefined || edge === undefined || adapter.call === null || adapter.signature === null || isPlain(site))
			return [];
		return [{ name, edge: edge.id, title: titleOf(edge), signature: adapter.signature }];
	});
}

/** Exports as the host calls them, imports as guests call them. What is asynchronous has other core functions, and is left out. */
function outerEdges({ plan, types, edges }: Analysis): ReadonlyMap<number, RecordedEdge> {
	const found = new Map<number, RecordedEdge>();
	const add = (edge: Edge, index: number, side: "lift" | "lower"): void => {
		const { async, memory, encoding, instance } = at(plan.options, index, "canonical options");
		if (async || edge.type === null) return;
		const signature = coreSignature(edge.type, side);
		const key = memory === null ? null : `memory ${memory}`;
		found.set(edge.id, {
			...namesOf(plan, types, edge),
			signature,
			side,
			memory: key,
			encoding,
			async: false,
			plain: false,
			instance,
		});
	};
	for (const [path, edge] of edges.exports) add(edge, edges.exportOptions.get(path) ?? 0, "lift");
	for (const [index, edge] of edges.imports) {
		const trampoline = at(plan.trampolines, index, "trampoline");
		if (trampoline.kind === "lower-import") add(edge, trampoline.options, "lower");
	}
	for (const { drop, edge } of edges.drops) {
		found.set(edge.id, {
			...namesOf(plan, types, edge),
			signature: { params: ["i32"], results: [] },
			side: "lift",
			memory: null,
			encoding: "utf8",
			async: false,
			plain: true,
			instance: edge.callee.index,
			// What a destructor gets is the representation.
			resourceOf: () => ({ resource: drop.resource, direct: true }),
		});
	}
	return found;
}

function namesOf(plan: Plan, types: PlannedTypes, edge: Edge): Pick<RecordedEdge, "id" | "title" | "type" | "resourceOf"> {
	const { id, type } = edge;
	return { id, title: titleOf(edge), type, resourceOf: (handle) => resourceOf(plan, types, handle) };
}

function titleOf({ caller, callee, interface: iface, function: name }: Edge): string {
	return `${caller.name} -> ${callee.name}, ${iface ?? "-"} ${name}`;
}

/** The resource of a handle: by its table where the plan gives the type, else by its name where only one has it. */
function resourceOf(plan: Plan, types: PlannedTypes, { id, resource }: HandleType): KnownResource | null {
	const imported = plan.importedResources.length;
	const table = id === undefined ? null : plan.types.resourceTables[id];
	if (table) {
		const implementer = plan.definedResources[table.resource - imported];
		return { resource: table.resource, direct: implementer !== undefined && implementer === table.instance };
	}
	const count = imported + plan.definedResources.length;
	const named = Array.from({ length: count }, (_, index) => index).filter((index) => types.resourceName(index) === resource);
	const [only] = named;
	return only === undefined || named.length > 1 ? null : { resource: only, direct: false };
}
