/** What the gates of an item promise, and how that changed (WIT.md, "Feature Gates"). */
import type { Gate } from "../semantic/index.ts";
import { compareVersions } from "../semantic/versions.ts";
import type { ChangeCode } from "./change.ts";
import { canonicalVersion, type Level } from "./version.ts";

/** The feature that an item waits for; null for a stable one. */
export function featureOf(gates: readonly Gate[]): string | null {
	for (const gate of gates) if (gate.kind === "unstable") return gate.feature.text;
	return null;
}

export function deprecatedSince(gates: readonly Gate[]): string | null {
	for (const gate of gates) if (gate.kind === "deprecated") return gate.version.text;
	return null;
}

function since(gates: readonly Gate[]): string | null {
	for (const gate of gates) if (gate.kind === "since") return gate.version.text;
	return null;
}

/** The versions of the old and the new package. */
export interface Versions {
	readonly old: string | null;
	readonly now: string | null;
}

interface GateChange {
	readonly code: ChangeCode;
	readonly level: Level;
	readonly said: string;
}

/** What changed in the gates of an item that is there in both versions; `oldVersion` is that of the old package. */
export function gateChanges(old: readonly Gate[], now: readonly Gate[], versions: Versions): readonly GateChange[] {
	const [oldFeature, feature] = [featureOf(old), featureOf(now)];
	if (oldFeature !== null && feature === null) {
		return [{ code: "stabilized", level: "minor", said: `it was behind the feature \`${oldFeature}\` and is stable now` }];
	}
	if (oldFeature === null && feature !== null) {
		const said = `it was stable and is behind the feature \`${feature}\` now: who does not turn that on does not have it any more. Leave it stable, or add the unstable form under another name`;
		return [{ code: "destabilized", level: "major", said }];
	}
	const changes: GateChange[] = [];
	const [wasDeprecated, isDeprecated] = [deprecatedSince(old), deprecatedSince(now)];
	if (wasDeprecated === null && isDeprecated !== null) {
		changes.push({ code: "deprecated", level: "minor", said: `it is deprecated since ${isDeprecated}` });
	} else if (wasDeprecated !== null && isDeprecated === null) {
		changes.push({ code: "undeprecated", level: "patch", said: "it is deprecated no more" });
	}
	const [oldSince, nowSince] = [since(old), since(now)];
	const { old: oldVersion } = versions;
	// A version that is not compatible begins anew: all that it has comes with it.
	const isNewLine =
		oldVersion !== null && versions.now !== null && canonicalVersion(oldVersion) !== canonicalVersion(versions.now);
	if (!isNewLine && nowSince !== null && nowSince !== oldSince) {
		if (oldSince !== null) {
			const said = `its \`@since\` was ${oldSince} and is ${nowSince}: it says when an item came, which does not change. Put ${oldSince} back`;
			changes.push({ code: "since-changed", level: "patch", said });
		} else if (oldVersion !== null && oldFeature === null && compareVersions(nowSince, oldVersion) > 0) {
			const said = `its \`@since\` says ${nowSince}, but ${oldVersion} had it already. Name the version that it came with`;
			changes.push({ code: "since-wrong", level: "patch", said });
		}
	}
	return changes;
}

/** What is wrong with the `@since` of an item that is new; null where nothing is. */
export function wrongSince(gates: readonly Gate[], { old: oldVersion }: Versions): GateChange | null {
	const version = since(gates);
	if (version === null || oldVersion === null || compareVersions(version, oldVersion) > 0) return null;
	const said = `its \`@since\` says ${version}, but ${oldVersion} does not have it. Name the version that it comes with`;
	return { code: "since-wrong", level: "patch", said };
}
