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

/**
 * A clause without its end: ``the world has `u32`, the component has `string` ``.
 *
 * @param expected what was there, or is asked for; null where nothing was
 * @param was introduces `expected`, `is` introduces `found`
 */
export function mismatchText(kind: MismatchKind, expected: string | null, found: string | null, was: string, is: string): string {
	const [old, now] = [`\`${expected ?? "nothing"}\``, `\`${found ?? "nothing"}\``];
	switch (kind) {
		case "type-changed":
		case "async-changed":
			return `${was} ${old}, ${is} ${now}`;
		case "resource-changed":
			return `${was} ${old}, ${is} ${now}, which is another resource`;
		case "kind-changed":
			return `${was} ${expected ?? "nothing"}, ${is} ${found ?? "nothing"}`;
		case "result-added":
			return `${was} no result, ${is} ${now}`;
		case "result-removed":
			return `${was} the result ${old}, ${is} none`;
		case "payload-added":
			return `${was} nothing with it, ${is} ${now}`;
		case "payload-removed":
			return `${was} ${old} with it, ${is} nothing`;
		case "field-moved":
		case "case-moved":
		case "flag-moved":
		case "parameter-moved":
			return `${was} the order ${expected}, ${is} ${found}`;
		case "field-added":
		case "case-added":
		case "flag-added":
		case "parameter-added":
			return `${was} no ${partWord(kind)} ${now}, ${is} it`;
		case "field-removed":
		case "case-removed":
		case "flag-removed":
		case "parameter-removed":
			return `${was} the ${partWord(kind)} ${old}, ${is} none of that name`;
		case "field-renamed":
		case "case-renamed":
		case "flag-renamed":
		case "parameter-renamed":
			return `${was} the ${partWord(kind)} ${old}, ${is} ${now} in its place`;
		default: {
			const impossible: never = kind;
			return impossible;
		}
	}
}

function partWord(kind: `${PartWord}-${string}`): string {
	return kind.slice(0, kind.indexOf("-"));
}
