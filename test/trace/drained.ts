import { costOf, NO_COST } from "../../client/record/index.ts";
import { CallTrace, type TraceEdge } from "../../client/trace/index.ts";
import { CallAssembler, type RawValues } from "../../client/trace/recording/assembly.ts";
import { RingDrain } from "../../client/trace/recording/drain.ts";
import { ResourceNames } from "../../client/trace/recording/labels.ts";
import { type RecordedType, ValueLifter } from "../../client/trace/recording/lift.ts";

/** Takes what is in a ring whenever it is asked to, and makes a trace of it; edges without names are `f0`, `f1`, …. */
export class Drained {
	readonly trace = new CallTrace();
	/** What calls are put together with. */
	readonly calls: CallAssembler;
	readonly #drain: RingDrain;

	constructor(
		ring: WebAssembly.Memory,
		edges: readonly RecordedType[],
		resources: readonly string[] = ["basket"],
		named: readonly TraceEdge[] = edges.map((_, id) => ({ caller: "host", callee: "a", interface: null, function: `f${id}` })),
	) {
		const lifters = edges.map((edge) => new ValueLifter(edge, { resources, limit: 1e6 }));
		this.trace.addEdges(named);
		this.#drain = new RingDrain(ring);
		this.calls = new CallAssembler(
			{
				enter: (id, parent, edge, time, values) =>
					this.trace.start({ id, parent, edge, time, args: lifters[edge]?.args(values) ?? null, ...bytesOf(values) }),
				trap: (id, time) => this.trace.end({ id, time, outcome: "trapped", result: this.trace.call(id).result }),
				exit: (id, edge, time, outcome, values, cost) => {
					const boundary = cost === NO_COST ? null : costOf(cost);
					this.trace.end({ id, time, outcome, result: lifters[edge]?.result(values) ?? null, boundary, ...bytesOf(values) });
				},
			},
			new ResourceNames(edges, resources),
		);
	}

	/** How many records there were. */
	take(settled = true): number {
		const count = this.#drain.drain((view, at, size) => this.calls.record(view, at, size), settled);
		this.trace.dropped = this.#drain.dropped;
		return count;
	}

	/** The trace of a guest that has ended. */
	finish(): CallTrace {
		this.take();
		this.calls.finish();
		return this.trace;
	}
}

function bytesOf(values: RawValues | null): { readonly bytes?: number } {
	return values === null ? {} : { bytes: values.bytes.length };
}
