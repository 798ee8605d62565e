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

/** The identity of an interface, a world or a package, `ns:pkg/name@1.0.0`, without its version; null, that of a world's own functions, stays null. */
export function withoutVersion(id: string): string;
export function withoutVersion(id: string | null): string | null;
export function withoutVersion(id: string | null): string | null {
	return id === null ? null : id.replace(/@.*$/, "");
}
