/** What changed since an earlier version of a package, as diagnostics: for `witness check --against`. */
import {
	type Advice,
	adviceFor,
	type Change,
	comparePackages,
	isDecoded,
	type Model,
	type PackageSymbol,
	type Party,
	type Place,
} from "../wit/index.ts";
import type { Diagnostic, Range, Ranges } from "./diagnostic.ts";

/** The codes of what changed; each has its page in `docs/diagnostics/`. */
export const changeCodes = ["breaking-change", "additive-change", "gate-change", "version-too-low"] as const;

export interface Compared {
	readonly diagnostics: readonly Diagnostic[];
	readonly advice: Advice;
}

/** Compares the main packages of two models, both built with all features on; null where one of them has none. */
export function compareVersions(old: Model, now: Model, ranges: Ranges): Compared | null {
	if (old.main === null || now.main === null) return null;
	const changes = comparePackages(old, now);
	const advice = adviceFor(old.main, now.main, changes);
	const found = changes.map((change) => diagnosticOf(change, advice, ranges));
	return { diagnostics: [...found, ...versionDiagnostic(old.main, now.main, advice, ranges)], advice };
}

function diagnosticOf(change: Change, advice: Advice, ranges: Ranges): Diagnostic {
	const { code, level, breaks, unstable, message, place, oldPlace } = change;
	const whom = breaks.length === 0 ? "" : ` (${code}, breaks ${listed(breaks)})`;
	return {
		path: place.file.path,
		range: rangeOf(place, ranges),
		severity: severityOf(change, advice),
		code: level === "major" ? "breaking-change" : isGate(change) ? "gate-change" : "additive-change",
		message: `${capital(message)}${whom === "" ? ` (${code})` : whom}`,
		related: [{ path: oldPlace.file.path, range: rangeOf(oldPlace, ranges), message: "in the old version" }],
		change: { code, level, breaks, unstable },
	};
}

/** A breaking change is an error as long as the version does not announce it. */
function severityOf({ level, code }: Change, { allowsBreaking }: Advice): Diagnostic["severity"] {
	if (level === "major") return allowsBreaking ? "information" : "error";
	return code === "since-changed" || code === "since-wrong" ? "warning" : "information";
}

/** What is about promises alone, and what happens where nothing is promised. */
function isGate({ code, unstable }: Change): boolean {
	const gates = ["stabilized", "deprecated", "undeprecated", "since-changed", "since-wrong"];
	return unstable !== null || gates.includes(code);
}

function versionDiagnostic(old: PackageSymbol, now: PackageSymbol, advice: Advice, ranges: Ranges): readonly Diagnostic[] {
	const { satisfied, level, needed, before, after } = advice;
	if (satisfied || before === null || after === null || needed === null) return [];
	const what = level === "major" ? "what breaks" : level === "minor" ? "what was added" : "what changed";
	const message =
		level === null
			? `The version ${after} is lower than ${before}, that of the old package. Raise it.`
			: `The version ${after} does not say so: with ${what} since ${before}, it has to be ${needed} at least.`;
	const place = headerOf(now);
	return [
		{
			path: place.file.path,
			range: rangeOf(place, ranges),
			severity: level === "major" || level === null ? "error" : "warning",
			code: "version-too-low",
			message,
			related: [{ path: old.file.path, range: rangeOf(headerOf(old), ranges), message: "the old version" }],
		},
	];
}

/** The version in the package's header; its name where that cannot be had. */
function headerOf({ file, name }: PackageSymbol): Place {
	const header = file.header?.name;
	return { file, span: header?.name === name ? (header.version?.span ?? header.span) : name.span };
}

/** A text that was made from a binary has no lines that anyone can look at. */
function rangeOf({ file, span }: Place, ranges: Ranges): Range {
	const start = { line: 0, character: 0 };
	return isDecoded(file) ? { start, end: start } : ranges.of(file.path, span);
}

function listed(parties: readonly Party[]): string {
	const last = parties.at(-1) ?? "";
	return parties.length < 2 ? last : `${parties.slice(0, -1).join(", ")} and ${last}`;
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
