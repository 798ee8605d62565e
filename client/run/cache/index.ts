/** What a run keeps for the next: compositions by what they were made of, and link plans by the component. */
import type { Translation } from "../../../server/engine/index.ts";
import type { Glue, RecordChoice } from "../link/index.ts";
import { type DiskRecord, stillSo } from "./recorded-disk.ts";
import { type CacheStore, hashOf } from "./store.ts";

export { codeFolder, openCache } from "./place.ts";
export { recordedDisk } from "./recorded-disk.ts";
export type { CacheStore } from "./store.ts";

/** How a component is asked for. */
export interface PlanRequest {
	readonly bytes: Uint8Array;
	readonly name: string;
	readonly watched: boolean;
	/** How many bytes each memory may grow to; null for no limit. */
	readonly memory: number | null;
	/** How calls are recorded, where they are. */
	readonly record?: RecordChoice;
}

export interface KeptPlan {
	readonly translation: Translation;
	readonly glue: Glue;
}

/** The name of a plan in the cache. */
export function planKey({ bytes, name, watched, memory, record }: PlanRequest): string {
	return hashOf("plan", name, String(watched), String(memory), JSON.stringify(record ?? null), bytes);
}

/** The plan of a component, or null. */
export function keptPlan(cache: CacheStore | null, key: string): KeptPlan | null {
	const kept = cache?.get(key);
	return isKeptPlan(kept) ? kept : null;
}

export function keepPlan(cache: CacheStore | null, key: string, plan: KeptPlan): void {
	cache?.put(key, plan);
}

/** Only this module writes such entries, and the hash of each was checked. */
function isKeptPlan(kept: unknown): kept is KeptPlan {
	return typeof kept === "object" && kept !== null && "translation" in kept && "glue" in kept;
}

interface KeptComposition {
	readonly record: DiskRecord;
	readonly bytes: Uint8Array;
}

/** What a document was composed to, if all that it was composed of is still the same. `question` is all that the answer depends on but files. */
export function keptComposition(cache: CacheStore | null, question: readonly string[]): Uint8Array<ArrayBuffer> | null {
	const kept = cache?.get(hashOf("composition", ...question));
	return isKeptComposition(kept) && stillSo(kept.record) ? new Uint8Array(kept.bytes) : null;
}

export function keepComposition(cache: CacheStore | null, question: readonly string[], composition: KeptComposition): void {
	cache?.put(hashOf("composition", ...question), composition);
}

function isKeptComposition(kept: unknown): kept is KeptComposition {
	return typeof kept === "object" && kept !== null && "record" in kept && "bytes" in kept && kept.bytes instanceof Uint8Array;
}
