/** A program that ran before, by what was kept of it: without the engine, and with as little as can be read. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { decodeUtf8 } from "../../server/check.ts";
import {
	type CacheStore,
	compositionQuestion,
	contentHash,
	type KeptPlan,
	keptComposition,
	keptPlan,
	type PlanRequest,
	planKey,
} from "./cache/index.ts";
import type { ProgramRequest } from "./resolve.ts";

/** Its plan, where all that it was made of is as it was; null otherwise, and where it cannot be read: whoever makes it anew says why. */
export function keptProgram(
	request: ProgramRequest,
	choice: Omit<PlanRequest, "component">,
	cache: CacheStore | null,
): KeptPlan | null {
	if (cache === null) return null;
	const component = componentOf(request, cache);
	return component === null ? null : keptPlan(cache, planKey({ ...choice, component }));
}

/** The hash of the component that a path stands for. */
function componentOf(request: ProgramRequest, cache: CacheStore): string | null {
	const bytes = bytesOf(request.program);
	if (bytes === null) return null;
	// Binary is what it is. Text was composed or assembled.
	if (bytes[0] === 0) return path.extname(request.program) === ".wac" ? null : contentHash(bytes);
	const text = decodeUtf8(bytes);
	return text.ok ? (keptComposition(cache, compositionQuestion(request, text.text))?.component ?? null) : null;
}

function bytesOf(file: string): Uint8Array | null {
	try {
		return readFileSync(file);
	} catch {
		return null;
	}
}
