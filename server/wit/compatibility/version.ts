/** Which versions of an interface count as the same, and which version has to follow another (semver.org; Explainer.md, "Canonical Interface Name"). */

/** The part of a version that has to be equal for two to be compatible: `1`, `0.2`, `0.0.1`; all of it where it is no version. */
export function canonicalVersion(version: string): string {
	const found = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
	if (found === null) return version;
	const [patch, major = "", minor = ""] = found;
	if (major !== "0") return major;
	return minor !== "0" ? `0.${minor}` : patch;
}

/** `ns:pkg/name@0.2` of `ns:pkg/name@0.2.6`. */
export function canonicalId(id: string): string {
	const at = id.indexOf("@");
	return at < 0 ? id : `${id.slice(0, at)}@${canonicalVersion(id.slice(at + 1))}`;
}

/** How much a change asks of the next version. */
export type Level = "patch" | "minor" | "major";

const order = ["patch", "minor", "major"] as const satisfies readonly Level[];

export function highest(levels: readonly Level[]): Level {
	return order[Math.max(0, ...levels.map((level) => order.indexOf(level)))] ?? "patch";
}

/** The smallest version that may follow `version` with a change of a level. Below 1.0.0 the minor number, below 0.1.0 the last one stands for the major one. */
export function nextVersion(version: string, level: Level): string {
	const [major = 0, minor = 0, patch = 0] = numbers(version);
	// What is before a release becomes that release: nothing is promised until then.
	if (isPrerelease(version)) return `${major}.${minor}.${patch}`;
	if (level === "patch" || (major === 0 && (level === "minor" || minor === 0))) return `${major}.${minor}.${patch + 1}`;
	if (level === "minor") return `${major}.${minor + 1}.0`;
	return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
}

export function isPrerelease(version: string): boolean {
	return /^\d+\.\d+\.\d+-/.test(version);
}

function numbers(version: string): readonly number[] {
	return (/^\d+\.\d+\.\d+/.exec(version)?.[0] ?? "0.0.0").split(".").map(Number);
}
