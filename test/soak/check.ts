/**
 * Differential checks: random cases, and what two sides say about each. The tests make a few cases of each check, `npm run soak` as many as
 * there is time for; it is the same code.
 */
import fc from "fast-check";

export interface Disagreement {
	/** With this seed the check meets it again, as one of its first cases. */
	readonly seed: number;
	/** The smallest case found that shows it. */
	readonly minimal: string;
	/** What both sides said about that. */
	readonly said: string;
}

/** Counts by name: `accepted`, `rejected`, … and, under headings, what was met at all. */
export class Tally {
	readonly counts = new Map<string, number>();
	/** By heading (`rule`, `reference`, …), what was met how many times. */
	readonly met = new Map<string, Map<string, number>>();

	count(name: string, by = 1): void {
		this.counts.set(name, (this.counts.get(name) ?? 0) + by);
	}

	meet(heading: string, name: string): void {
		const group = this.met.get(heading) ?? new Map<string, number>();
		this.met.set(heading, group);
		group.set(name, (group.get(name) ?? 0) + 1);
	}
}

export interface SoakCheck {
	/** As `--only` takes it. */
	readonly name: string;
	/** What is compared with what. */
	readonly title: string;
	/** How many cases take about a second: so many are made in one turn of the soak. */
	readonly turn: number;
	/** Makes `count` cases from a seed; ends at the first that the two sides disagree on. */
	run(seed: number, count: number, tally: Tally): Promise<Disagreement | null>;
}

interface Definition<T> {
	readonly name: string;
	readonly title: string;
	readonly turn: number;
	readonly cases: fc.Arbitrary<T>;
	/**
	 * What the two sides say where they disagree; null where they agree. What it throws is a disagreement too. While a case is made
	 * smaller, `found` is what was said of it at first: who had no part in that need not be asked.
	 */
	compare(value: T, tally: Tally, found: string | null): string | null | Promise<string | null>;
	print(value: T): string;
	/** Makes a case smaller that `fails`; left out where the arbitrary of the cases can do it. */
	shrink?(value: T, fails: (smaller: T) => Promise<boolean>): Promise<T>;
}

export function defineCheck<T>({ name, title, turn, cases, compare, print, shrink }: Definition<T>): SoakCheck {
	const said = async (value: T, tally: Tally, first: string | null = null): Promise<string | null> => {
		try {
			return await compare(value, tally, first);
		} catch (error) {
			return `threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
		}
	};
	return {
		name,
		title,
		turn,
		async run(seed, count, tally) {
			let first: string | null = null;
			const property = fc.asyncProperty(cases, async (value) => {
				if (first === null) tally.count("cases");
				const difference = await said(value, first === null ? tally : new Tally(), first);
				first ??= difference;
				return difference === null;
			});
			const found = await fc.check(property, { seed, numRuns: count, endOnFailure: shrink !== undefined });
			const value = found.counterexample?.[0];
			if (value === undefined) {
				if (found.failed) throw new Error(`${name} failed without a case: ${String(found.errorInstance)}`);
				return null;
			}
			const quiet = new Tally();
			const kind = kindOf(await said(value, quiet));
			const smaller = (await shrink?.(value, async (other) => kindOf(await said(other, quiet, first)) === kind)) ?? value;
			return {
				seed,
				minimal: print(smaller),
				said: (await said(smaller, quiet)) ?? "nothing, the second time: the case depends on those before it",
			};
		},
	};
}

/** What a case that is made smaller must keep: the words of the difference without names and places. */
function kindOf(said: string | null): string | null {
	return (
		said
			?.slice(0, 300)
			.replaceAll(/step \d+|`[^`]*`|"[^"]*"|\S*@\d+|\d+/g, "_")
			.split(/[\n,]/)[0] ?? null
	);
}
