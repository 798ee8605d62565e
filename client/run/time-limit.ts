/** A time that may be held: it counts only while the guest runs. */

/** The longest time that a timer of Node can be set to, in milliseconds: almost 25 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

export class TimeLimit {
	/** What is left, in milliseconds; null for no limit. */
	#left: number | null;
	#since = 0;
	#timer: NodeJS.Timeout | null = null;
	#started = false;
	#held = false;
	/** Called once, when the time is over. */
	onEnd: () => void = () => undefined;

	constructor(seconds: number | null) {
		this.#left = seconds === null ? null : seconds * 1000;
	}

	start(): void {
		this.#started = true;
		this.#go();
	}

	/** Lets no time pass, or again. */
	hold(on: boolean): void {
		this.#held = on;
		if (on) this.#stop();
		else this.#go();
	}

	/** The time is not over any more. */
	end(): void {
		this.#stop();
		this.#left = null;
	}

	#go(): void {
		if (!this.#started || this.#held || this.#left === null || this.#timer !== null) return;
		this.#since = performance.now();
		this.#timer = setTimeout(
			() => {
				this.end();
				this.onEnd();
			},
			Math.min(this.#left, LONGEST_TIMER),
		);
	}

	#stop(): void {
		if (this.#timer === null) return;
		clearTimeout(this.#timer);
		this.#timer = null;
		if (this.#left !== null) this.#left = Math.max(0, this.#left - (performance.now() - this.#since));
	}
}
