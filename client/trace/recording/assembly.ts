/** Puts calls together from records: which record belongs to which call, which calls are around it, and how it ended. */
import {
	BEFORE,
	ENTER,
	EXIT,
	FLAG_CUT,
	FLAG_FAILURES,
	FLAG_TEXT,
	FLAG_VALUES,
	GONE,
	KIND,
	KIND_BITS,
	NO_CALL,
	NO_COST,
	NUMBER_SHIFT,
	OUTCOMES,
	type Outcome,
	UNWIND,
} from "../../record/index.ts";

/** What is known of the values of a call: core values and copies of memory. */
export interface RawValues {
	readonly bytes: Uint8Array;
	/** Whether they are texts (see `FLAG_TEXT`). */
	readonly text: boolean;
	readonly cut: boolean;
}

/** Takes calls in order of start; they are numbered from 0. `values` are only valid while it is called; null where none were recorded. */
export interface CallSink {
	enter(id: number, parent: number | null, edge: number, time: number, values: RawValues | null): void;
	/** `cost` is what the adapter took (see `costOf`). */
	exit(id: number, edge: number, time: number, outcome: Outcome, values: RawValues | null, cost: number): void;
	/** The call whose `exit` came last with the outcome `was` has trapped after all, on the way back. Its result stays. */
	trap(id: number, time: number, was: Outcome): void;
}

/** Gives the resources of guests names, in place: of each handle the representation becomes the number of its name. */
export interface HandleNamer {
	name(edge: number, part: "args" | "result", values: RawValues): RawValues;
	forget(resource: number, representation: number): void;
}

/** Of a call that the guest has not numbered. */
const NO_NUMBER = -1;

interface OpenCall {
	/** As the guest numbers the calls that it records. */
	readonly number: number;
	readonly edge: number;
	readonly time: number;
	/** Null while it is not known whether the call is kept; -1 where it is not. */
	id: number | null;
	/** The arguments of a call that is not kept yet. */
	values: RawValues | null;
}

export class CallAssembler {
	readonly #sink: CallSink;
	readonly #namer: HandleNamer;
	readonly #most: number;
	readonly #open: OpenCall[] = [];
	/** The call whose end was the last record, and how it ended. */
	#ended: OpenCall | null = null;
	#endedAs: Outcome = "returned";
	#next = 0;
	/** The time that was given last. */
	#latest = -1;
	/** Calls that were recorded but not kept, as there were as many as are wanted. */
	surplus = 0;

	/** How many calls are kept. */
	get length(): number {
		return this.#next;
	}

	/** `most` calls are kept; the others are counted. */
	constructor(sink: CallSink, namer: HandleNamer, most = Number.POSITIVE_INFINITY) {
		this.#sink = sink;
		this.#namer = namer;
		this.#most = most;
	}

	/** Takes a record out of the ring: a `RecordVisitor`. */
	record(view: DataView, at: number, size: number): void {
		const head = view.getUint32(at + 4, true);
		const number = head >>> NUMBER_SHIFT;
		switch (head & KIND_BITS) {
			case KIND.ENTER: {
				const time = view.getFloat64(at + ENTER.TIME, true);
				this.#unwind(view.getUint32(at + ENTER.PARENT, true), time, "trapped");
				const values = valuesAt(view, at, size, ENTER.VALUES, head);
				this.enter(number, time, head, values, view.getUint32(at + ENTER.NUMBER, true));
				break;
			}
			case KIND.EXIT: {
				const called = view.getUint32(at + EXIT.NUMBER, true);
				const time = view.getFloat64(at + EXIT.TIME, true);
				this.#unwind(called, time, "trapped");
				if (this.#open.length === 0) throw new Error(`call ${called} ended but never began`);
				const values = valuesAt(view, at, size, EXIT.VALUES, head);
				this.exit(time, OUTCOMES[number] ?? "returned", values, view.getUint32(at + EXIT.TO, true));
				break;
			}
			case KIND.UNWIND:
				this.unwind(
					view.getFloat64(at + UNWIND.TIME, true),
					OUTCOMES[number] ?? "trapped",
					view.getUint32(at + UNWIND.EDGE, true),
					view.getUint32(at + UNWIND.STEP, true) === BEFORE,
				);
				break;
			case KIND.GONE:
				this.gone(number, view.getUint32(at + GONE.REPRESENTATION, true));
				break;
			default:
				throw new Error(`there is no record of kind ${head & KIND_BITS}`);
		}
	}

	/** A call begins inside of the innermost open one. `flags` are those of its record, `number` what the guest calls it. */
	enter(edge: number, at: number, flags: number, raw: RawValues | null, number = NO_NUMBER): void {
		const time = this.#distinct(at);
		this.#ended = null;
		const values = raw === null ? null : this.#namer.name(edge, "args", raw);
		const held = (flags & FLAG_FAILURES) !== 0;
		const call: OpenCall = {
			number,
			edge,
			time,
			id: null,
			values: values === null || !held ? null : { ...values, bytes: values.bytes.slice() },
		};
		if (!held) {
			this.#keepOpen();
			this.#keep(call, values);
		}
		this.#open.push(call);
	}

	/** The innermost open call ends. */
	exit(time: number, outcome: Outcome, values: RawValues | null, cost = NO_COST): void {
		const top = this.#open.pop();
		if (top === undefined) return;
		this.#exit(top, time, outcome, values, cost);
		this.#ended = top;
		this.#endedAs = outcome;
	}

	/** All open calls end, and perhaps one fails beside them: `edge` is its edge + 1, or 0. */
	unwind(time: number, outcome: Outcome, edge: number, before: boolean): void {
		if (edge > 0 && before) this.#beginAside(edge - 1, time);
		else if (edge > 0) this.#trapAside(edge - 1, time);
		this.#unwind(NO_CALL, time, outcome);
		this.#ended = null;
	}

	/** A resource of a guest is destroyed. */
	gone(resource: number, representation: number): void {
		this.#namer.forget(resource, representation);
	}

	/** A call failed on its way to the core function: nothing is known of its arguments. */
	#beginAside(edge: number, time: number): void {
		this.#keepOpen();
		const call: OpenCall = { number: NO_NUMBER, edge, time: this.#distinct(time), id: null, values: null };
		this.#keep(call, null);
		this.#open.push(call);
	}

	/** The call whose end was the last record failed on its way back. */
	#trapAside(edge: number, time: number): void {
		const call = this.#ended;
		if (call?.edge !== edge) return;
		// One that was to be kept for its failure alone is kept now.
		if (call.id === null) this.#exit(call, time, "trapped", null);
		else if (call.id >= 0) this.#sink.trap(call.id, this.#distinct(time), this.#endedAs);
	}

	/** The guest runs no more: what is not decided is kept, as it never ended. */
	finish(): void {
		this.#keepOpen();
	}

	#exit(call: OpenCall, time: number, outcome: Outcome, raw: RawValues | null, cost = NO_COST): void {
		const values = raw === null ? null : this.#namer.name(call.edge, "result", raw);
		if (call.id === null) {
			if (outcome === "returned") return;
			this.#keepOpen();
			this.#keep(call, call.values);
		}
		if (call.id !== null && call.id >= 0) this.#sink.exit(call.id, call.edge, this.#distinct(time), outcome, values, cost);
	}

	/** Calls are kept from the outermost on, so that each has its caller. */
	#keepOpen(): void {
		const last = this.#open.at(-1);
		if (last === undefined || last.id !== null) return;
		this.#open.forEach((call, index) => {
			if (call.id === null) this.#keep(call, call.values, index);
		});
	}

	#keep(call: OpenCall, values: RawValues | null, depth = this.#open.length): void {
		call.values = null;
		if (this.#next >= this.#most) {
			call.id = -1;
			this.surplus++;
			return;
		}
		const parent = this.#parentAt(depth);
		call.id = this.#next++;
		this.#sink.enter(call.id, parent, call.edge, call.time, values);
	}

	/**
	 * Times in the order in which things happened: what the clock shows at the same time, as it is no finer, is put a nanosecond apart. So times alone
	 * tell which call is in which, as some formats have nothing else.
	 */
	#distinct(time: number): number {
		this.#latest = time > this.#latest ? time : this.#latest + 1;
		return this.#latest;
	}

	/** The innermost call that is kept, of the first so many open ones. */
	#parentAt(depth: number): number | null {
		for (let index = depth - 1; index >= 0; index--) {
			const id = this.#open[index]?.id ?? -1;
			if (id >= 0) return id;
		}
		return null;
	}

	/** Ends the open calls inside of the one with this number, or all for `NO_CALL`: they ended without a record of their own. */
	#unwind(number: number, time: number, outcome: Outcome): void {
		while (this.#open.length > 0 && this.#open.at(-1)?.number !== number) {
			const call = this.#open.pop();
			if (call !== undefined) this.#exit(call, time, outcome, null);
		}
	}
}

function valuesAt(view: DataView, at: number, size: number, offset: number, head: number): RawValues | null {
	if ((head & FLAG_VALUES) === 0) return null;
	const bytes = new Uint8Array(view.buffer, view.byteOffset + at + offset, size - offset);
	return { bytes, text: (head & FLAG_TEXT) !== 0, cut: (head & FLAG_CUT) !== 0 };
}
