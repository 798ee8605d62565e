/** The calls of a run, in columns: a million of them is the size that this is made for. */
import {
	type Boundary,
	type Call,
	type CallBatch,
	type CallEnd,
	type CallStart,
	OUTCOMES,
	type Outcome,
	type Trace,
	type TraceEdge,
	UNKNOWN_EDGE,
} from "./model.ts";

/** An edge with the names of its parameters, or the type that has them. */
type NamedEdge = TraceEdge & { readonly type?: { readonly params: readonly { readonly name: string }[] } | null };

function paramsOf({ params, type }: NamedEdge): readonly string[] | null {
	return params ?? type?.params.map(({ name }) => name) ?? null;
}

const FIRST_CAPACITY = 1024;

export class CallTrace implements Trace {
	/** Names of the components in order of first appearance, for legends and lanes. */
	readonly components: string[] = [];
	readonly edges: TraceEdge[] = [];
	/** Calls that were made but not kept, because a bound was reached. */
	dropped = 0;
	/** How many calls were made on each edge while not all of them were recorded; empty where all were. */
	counts: readonly number[] = [];
	#length = 0;
	#parent = new Int32Array(FIRST_CAPACITY);
	#edge = new Uint32Array(FIRST_CAPACITY);
	#start = new Float64Array(FIRST_CAPACITY);
	#end = new Float64Array(FIRST_CAPACITY);
	#outcome = new Uint8Array(FIRST_CAPACITY);
	readonly #args: (readonly string[] | null)[] = [];
	readonly #results: (string | null)[] = [];
	/** Of few calls, where at all. */
	readonly #boundaries: (Boundary | null)[] = [];
	readonly #bytes: number[] = [];
	#latest = 0;
	/** How many calls have each outcome, in the order of `OUTCOMES`. */
	readonly #outcomes = OUTCOMES.map(() => 0);

	/** How many calls are held. */
	get length(): number {
		return this.#length;
	}

	/** Makes edges known; their numbers go on from those that are known already. Returns the number of the first. */
	addEdges(edges: readonly NamedEdge[]): number {
		const first = this.edges.length;
		for (const edge of edges) {
			const { caller, callee, interface: iface, function: name } = edge;
			const params = paramsOf(edge);
			this.edges.push({ caller, callee, interface: iface, function: name, ...(params === null ? {} : { params }) });
			for (const component of [caller, callee]) {
				if (!this.components.includes(component)) this.components.push(component);
			}
		}
		return first;
	}

	/** Adds what a recorder sent. Calls whose number does not follow the last one were not recorded in order: a bug, and thrown. */
	apply(batch: CallBatch): void {
		for (const start of batch.started) this.start(start);
		for (const end of batch.ended) this.end(end);
		this.dropped = batch.dropped;
	}

	start(call: CallStart): void {
		if (call.id !== this.#length) throw new Error(`call ${call.id} came when ${this.#length} was due`);
		if (call.id === this.#parent.length) this.#grow();
		this.#parent[call.id] = call.parent ?? -1;
		this.#edge[call.id] = call.edge;
		this.#start[call.id] = call.time;
		this.#end[call.id] = Number.NaN;
		this.#args.push(call.args);
		this.#results.push(null);
		this.#latest = Math.max(this.#latest, call.time);
		this.#count(0, 1);
		if (call.bytes !== undefined) this.#bytes[call.id] = call.bytes;
		this.#length++;
	}

	end(call: CallEnd): void {
		if (call.id >= this.#length) throw new Error(`call ${call.id} ended but never began`);
		const finished = call.outcome !== "unfinished";
		this.#end[call.id] = finished ? call.time : Number.NaN;
		if (finished) this.#latest = Math.max(this.#latest, call.time);
		const outcome = OUTCOMES.indexOf(call.outcome);
		this.#count(this.#outcome[call.id] ?? 0, -1);
		this.#count(outcome, 1);
		this.#outcome[call.id] = outcome;
		this.#results[call.id] = call.result;
		if (call.boundary != null) this.#boundaries[call.id] = call.boundary;
		if (call.bytes !== undefined) this.#bytes[call.id] = this.bytesOf(call.id) + call.bytes;
	}

	bytesOf(id: number): number {
		return this.#bytes[id] ?? 0;
	}

	boundaryOf(id: number): Boundary | null {
		return this.#boundaries[id] ?? null;
	}

	parentOf(id: number): number | null {
		const parent = this.#parent[id] ?? -1;
		return parent < 0 ? null : parent;
	}

	edgeOf(id: number): number {
		return this.#edge[id] ?? 0;
	}

	startOf(id: number): number {
		return this.#start[id] ?? 0;
	}

	/** Nanoseconds from the start of the run, or null for a call that is not finished. */
	endOf(id: number): number | null {
		const end = this.#end[id] ?? Number.NaN;
		return Number.isNaN(end) ? null : end;
	}

	outcomeOf(id: number): Outcome {
		return OUTCOMES[this.#outcome[id] ?? 0] ?? "unfinished";
	}

	argsOf(id: number): readonly string[] | null {
		return this.#args[id] ?? null;
	}

	resultOf(id: number): string | null {
		return this.#results[id] ?? null;
	}

	/** The latest time that is known, in nanoseconds: where unfinished calls are drawn to. */
	get latest(): number {
		return this.#latest;
	}

	/** When the first call began, in nanoseconds; 0 where there is none. */
	get earliest(): number {
		return this.startOf(0);
	}

	/** How many calls have an outcome. */
	count(outcome: Outcome): number {
		return this.#outcomes[OUTCOMES.indexOf(outcome)] ?? 0;
	}

	call(id: number): Call {
		const { params: _names, ...edge } = this.edges[this.edgeOf(id)] ?? UNKNOWN_EDGE;
		return {
			id,
			parent: this.parentOf(id),
			edge: this.edgeOf(id),
			...edge,
			start: this.startOf(id),
			end: this.endOf(id),
			outcome: this.outcomeOf(id),
			args: this.argsOf(id),
			result: this.resultOf(id),
			boundary: this.boundaryOf(id),
			bytes: this.#bytes[id] ?? null,
		};
	}

	*calls(): Generator<Call> {
		for (let id = 0; id < this.#length; id++) yield this.call(id);
	}

	#count(outcome: number, by: number): void {
		this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + by;
	}

	#grow(): void {
		const capacity = this.#parent.length * 2;
		const larger = <T extends { set(old: T): void }>(made: T, old: T): T => {
			made.set(old);
			return made;
		};
		this.#parent = larger(new Int32Array(capacity), this.#parent);
		this.#edge = larger(new Uint32Array(capacity), this.#edge);
		this.#start = larger(new Float64Array(capacity), this.#start);
		this.#end = larger(new Float64Array(capacity), this.#end);
		this.#outcome = larger(new Uint8Array(capacity), this.#outcome);
	}
}
