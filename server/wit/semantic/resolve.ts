/** The order in which interfaces and worlds are resolved: each step needs the ones before it to be done for all. */
import { checkDependencies } from "./dependencies.ts";
import { checkDisabledOwner, checkInactive } from "./disabled.ts";
import { checkMemberNames } from "./duplicates.ts";
import { checkEncoding } from "./encoding.ts";
import { resolveFunctions } from "./functions.ts";
import { checkGating } from "./gating.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import { declareMembers } from "./scopes.ts";
import { resolveTypes } from "./types.ts";
import { checkUnusedNames } from "./unused.ts";
import { resolveUses } from "./uses.ts";
import { resolveWorld } from "./worlds.ts";

/** Resolves interfaces and worlds of packages, with all that is in them. Whatever they mention is resolved already, or is among them. */
export function resolveItems(resolution: Resolution, items: readonly OwnerScope[]): void {
	for (const item of items) {
		resolution.enter(item);
		declareMembers(resolution, item);
	}
	const scopes = items.flatMap((item) => [item, ...item.inner]);
	for (const step of steps) {
		for (const scope of scopes) {
			resolution.enter(scope);
			step(resolution, scope);
		}
	}
	for (const item of items) {
		if (item.findings.problems.length > 0) resolution.troubled.add(item);
		else resolution.troubled.delete(item);
	}
}

const steps: readonly ((resolution: Resolution, scope: OwnerScope) => void)[] = [
	checkMemberNames,
	resolveUses,
	resolveTypes,
	resolveFunctions,
	checkDisabledOwner,
	resolveWorld,
	checkDependencies,
	checkGating,
	checkEncoding,
	checkUnusedNames,
	checkInactive,
];
