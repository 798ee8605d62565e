/** What changed between two versions of a package, as data. */
import type { Place } from "../semantic/index.ts";
import type { MismatchKind } from "./mismatch.ts";
import type { Path } from "./path.ts";
import type { Level } from "./version.ts";

/**
 * Whom a change breaks. Of an interface: `callers`, who use it, and `implementers`, who provide it. Of a world: `guests`, the components made for it, and
 * `hosts`, who run them.
 */
export type Party = "callers" | "implementers" | "hosts" | "guests";

export type ChangeCode =
	| "package-renamed"
	| `${"interface" | "world" | "function" | "type" | "import" | "export"}-${"added" | "removed"}`
	| `${"function" | "type"}-renamed`
	| `${"import" | "export"}-version-changed`
	| "stabilized"
	| "destabilized"
	| "deprecated"
	| "undeprecated"
	| "since-changed"
	| "since-wrong"
	| MismatchKind;

export interface Change {
	readonly code: ChangeCode;
	/** What the change asks of the next version. */
	readonly level: Level;
	/** Whom it breaks; nobody where it is empty. */
	readonly breaks: readonly Party[];
	/** The feature of an `@unstable` item, which may change freely; else null. */
	readonly unstable: string | null;
	readonly path: Path;
	/** What was there, and is now, as text; null for nothing. */
	readonly before: string | null;
	readonly after: string | null;
	/** Where, what and whom it breaks, in one sentence or two, the second of which says what to do. */
	readonly message: string;
	/** The place in the new version, and in the old one; the nearest place around where there is nothing. */
	readonly place: Place;
	readonly oldPlace: Place;
}

/** How much a change weighs. What is behind a feature may change freely: that breaks nobody, and any version will do. */
export function weighed(
	level: Level,
	breaks: readonly Party[],
	unstable: string | null,
): Pick<Change, "level" | "breaks" | "unstable" | "before" | "after"> {
	const free = unstable !== null;
	return { level: free ? "patch" : level, breaks: free ? [] : breaks, unstable, before: null, after: null };
}
