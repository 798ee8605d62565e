/** What has to be made for a program before it can be linked, where nothing fitting was kept: it is composed, taken apart, and code is generated for it. */
import type { Translation, Translator } from "../../server/engine/index.ts";
import { type CacheStore, contentHash, keepPlan, keptPlan, type PlanRequest, planKey } from "./cache/index.ts";
import { type Glue, makeGlue, translateToLink } from "./link/index.ts";
import type { Problem } from "./protocol.ts";
import { type ProgramRequest, resolveProgram } from "./resolve.ts";
import type { Engine } from "./run.ts";

export type MadeProgram =
	| {
			readonly ok: true;
			readonly bytes: Uint8Array;
			readonly translation: Translation;
			/** Null where it cannot be linked: the linker says why. */
			readonly glue: Glue | null;
	  }
	| { readonly ok: false; readonly problem: Problem };

/** `resolved` is told the component as soon as it is there: taking it apart takes a while. */
export function makeProgram(
	{ composer, translator }: Engine,
	request: ProgramRequest,
	choice: Omit<PlanRequest, "component">,
	cache: CacheStore | null,
	resolved: (component: Uint8Array) => void,
): MadeProgram {
	const program = resolveProgram(composer, request, cache);
	if (!program.ok) return program;
	const { bytes } = program;
	const key = planKey({ ...choice, component: contentHash(bytes) });
	const kept = keptPlan(cache, key);
	if (kept !== null) return { ok: true, bytes, ...kept };
	resolved(bytes);
	const translated = translateProgram(translator, bytes, request.program);
	if (!translated.ok) return translated;
	const { translation } = translated;
	const glue = makeGlue(translation, { ...choice, merge: translator.merge }, composer.parseWat);
	// What cannot be linked is told anew each time.
	if (glue !== null) keepPlan(cache, key, { translation, glue });
	return { ok: true, bytes, translation, glue };
}

type Translated = { readonly ok: true; readonly translation: Translation } | { readonly ok: false; readonly problem: Problem };

/** What to do about a component that the translator refuses. */
const INVALID = "build it again; if it is as it should be, it uses what this version of Witness does not know";

/** Takes a component apart; `where` names it in messages. */
export function translateProgram(translator: Translator, bytes: Uint8Array, where: string): Translated {
	const answer = translateToLink(translator, bytes);
	if (answer.ok) return { ok: true, translation: answer.value };
	const { message, help, causes } = answer.fault;
	const problem: Problem = { where, message: [message, ...causes].join(": "), help: help ?? INVALID, status: 1 };
	return { ok: false, problem };
}
