/** How often something is done for one sample, so that it takes long enough to be timed and short enough to take turns. */
import type { Way } from "./ways.ts";

/** Nanoseconds that a sample should take where nobody says it. */
export const SAMPLE = 80e6;
const MOST = 50_000_000;
/** A call that takes as many nanoseconds is a sample by itself: more of them would make nothing more certain, and the bench long. */
const LONG = 500e6;

/** Nanoseconds of one call, from a sample of many: their number is found at the first time, and is the same for all samples after. */
export function perCall(way: Way, sample: number): () => Promise<number> {
	let count = 0;
	return async () => {
		if (count === 0) {
			// The first call of all may wait for much that the others do not.
			await way.measure(1);
			const once = await way.measure(1);
			count = once < LONG ? await enough(way, sample) : 1;
			if (once >= LONG) return once;
		}
		return (await way.measure(count)) / count;
	};
}

/**
 * Calls and samples after which a way is taken to be warm, whichever comes first: compilers look at what is called often. Services are worth their time:
 * one of HTTP is a fifth faster after some ten thousand calls than after three.
 */
const WARM = { calls: 20_000, samples: 50 };

async function enough(way: Way, sample: number): Promise<number> {
	let [calls, time] = [0, 0];
	for (let count = 1; calls < WARM.calls && time < WARM.samples * sample; count = Math.min(count * 4, 5000)) {
		time += await way.measure(count);
		calls += count;
	}
	for (let count = 1; ; ) {
		const took = await way.measure(count);
		if (took >= sample / 2 || count >= MOST) return Math.min(Math.max(1, Math.round((count * sample) / Math.max(took, 1))), MOST);
		// At most tenfold, as the first calls are slower than those after them.
		count = Math.min(Math.ceil(count * Math.min(10, Math.max(2, sample / Math.max(took, 1)))), MOST);
	}
}
