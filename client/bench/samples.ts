/** Times as they were taken, and what is told of them. All in nanoseconds. */

export interface Spread {
	readonly count: number;
	readonly median: number;
	readonly min: number;
	readonly max: number;
	/** Null where there are too few samples to speak of a tail. */
	readonly p95: number | null;
}

/** How many samples a 95th percentile needs: with fewer it is the maximum by another name. */
const TAIL = 20;

/** Throws where there are no samples: a row without any says why instead. */
export function spreadOf(samples: readonly number[]): Spread {
	const sorted = samples.toSorted((a, b) => a - b);
	const at = (part: number): number => {
		const place = (sorted.length - 1) * part;
		const low = sorted[Math.floor(place)];
		const high = sorted[Math.ceil(place)];
		if (low === undefined || high === undefined) throw new Error("there are no samples");
		return low + (high - low) * (place - Math.floor(place));
	};
	return { count: sorted.length, median: at(0.5), min: at(0), max: at(1), p95: sorted.length < TAIL ? null : at(0.95) };
}

/** Nanoseconds that something takes, waiting for it where it is a promise. */
export async function timed(act: () => unknown): Promise<number> {
	const start = performance.now();
	await act();
	return since(start);
}

/** Nanoseconds since a time of `performance.now()`. */
export function since(start: number): number {
	return (performance.now() - start) * 1e6;
}

export interface Turns {
	readonly rounds: number;
	/** Rounds before those, which are not counted. */
	readonly warmUp?: number;
	/** Sides that need fewer samples: they take their turn in every so many rounds. */
	readonly every?: Readonly<Record<string, number>>;
	/** On a slow machine no round begins after so many seconds, once there are a few. */
	readonly budget?: number;
}

/** With fewer there is no spread to speak of. */
const LEAST_ROUNDS = 3;

/** Lets all sides take turns, so that what else the machine does meets all of them alike. Each side answers nanoseconds. */
export async function takeTurns<Side extends string>(
	sides: Readonly<Record<Side, () => number | Promise<number>>>,
	{ rounds, warmUp = 0, every = {}, budget = 25 }: Turns,
): Promise<(side: Side) => readonly number[]> {
	const seen = new Map<string, number[]>();
	const start = performance.now();
	for (let round = -warmUp; round < rounds; round++) {
		if (round >= LEAST_ROUNDS && since(start) > budget * 1e9) break;
		for (const [side, measure] of Object.entries<() => number | Promise<number>>(sides)) {
			if (round % (every[side] ?? 1) !== 0) continue;
			const took = await measure();
			if (round >= 0) seen.set(side, [...(seen.get(side) ?? []), took]);
		}
	}
	return (side) => seen.get(side) ?? [];
}
