/** What a run keeps for the next: compositions by what they were made of, and link plans by the component. */
import path from "node:path";
import type { Translation } from "../../../server/engine/index.ts";
import type { Glue, RecordChoice } from "../link/index.ts";
import { type DiskRecord, stillSo } from "./recorded-disk.ts";
import { type CacheStore, hashOf } from "./store.ts";

export { codeFolder } from "./place.ts";
export { recordedDisk } from "./recorded-disk.ts";
export { type CacheStore, openCache } from "./store.ts";

/** How a component is asked for. */
export interface PlanRequest {
	/** Its `contentHash`. */
	readonly component: string;
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

/** The hash by which a component is known. */
export function contentHash(component: Uint8Array): string {
	return hashOf(component);
}

/** The name of a plan in the cache. */
export function planKey({ component, name, watched, memory, record }: PlanRequest): string {
	return hashOf("plan", name, String(watched), String(memory), JSON.stringify(record ?? null), component);
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

/** What was made of a document, and of which files. The bytes are kept apart: whoever has the plan of the component does without them. */
interface KeptComposition {
	readonly record: DiskRecord;
	readonly component: string;
}

/** All that what a text is composed or assembled to depends on, but the files that it names. */
export function compositionQuestion(
	request: {
		readonly program: string;
		readonly depsDir: string | null;
		readonly dependencies: Readonly<Record<string, string>>;
	},
	text: string,
): readonly string[] {
	if (path.extname(request.program) !== ".wac") return ["assembled", text];
	return [path.resolve(request.program), text, request.depsDir ?? "", JSON.stringify(request.dependencies), process.cwd()];
}

/** The hash of what a text was composed to, if all that it was composed of is still the same. */
export function keptComposition(cache: CacheStore | null, question: readonly string[]): KeptComposition | null {
	const kept = cache?.get(hashOf("composition", ...question));
	return isKeptComposition(kept) && stillSo(kept.record) ? kept : null;
}

/** The bytes of a component that was composed before, or null. */
export function keptComponent(cache: CacheStore | null, component: string): Uint8Array<ArrayBuffer> | null {
	const kept = cache?.get(hashOf("component", component));
	return kept instanceof Uint8Array ? new Uint8Array(kept) : null;
}

export function keepComposition(
	cache: CacheStore | null,
	question: readonly string[],
	{ record, bytes }: { readonly record: DiskRecord; readonly bytes: Uint8Array },
): void {
	if (cache === null) return;
	const component = contentHash(bytes);
	cache.put(hashOf("component", component), bytes);
	cache.put(hashOf("composition", ...question), { record, component } satisfies KeptComposition);
}

function isKeptComposition(kept: unknown): kept is KeptComposition {
	return (
		typeof kept === "object" && kept !== null && "record" in kept && "component" in kept && typeof kept.component === "string"
	);
}
