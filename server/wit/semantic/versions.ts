/** Order of semantic versions (semver.org, 11). Build metadata comes last, so that the order is total. */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [parts(a), parts(b)];
	for (let i = 0; i < 3; i++) {
		const order = (left.core[i] ?? 0) - (right.core[i] ?? 0);
		if (order !== 0) return order;
	}
	if (left.before === "" || right.before === "") {
		const order = Number(left.before === "") - Number(right.before === "");
		if (order !== 0) return order;
	}
	return compareWords(left.before, right.before) || compareWords(left.build, right.build);
}

function parts(version: string) {
	const [rest = "", build = ""] = version.split("+", 2);
	const dash = rest.indexOf("-");
	const core = (dash < 0 ? rest : rest.slice(0, dash)).split(".").map(Number);
	return { core, before: dash < 0 ? "" : rest.slice(dash + 1), build };
}

function compareWords(a: string, b: string): number {
	if (a === b) return 0;
	const [left, right] = [a.split("."), b.split(".")];
	for (let i = 0; i < Math.max(left.length, right.length); i++) {
		const [x, y] = [left[i], right[i]];
		if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
		if (x === y) continue;
		const [isNumber, otherIsNumber] = [/^\d+$/.test(x), /^\d+$/.test(y)];
		if (isNumber && otherIsNumber) return Number(x) - Number(y);
		if (isNumber !== otherIsNumber) return isNumber ? -1 : 1;
		return x < y ? -1 : 1;
	}
	return 0;
}

/**
 * The version that comes nearest to a wanted one: the first after it that keeps its promises (semver.org, 8), or else the last of those before it that would, or else the
 * last of all. Null where there is none.
 */
export function nearestVersion(wanted: string | null, versions: readonly string[]): string | null {
	const ordered = versions.toSorted(compareVersions);
	if (wanted === null) return ordered.at(-1) ?? null;
	const alike = ordered.filter((version) => track(version) === track(wanted));
	return alike.find((version) => compareVersions(version, wanted) >= 0) ?? alike.at(-1) ?? ordered.at(-1) ?? null;
}

/** What versions that are compatible with each other have in common: the major number or, where that is 0, the minor one as well. */
function track(version: string): string {
	const [major, minor, patch] = parts(version).core;
	return major !== 0 ? `${major}` : minor !== 0 ? `0.${minor}` : `0.0.${patch}`;
}

/** The identity of an interface, a world or a package, `ns:pkg/name@1.0.0`, without its version; null, that of a world's own functions, stays null. */
export function withoutVersion(id: string): string;
export function withoutVersion(id: string | null): string | null;
export function withoutVersion(id: string | null): string | null {
	return id === null ? null : id.replace(/@.*$/, "");
}
