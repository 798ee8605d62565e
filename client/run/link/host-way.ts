/**
 * What lifting and lowering take where the host is on one side, which is done in JavaScript: the times at which its code begins and ends
 * it, put where the trampolines that record look for them (see `wat/record-way.ts`).
 */
import { EDGE, EXIT, FIRST_TIMED, HEAD, halfOf, MARK_SPECIAL, TIMED_EVERY, TIMES } from "../../record/index.ts";

/** What the code of an export or import calls; each is for one edge. */
export interface WayStamps {
	/** Before anything is lowered or lifted on the way to the callee, and when nothing is left to be done on the way back. */
	readonly outer: { readonly begin: () => void; readonly end: () => void };
	/** Around the host's own function. */
	readonly inner: { readonly begin: () => void; readonly end: () => void };
}

export class HostWay {
	readonly #bytes: Uint8Array;
	readonly #halves: Uint16Array;
	readonly #words: Int32Array;
	readonly #times: Float64Array;
	readonly #now: () => number;
	/** Whether a clock thread keeps the time in the memory: then the host is asked no more often than that allows. */
	readonly #shared: boolean;
	/** What the clock has shown. */
	#first = 0;
	#last = 0;

	constructor(memory: WebAssembly.Memory, now: () => number, clock: "shared" | "exact") {
		this.#bytes = new Uint8Array(memory.buffer);
		this.#halves = new Uint16Array(memory.buffer);
		this.#words = new Int32Array(memory.buffer);
		this.#times = new Float64Array(memory.buffer);
		this.#now = now;
		this.#shared = clock === "shared";
	}

	of(edge: number): WayStamps {
		const entry = HEAD.EDGES + edge * EDGE.BYTES;
		return {
			outer: { begin: () => this.#begin(entry), end: () => this.#end() },
			inner: { begin: () => this.#beginInside(entry), end: () => this.#endInside() },
		};
	}

	#begin(entry: number): void {
		if (this.#read(entry)) this.#times[HEAD.BEGAN / 8] = this.#last;
	}

	#end(): void {
		const pending = this.#words[HEAD.PENDING / 4] ?? 0;
		if (pending === 0) return;
		const words = this.#words;
		const written = words[HEAD.WRITTEN / 4] ?? 0;
		const at = (words[HEAD.RING / 4] ?? 0) + (written & ((words[HEAD.CAPACITY / 4] ?? 0) - 1));
		const took = this.#way(this.#time() - (this.#times[HEAD.BEGAN / 8] ?? 0));
		this.#times[HEAD.BEGAN / 8] = 0;
		this.#times[(at + EXIT.TIME) / 8] = (this.#times[(at + EXIT.TIME) / 8] ?? 0) + took;
		this.#halves[(at + EXIT.BACK) / 2] = halfOf(took);
		words[HEAD.PENDING / 4] = 0;
		words[HEAD.WRITTEN / 4] = written + pending;
	}

	#beginInside(entry: number): void {
		if (this.#read(entry)) this.#times[HEAD.INSIDE / 8] = this.#first;
	}

	#endInside(): void {
		if (this.#times[HEAD.INSIDE / 8] !== 0) this.#times[HEAD.INSIDE_UNTIL / 8] = this.#time();
	}

	/**
	 * Reads the clock; not, as in front of adapters, where no times are recorded, of a call that will not be picked, and of most calls. The
	 * host's is read twice, to learn what reading it takes.
	 */
	#read(entry: number): boolean {
		const mode = this.#bytes[entry + EDGE.MODE] ?? 0;
		if ((mode & TIMES) === 0) return false;
		if ((mode & MARK_SPECIAL) !== 0) {
			if ((this.#words[(entry + EDGE.NEXT) / 4] ?? 0) >>> 0 > 1 || this.#words[(entry + EDGE.LEFT) / 4] === 0) return false;
		}
		if (!this.#isChosen(entry)) return false;
		this.#first = this.#time();
		if (this.#shared) {
			this.#last = this.#first;
			return true;
		}
		this.#last = this.#now();
		const reading = this.#last - this.#first;
		const least = this.#times[HEAD.READING / 8] ?? 0;
		if (least === 0 || reading < least) this.#times[HEAD.READING / 8] = reading;
		return true;
	}

	#isChosen(entry: number): boolean {
		const at = (entry + EDGE.TIMED) / 2;
		const count = this.#halves[at] ?? 0;
		this.#halves[at] = count + 1;
		return count < FIRST_TIMED || count % TIMED_EVERY === 0;
	}

	/** As in the trampolines (see `wat/record-time.ts`). */
	#time(): number {
		if (!this.#shared) return this.#now();
		const shown = this.#times[HEAD.CLOCK / 8] ?? 0;
		const left = this.#words[HEAD.ASKED / 4] ?? 0;
		if (left === 0) return shown;
		this.#words[HEAD.ASKED / 4] = left - 1;
		const time = Math.max(this.#now(), shown);
		this.#times[HEAD.CLOCK / 8] = time;
		return time;
	}

	#way(between: number): number {
		return this.#shared ? between : Math.max(between - (this.#times[HEAD.READING / 8] ?? 0), 0);
	}
}
