/** Which calls hold a text: in the names of their edge, in how they ended, or in their values. Values are looked at by the extension. */
import { edgeName, OUTCOMES } from "../model.ts";
import type { Calls } from "./calls.ts";

/** What is written into the field: a text to look for, or, behind an `@`, a time to go to. */
export type Wanted =
	| { readonly kind: "all" }
	| { readonly kind: "text"; readonly text: string }
	/** In nanoseconds from the first call. */
	| { readonly kind: "time"; readonly time: number };

const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9 };

/** `@1.5ms` is a time, in `ns`, `us`, `ms` or `s`; without a unit milliseconds are meant. */
export function wantedOf(input: string): Wanted {
	const text = input.trim();
	if (text === "" || text === "@") return { kind: "all" };
	const [, digits, unit = ""] = /^@\s*([\d.]+)\s*(ns|us|µs|μs|ms|s)?$/.exec(text) ?? [];
	const time = Number(digits) * (UNITS[unit] ?? 1e6);
	return digits !== undefined && Number.isFinite(time) ? { kind: "time", time } : { kind: "text", text };
}

/** The numbers of the calls that hold `text` in names or outcome, whatever the case of its letters, in order of start. */
export function filterNames(calls: Calls, text: string): Uint32Array {
	const wanted = text.toLowerCase();
	const edges = calls.edges.map((edge) =>
		`${edge.caller} ${edge.callee} ${edgeName(edge)} ${edgeName(edge, true)}`.toLowerCase().includes(wanted),
	);
	const outcomes = OUTCOMES.map((outcome) => outcome.includes(wanted));
	return edges.includes(true) || outcomes.includes(true) ? calls.select(edges, outcomes) : new Uint32Array(0);
}

/** Numbers that are in one of two ascending lists, or in both, ascending. */
export function merged(a: Uint32Array, b: Uint32Array): Uint32Array {
	if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
	const both = new Uint32Array(a.length + b.length);
	let [i, j, count] = [0, 0, 0];
	while (i < a.length || j < b.length) {
		const x = a[i] ?? Number.POSITIVE_INFINITY;
		const y = b[j] ?? Number.POSITIVE_INFINITY;
		both[count++] = Math.min(x, y);
		if (x <= y) i++;
		if (y <= x) j++;
	}
	return both.subarray(0, count);
}
