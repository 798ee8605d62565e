/** Which version changes ask for, and whether the one that is declared is enough (semver.org; below 1.0.0 as WIT.md has it). */
import type { PackageSymbol } from "../semantic/index.ts";
import { compareVersions } from "../semantic/versions.ts";
import type { Change } from "./change.ts";
import { highest, isPrerelease, type Level, nextVersion } from "./version.ts";

export interface Advice {
	readonly package: string;
	readonly before: string | null;
	readonly after: string | null;
	/** Null where nothing changed. */
	readonly level: Level | null;
	/** The smallest version that the changes allow; null where the old package has none. */
	readonly needed: string | null;
	/** Whether the declared version is enough. Without versions it is as long as nothing breaks. */
	readonly satisfied: boolean;
	/** Whether the declared version says that things may break. */
	readonly allowsBreaking: boolean;
}

export function adviceFor(old: PackageSymbol, now: PackageSymbol, changes: readonly Change[]): Advice {
	const [before, after] = [old.id.version, now.id.version];
	const level = changes.length === 0 ? null : highest(changes.map((change) => change.level));
	const needed = before === null ? null : level === null ? before : nextVersion(before, level);
	const isEnough = (wanted: string) => before !== null && after !== null && reaches(before, after, wanted);
	const allowsBreaking = before !== null && isEnough(nextVersion(before, "major"));
	const satisfied =
		before === null || after === null
			? level !== "major"
			: level === null
				? compareVersions(after, before) >= 0
				: isEnough(needed ?? "");
	const name = `${now.id.namespace}:${now.id.name}`;
	return { package: name, before, after, level, needed, satisfied, allowsBreaking };
}

/** A version before a release counts for the release that it leads to, and promises nothing itself. */
function reaches(before: string, after: string, wanted: string): boolean {
	if (compareVersions(after, before) <= 0) return false;
	return isPrerelease(before) || compareVersions(after.replace(/[-+].*$/, ""), wanted) >= 0;
}

/** One line for people. */
export function adviceText({ package: name, before, after, level, needed, satisfied }: Advice): string {
	if (before === null || after === null) {
		if (level === null) return `${name}: nothing changed`;
		const which = before === null ? "the old package has no version" : "the package has no version";
		return level === "major" ? `${name}: ${which}, and this breaks: give it one` : `${name}: ${which}, so nothing is promised`;
	}
	const step = `${name} ${before} → ${after}`;
	if (level === null)
		return satisfied ? `${step}: nothing changed` : `${step}: nothing changed, and the version is lower than before`;
	const what = level === "major" ? "breaking changes" : level === "minor" ? "additions" : "small changes";
	return satisfied ? `${step}: the version fits (${what})` : `${step}: ${what} need ${needed} at least`;
}
