/** Puts trampolines that record on the calls of a component that is linked (see `wat/record.ts`), and tells the ring what they cannot know. */
import { AFTER, BEFORE, EDGE, HEAD, LEVEL_BITS, LEVELS, MARK_SPECIAL, OUTCOMES, type Outcome } from "../../record/index.ts";
import { type CoreFunction, isCoreFunction } from "./core-function.ts";
import type { CallSite, Edge } from "./edges.ts";
import { HOST } from "./host.ts";
import { HostWay, type WayStamps } from "./host-way.ts";
import type { MergedInstance } from "./merged-instance.ts";
import type { RecordGlue } from "./record-glue.ts";
import { findMemory, memoryOf, type Runtime } from "./runtime.ts";

export interface RecordOptions {
	/** The memory with the ring, shared with who reads it. */
	readonly memory: WebAssembly.Memory;
	/** Nanoseconds since the start of the run, by the host's clock. */
	now(): number;
	/** How the open calls ended, where an error came out of the component. */
	outcomeOf(error: unknown): Outcome;
}

/** A call that failed while its core function did not run: on the way there, or on the way back. */
export interface FailedAside {
	readonly edge: Edge;
	readonly step: "before" | "after";
}

export class LinkRecorder {
	readonly #runtime: Runtime;
	readonly #options: RecordOptions;
	readonly #glue: RecordGlue;
	readonly #compiled = new Map<Uint8Array<ArrayBuffer>, WebAssembly.Module>();
	/** Null where each trampoline is instantiated by itself. */
	readonly #merged: MergedInstance | null;
	readonly #core: WebAssembly.Exports;
	readonly #way: HostWay;

	constructor(runtime: Runtime, glue: RecordGlue, options: RecordOptions, merged: MergedInstance | null) {
		this.#runtime = runtime;
		this.#glue = glue;
		this.#options = options;
		this.#merged = merged;
		this.#way = new HostWay(options.memory, options.now, glue.clock);
		const ring = { record: { ring: options.memory } };
		this.#core = merged?.recordCore ?? new WebAssembly.Instance(this.#compile(glue.core.module), ring).exports;
	}

	/** An adapter lent a handle. */
	get lent(): CoreFunction {
		return this.#function(this.#core, "lent");
	}

	/** A resource of a guest is destroyed. */
	get forget(): CoreFunction {
		return this.#function(this.#core, "forget");
	}

	/** Something ended all calls that are under way, and perhaps another, inside of them, of which the ring cannot know. */
	unwind(error: unknown, aside: FailedAside | null): void {
		const { outcomeOf, now } = this.#options;
		const edge = aside !== null && this.#records(aside) ? aside.edge.id + 1 : 0;
		const step = aside?.step === "before" ? BEFORE : AFTER;
		this.#function(this.#core, "unwind")(OUTCOMES.indexOf(outcomeOf(error)), now(), edge, step);
	}

	/** Whether the call is recorded, or would be if it had come to its core function, by what is asked for its edge. */
	#records({ edge, step }: FailedAside): boolean {
		if (edge.caller.index === HOST && !this.#glue.outer.has(edge.id)) return false;
		const view = new DataView(this.#options.memory.buffer);
		const entry = HEAD.EDGES + edge.id * EDGE.BYTES;
		const mode = view.getUint8(entry + EDGE.MODE);
		if ((mode & LEVEL_BITS) < LEVELS.indexOf("time")) return false;
		if (step === "after" || (mode & MARK_SPECIAL) === 0) return true;
		return view.getUint32(entry + EDGE.NEXT, true) <= 1 && view.getUint32(entry + EDGE.LEFT, true) > 0;
	}

	/** The trampolines of an adapter, in front of its callees. */
	adapter(
		module: WebAssembly.Module,
		sites: readonly CallSite[],
		callee: Readonly<Record<string, WebAssembly.ImportValue>>,
		watch: Readonly<Record<string, WebAssembly.ImportValue>>,
	): WebAssembly.Exports {
		const memories = new Map(sites.map(({ edge, lift }) => [edge.id, this.#memoryOfSite(edge, lift)]));
		return this.#instantiate(module, callee, watch, (id) => memories.get(id));
	}

	/** What says when the host lifts and lowers the values of a call. */
	way(edge: Edge): WayStamps {
		return this.#way.of(edge.id);
	}

	/** The exports of an adapter, with trampolines in front of those whose calls are recorded. */
	ways(adapter: string, exports: WebAssembly.Exports): WebAssembly.Exports {
		const part = this.#glue.ways.get(adapter);
		return part === undefined
			? exports
			: { ...exports, ...this.#instantiate(this.#compile(part.module), exports, {}, () => undefined) };
	}

	/** A function of a guest as the host calls it. */
	exported(edge: Edge, options: number, core: CoreFunction): CoreFunction {
		return (this.#merged === null ? this.#outer(edge, options, core) : this.#merged.exported(edge.id)) ?? core;
	}

	/** A destructor as a guest calls it by a trampoline, or the host (null); null where such calls are not recorded. */
	destructor(resource: number, trampoline: number | null, core: CoreFunction): CoreFunction | null {
		const edge = this.#glue.drops.find((each) => each.resource === resource && each.trampoline === trampoline)?.edge;
		const part = edge === undefined ? undefined : this.#glue.outer.get(edge);
		if (edge === undefined || part === undefined) return null;
		const exports = this.#instantiate(this.#compile(part.module), { [edge]: core }, {}, () => undefined);
		return this.#function(exports, `edge ${edge}`);
	}

	/** A function of the host as a guest calls it. It is there before the guest's memory is: so its trampoline is made when it is first called. */
	imported(edge: Edge, options: number, core: CoreFunction): CoreFunction {
		const { memory } = this.#runtime.plan.options[options] ?? { memory: null };
		let made: CoreFunction | null = null;
		return (...flat) => {
			if (made === null) {
				// A start function may call before the memory is known: then there is nothing to read values from.
				if (memory !== null && this.#runtime.memories[memory] === undefined) return core(...flat);
				made = this.#outer(edge, options, core) ?? core;
			}
			return made(...flat);
		};
	}

	#outer(edge: Edge, options: number, core: CoreFunction): CoreFunction | null {
		const part = this.#glue.outer.get(edge.id);
		if (part === undefined) return null;
		const memory = memoryOf(this.#runtime, this.#runtime.plan.options[options]?.memory ?? null);
		const exports = this.#instantiate(this.#compile(part.module), { [edge.id]: core }, {}, () => memory);
		return this.#function(exports, `edge ${edge.id}`);
	}

	#memoryOfSite(edge: Edge, lift: CallSite["lift"]): WebAssembly.Memory {
		const { plan } = this.#runtime;
		const known = lift.options === null ? null : memoryOf(this.#runtime, plan.options[lift.options]?.memory ?? null);
		return known ?? findMemory(this.#runtime, edge.callee.index, lift.memory) ?? memoryOf(this.#runtime, null);
	}

	#instantiate(
		module: WebAssembly.Module,
		callee: Readonly<Record<string, WebAssembly.ImportValue>>,
		watch: Readonly<Record<string, WebAssembly.ImportValue>>,
		memoryOfEdge: (id: number) => WebAssembly.Memory | undefined,
	): WebAssembly.Exports {
		const { memory, now } = this.#options;
		const memories: Record<string, WebAssembly.Memory> = {};
		for (const [key, id] of this.#glue.memories) {
			const found = Object.hasOwn(callee, id) ? memoryOfEdge(id) : undefined;
			if (found !== undefined) memories[key] = found;
		}
		return new WebAssembly.Instance(module, {
			record: { ring: memory, now },
			callee: { ...callee },
			watch: { ...watch },
			memory: memories,
			link: { peek: this.#runtime.intrinsics.find("peek") ?? (() => [0, 0]) },
		}).exports;
	}

	#compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
		const known = this.#compiled.get(bytes) ?? new WebAssembly.Module(bytes);
		this.#compiled.set(bytes, known);
		return known;
	}

	#function(exports: WebAssembly.Exports, name: string): CoreFunction {
		const found = exports[name];
		if (!isCoreFunction(found)) throw new Error(`the generated module has no function ${name}`);
		return found;
	}
}
