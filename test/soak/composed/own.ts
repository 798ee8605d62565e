/** A composition in our link: fast, recorded in all ways, and observed as a debugger does. */
import {
	type CallObserver,
	ComponentTrap,
	type Glue,
	type HostImports,
	type LinkedComponent,
	type LinkOptions,
	makeGlue,
	prepareLink,
	type RecordChoice,
} from "../../../client/run/link/index.ts";
import type { CallTrace } from "../../../client/trace/index.ts";
import {
	countedCalls,
	createCallRing,
	droppedCalls,
	type EdgeMode,
	ringCapacity,
} from "../../../client/trace/recording/call-ring.ts";
import type { Translation } from "../../../server/engine/index.ts";
import { printWave, type Value } from "../../../server/wit/index.ts";
import { composer, merge } from "../../link/engine.ts";
import { exported } from "../../link/watch.ts";
import { Drained } from "../../trace/drained.ts";
import type { Composition } from "./case.ts";
import { API, HOST } from "./composition-text.ts";
import { drive, type Outcome } from "./drive.ts";
import type { Crossing } from "./model.ts";

type Edge = LinkedComponent["edges"][number];

export interface Seen {
	readonly outcome: Outcome;
	/** The calls between the guests, with the labels that their handles have; null where nobody looked. */
	readonly crossings: readonly Crossing[] | null;
	/** Calls over each edge, as the recorder counts them. */
	readonly counted: ReadonlyMap<string, number>;
	/** Calls over each edge that found no room in the ring. */
	readonly dropped: ReadonlyMap<string, number>;
}

/** What the host answers when it is asked: as the guests do. */
function hostOf({ functions }: Composition): HostImports {
	const answers = functions.map(({ answer }, index) => [
		`f${index}`,
		(...args: readonly Value[]): Value | undefined => (answer === "nothing" ? undefined : answer === "all" ? args : args[answer]),
	]);
	return { [HOST]: { convention: "wit", functions: Object.fromEntries(answers) } };
}

/** Whether a call is one of the composition's own, and not one that the check makes to look at it. */
function isMeant({ caller, interface: iface }: Edge): boolean {
	return caller.name !== "host" || iface === API;
}

function nameOf({ caller, callee, function: func }: Edge): string {
	return `${caller.name} -> ${callee.name} ${func.replace("[method]thing.", "")}`;
}

/** How a composition is linked: all in one module, as a run does, or each instance by itself; and with what translation. */
export interface Way {
	readonly translation: Translation;
	readonly merged: boolean;
}

/** Without any trace. */
export function runFast(composition: Composition, way: Way, isArmed: boolean): Seen {
	return {
		outcome: driven(composition, link(composition, way, {}).component, isArmed),
		crossings: null,
		...NOT_RECORDED,
	};
}

/** Two instances of one preparation, the second after the first has been used: nothing of the one is to be seen in the other. */
export function runTwice(composition: Composition, way: Way, isArmed: boolean): readonly Outcome[] {
	const { component, again } = link(composition, way, {});
	return [driven(composition, component, isArmed), driven(composition, again(), false)];
}

/** Each call stopped at, as by a debugger. */
export function runObserved(composition: Composition, translation: Translation, isArmed: boolean): Seen {
	const crossings: Crossing[] = [];
	const open: { readonly crossing: Crossing | null; readonly edge: Edge }[] = [];
	const observer: CallObserver = {
		enter(edge, args) {
			let crossing: Crossing | null = null;
			if (isMeant(edge)) {
				const texts = args()?.map((value, index) => printWave(edge.type?.params[index]?.type ?? { kind: "bool" }, value)) ?? [
					"?",
				];
				crossing = { depth: open.length, edge: nameOf(edge), args: texts, result: null, outcome: "trapped" };
				crossings.push(crossing);
			}
			return open.push({ crossing, edge });
		},
		leave(token, outcome) {
			const top = open.pop();
			if (top === undefined || open.length !== token - 1) throw new Error("a call ends that did not begin last");
			const { crossing, edge } = top;
			if (crossing === null || outcome.kind === "trapped") return;
			const value = outcome.result();
			const type = edge.type?.result ?? null;
			crossing.result = type === null ? null : value === undefined ? "?" : printWave(type, value);
			crossing.outcome = type?.kind === "result" && crossing.result?.startsWith("err") === true ? "error" : "returned";
		},
	};
	const { component } = link(composition, { translation, merged: false }, { observer });
	return { outcome: driven(composition, component, isArmed), crossings, ...NOT_RECORDED };
}

export interface Recording {
	readonly mode: EdgeMode;
	readonly clock: "shared" | "exact";
	/** Bytes of the ring. */
	readonly bytes: number;
	/** Whether it is emptied after each call of the host, or only at the end. */
	readonly drains: boolean;
}

export function runRecorded(composition: Composition, way: Way, isArmed: boolean, recording: Recording): Seen {
	const { mode, clock, bytes, drains } = recording;
	let time = 0;
	let memory: WebAssembly.Memory | null = null;
	const made = link(composition, way, { clock, capacity: ringCapacity(bytes) }, (edges) => {
		memory = createCallRing({ bytes, edges, mode, patience: 0 });
		return { memory, now: () => ++time, outcomeOf: () => "trapped" as const };
	});
	const { component, glue } = made;
	if (memory === null || glue.record === null) throw new Error("nothing was generated");
	const ring: WebAssembly.Memory = memory;
	const drained = new Drained(ring, glue.record.sides, glue.record.resources);
	const outcome = driven(composition, component, isArmed, () => {
		if (drains) drained.take();
	});
	const trace = drained.finish();
	const sums = (countOf: (memory: WebAssembly.Memory, edge: number) => number): ReadonlyMap<string, number> => {
		const found = new Map<string, number>();
		for (const edge of component.edges) {
			if (isMeant(edge)) found.set(nameOf(edge), (found.get(nameOf(edge)) ?? 0) + countOf(ring, edge.id));
		}
		return found;
	};
	const all = component.edges.reduce((total, { id }) => total + droppedCalls(ring, id), 0);
	if (all !== trace.dropped) throw new Error(`${trace.dropped} calls were dropped, and ${all} by edges`);
	const crossings = crossingsOf(trace, component.edges);
	return { outcome, crossings, counted: sums(countedCalls), dropped: sums(droppedCalls) };
}

function crossingsOf(trace: CallTrace, edges: readonly Edge[]): readonly Crossing[] {
	const depths: number[] = [];
	return [...trace.calls()].flatMap(({ parent, edge: id, args, result, outcome }) => {
		const depth = parent === null ? 0 : (depths[parent] ?? 0) + 1;
		depths.push(depth);
		const edge = edges[id];
		if (edge === undefined) throw new Error(`there is no edge ${id}`);
		if (outcome === "unfinished") throw new Error(`the call over ${nameOf(edge)} is unfinished`);
		return isMeant(edge) ? [{ depth, edge: nameOf(edge), args: args ?? ["?"], result, outcome }] : [];
	});
}

const NOT_RECORDED = { counted: new Map(), dropped: new Map() } as const;

interface Linking {
	readonly component: LinkedComponent;
	/** Makes another instance. */
	again(): LinkedComponent;
	readonly glue: Glue;
}

function link(
	composition: Composition,
	{ translation, merged }: Way,
	{ observer, ...choice }: { readonly observer?: CallObserver } & Partial<RecordChoice>,
	record?: (edges: number) => NonNullable<LinkOptions["record"]>,
): Linking {
	const { clock, capacity } = choice;
	const glue = makeGlue(
		translation,
		{
			name: "soak",
			watched: observer !== undefined,
			...(clock === undefined || capacity === undefined ? {} : { record: { clock, capacity } }),
			...(merged ? { merge } : {}),
		},
		composer.parseWat,
	);
	if (glue === null) throw new Error("nothing was generated");
	if (merged && glue.merged === null) throw new Error("its modules could not be merged");
	const options = { name: "soak", glue, ...(observer === undefined ? {} : { observer }) };
	const prepared = prepareLink(
		translation,
		hostOf(composition),
		record === undefined ? options : { ...options, record: record(glue.record?.sides.length ?? 0) },
	);
	if (!prepared.ok) throw new Error(prepared.failures.map(({ message }) => message).join("; "));
	const again = (): LinkedComponent => {
		const answer = prepared.instantiate();
		if (!answer.ok) throw new Error(answer.failures.map(({ message }) => message).join("; "));
		return answer.component;
	};
	return { component: again(), again, glue };
}

function driven(composition: Composition, component: LinkedComponent, isArmed: boolean, between?: () => void): Outcome {
	const outcome = drive(composition, (iface, func, _, args) => exported(component, iface, func).call(args), isArmed, between);
	if (outcome.trap !== null && !(outcome.trap instanceof ComponentTrap)) throw outcome.trap;
	return outcome;
}
