/**
 * The script of the thread beside the guest's: it is clock and reader at once, as two threads more would want a core each. It writes the
 * time into shared memory all the while, and between that takes what the guest has recorded, packs it and puts it aside. Without a clock it sleeps
 * where there is nothing to take.
 */
import { parentPort } from "node:worker_threads";
import { HEAD } from "../record/index.ts";
import { createSpool, RecordPacker, RingReader } from "../trace/index.ts";
import type { DrainJob, FromDrain, SpoolJob } from "./drain.ts";

if (parentPort === null) throw new Error("this is the script of a worker thread");
const port = parentPort;

/** So many records at most are taken from one look at the clock to the next. */
const AT_ONCE = 128;
/** How far apart the times are that the clock shows, in nanoseconds: what the guest has read is not taken from it more often. */
const APART = 250;
/** So often the guest may ask the host for the time itself in so many nanoseconds: a hundredth of its own time, at most. */
const ALLOWED = 150;
const ALLOWED_EVERY = 1_000_000;
/** How long it sleeps where there is nothing to do, and how old what was packed may become before it is written, in milliseconds. */
const SLEEP = 5;
const STALE = 100;
/** How long the clock runs before it is looked at how fine it is, and how long that takes, in milliseconds. */
const WARM_UP = 1;
const MEASURED = 1;
/** At least so many times are looked at, should it have no core for that long. */
const LEAST = 100;

port.once("message", (job: DrainJob) => say(drain(job)));

function say(message: FromDrain): void {
	port.postMessage(message);
}

function drain({ memory, clock: wanted, spool }: DrainJob): FromDrain {
	const words = new Int32Array(memory.buffer, 0, HEAD.EDGES / 4);
	const clock = wanted === null ? null : new SharedClock(memory, wanted.origin);
	const keeper = spool === null ? null : new Keeper(memory, spool);
	say({ kind: "ready", resolution: clock?.measure() ?? 0 });
	// While the guest is linked, which has work for two cores, there is nothing to do.
	while (Atomics.load(words, HEAD.RUNNING / 4) === 0 && Atomics.load(words, HEAD.ENDED / 4) === 0)
		Atomics.wait(words, HEAD.RUNNING / 4, 0, SLEEP);
	clock?.begin();
	for (;;) {
		const now = performance.now();
		clock?.show(now);
		const published = words[HEAD.PUBLISHED / 4] ?? 0;
		const isEnded = Atomics.load(words, HEAD.ENDED / 4) !== 0;
		const taken = keeper?.take(now, isEnded) ?? 0;
		if (isEnded && taken === 0) break;
		if (clock === null && taken === 0) Atomics.wait(words, HEAD.PUBLISHED / 4, published, SLEEP);
	}
	return { kind: "ended", clock: clock?.seen ?? null, ...(keeper?.end() ?? { kept: 0, lost: 0, surplus: 0 }) };
}

/** Shows the time in memory. */
class SharedClock {
	readonly #time: Float64Array;
	readonly #asked: Uint32Array;
	/** What is added to the thread's own time, in milliseconds. */
	readonly #offset: number;
	#first = 0;
	#last = 0;
	#count = 0;
	#longest = 0;
	/** When the guest was last allowed to ask the host. */
	#allowed = 0;

	constructor(memory: WebAssembly.Memory, origin: number) {
		this.#time = new Float64Array(memory.buffer, HEAD.CLOCK, 1);
		this.#asked = new Uint32Array(memory.buffer, HEAD.ASKED, 1);
		this.#offset = performance.timeOrigin - origin;
	}

	show(now: number): void {
		const time = Math.round((now + this.#offset) * 1e6);
		const since = time - this.#last;
		if (since < APART) return;
		if (this.#count++ === 0) this.#first = time;
		else if (since > this.#longest) this.#longest = since;
		this.#last = time;
		if (time > (this.#time[0] ?? 0)) this.#time[0] = time;
		if (time - this.#allowed < ALLOWED_EVERY) return;
		this.#allowed = time;
		if ((this.#asked[0] ?? 0) < ALLOWED) this.#asked[0] = ALLOWED;
	}

	/** How far apart the times are that were shown, on average and at most, in nanoseconds. */
	get seen(): { readonly mean: number; readonly longest: number } {
		return { mean: Math.round((this.#last - this.#first) / Math.max(this.#count - 1, 1)), longest: this.#longest };
	}

	/** Forgets how far apart the times were until now. */
	begin(): void {
		this.#count = 0;
		this.#longest = 0;
	}

	/** Runs for a while; answers how far apart the times are. */
	measure(): number {
		const warm = performance.now() + WARM_UP;
		for (let now = 0; now < warm; this.show(now)) now = performance.now();
		this.#count = 0;
		for (let now = 0; now < warm + MEASURED || this.#count < LEAST; this.show(now)) now = performance.now();
		return this.seen.mean;
	}
}

/** Packs what the guest records, and writes it to a file. */
class Keeper {
	readonly #reader: RingReader;
	readonly #packer: RecordPacker;
	readonly #place: string;
	/** There once there is something to write. */
	#file: ReturnType<typeof createSpool> | null = null;
	#writtenAt = 0;
	/** Set once nothing can be written any more: what is recorded is counted only, as a gap would make the rest worthless. */
	#failed = false;

	constructor(memory: WebAssembly.Memory, { file, edges, most, code }: SpoolJob) {
		this.#reader = new RingReader(memory);
		const made = code === null ? null : new WebAssembly.Module(code);
		this.#packer = new RecordPacker(memory, this.#reader, edges, most, (packed) => this.#write(packed), made);
		this.#place = file;
	}

	/** Answers how many records there were. */
	take(now: number, settled: boolean): number {
		const reader = this.#reader;
		const until = reader.until(now, settled);
		const taken = this.#packer.take(until, AT_ONCE);
		if (taken > 0) reader.release(reader.position === until);
		else if (now - this.#writtenAt > STALE) {
			this.#writtenAt = now;
			this.#packer.flush();
		}
		return taken;
	}

	end(): { readonly kept: number; readonly lost: number; readonly surplus: number } {
		const packer = this.#packer;
		packer.flush();
		this.#file?.close();
		const { written, surplus } = packer;
		return { kept: written, lost: packer.calls - written - surplus, surplus };
	}

	#write(packed: Uint8Array): boolean {
		return this.#attempt(() => {
			this.#file ??= createSpool(this.#place);
			this.#file.append(packed);
		});
	}

	/** Whether it was done. What cannot be written any more is said once; the guest goes on. */
	#attempt(body: () => void): boolean {
		if (this.#failed) return false;
		try {
			body();
			return true;
		} catch (error) {
			// What is no mistake of the file system is a defect.
			if (!(error instanceof Error && "code" in error)) throw error;
			this.#failed = true;
			say({ kind: "failed", code: String(error.code) });
			return false;
		}
	}
}
