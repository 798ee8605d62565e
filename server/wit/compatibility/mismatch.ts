/** How two types or functions differ, as data and in words. */
import type { Place } from "../semantic/index.ts";
import type { Path } from "./path.ts";

export type PartWord = "field" | "case" | "flag" | "parameter";

/** What differs at one place. */
export type MismatchKind =
	| `${PartWord}-${"added" | "removed" | "renamed" | "moved"}`
	| `${"result" | "payload"}-${"added" | "removed"}`
	| "type-changed"
	| "resource-changed"
	| "async-changed"
	| "kind-changed";

/** `expected` is what was there, or is asked for; `found` is what is there now, or is offered. Null where there is nothing. */
export interface Mismatch {
	readonly kind: MismatchKind;
	readonly path: Path;
	readonly expected: string | null;
	readonly found: string | null;
	/** Where each of them stands; the nearest place around where there is nothing. */
	readonly expectedPlace: Place;
	readonly foundPlace: Place;
}

export function within(first: Path[number], mismatches: readonly Mismatch[]): readonly Mismatch[] {
	return mismatches.map((mismatch) => ({ ...mismatch, path: [first, ...mismatch.path] }));
}

/** What changed, as a clause without its end: ``it was `u32` and is `string` now``. */
export function changeText({ kind, expected, found }: Pick<Mismatch, "kind" | "expected" | "found">): string {
	const [old, now] = [`\`${expected ?? "nothing"}\``, `\`${found ?? "nothing"}\``];
	switch (kind) {
		case "type-changed":
		case "async-changed":
			return `it was ${old} and is ${now} now`;
		case "resource-changed":
			return `it was ${old} and is ${now} now, which is another resource`;
		case "kind-changed":
			return `it was ${expected} and is ${found} now`;
		case "result-added":
			return `it had no result and gives ${now} now`;
		case "result-removed":
			return `it gave ${old} and has no result now`;
		case "payload-added":
			return `it had nothing with it and has ${now} now`;
		case "payload-removed":
			return `it had ${old} with it and has nothing now`;
		default: {
			const [part, how] = partOf(kind);
			if (how === "added") return `the ${part} ${now} was added`;
			if (how === "removed") return `the ${part} ${old} is gone`;
			if (how === "renamed") return `the ${part} ${old} is called ${now} now`;
			return `the order of the ${part}s was ${expected} and is ${found} now`;
		}
	}
}

/** How two sides differ, as a clause without its end: ``the world has `u32`, the component `string` ``. */
export function differenceText(
	{ kind, expected, found }: Pick<Mismatch, "kind" | "expected" | "found">,
	sides: { readonly expected: string; readonly found: string },
): string {
	const [old, now] = [`\`${expected ?? "nothing"}\``, `\`${found ?? "nothing"}\``];
	switch (kind) {
		case "type-changed":
		case "async-changed":
			return `${sides.expected} has ${old}, ${sides.found} ${now}`;
		case "resource-changed":
			return `${sides.expected} has ${old}, ${sides.found} ${now}, which is another resource`;
		case "kind-changed":
			return `${sides.expected} has ${expected}, ${sides.found} ${found}`;
		case "result-added":
			return `${sides.expected} has no result, ${sides.found} gives ${now}`;
		case "result-removed":
			return `${sides.expected} has the result ${old}, ${sides.found} has none`;
		case "payload-added":
			return `${sides.expected} has nothing with it, ${sides.found} ${now}`;
		case "payload-removed":
			return `${sides.expected} has ${old} with it, ${sides.found} nothing`;
		default: {
			const [part, how] = partOf(kind);
			if (how === "added") return `${sides.found} has the ${part} ${now}, ${sides.expected} does not`;
			if (how === "removed") return `${sides.expected} has the ${part} ${old}, ${sides.found} does not`;
			if (how === "renamed") return `${sides.expected} calls the ${part} ${old}, ${sides.found} ${now}`;
			return `${sides.expected} has the ${part}s in the order ${expected}, ${sides.found} ${found}`;
		}
	}
}

function partOf(kind: `${PartWord}-${string}`): readonly [string, string] {
	const dash = kind.indexOf("-");
	return [kind.slice(0, dash), kind.slice(dash + 1)];
}
