/** Feature gates: whether they are well formed, and whether what they stand on is there (WIT.md, "Feature gates"). */
import type { FileDeclarations, Gate, Span } from "./declarations.ts";
import type { Resolution } from "./resolution.ts";
import type { PackageSymbol } from "./symbols.ts";
import { compareVersions } from "./versions.ts";

type Features = Resolution["features"];

/** Whether an item with these gates is there. Only `@unstable` takes an item away. */
export function isEnabled(features: Features, gates: readonly Gate[]): boolean {
	return features === "all" || gates.every((gate) => gate.kind !== "unstable" || features.has(gate.feature.text));
}

/** The feature that an item waits for; null where it is there. */
export function missingFeature(features: Features, gates: readonly Gate[]): string | null {
	for (const gate of gates) if (gate.kind === "unstable" && !isEnabled(features, [gate])) return gate.feature.text;
	return null;
}

/** Whether gates say how stable an item is: what is written inside of it then does not wait for the features of what it refers to. */
export function saysStability(gates: readonly Gate[]): boolean {
	return gates.some((gate) => gate.kind === "since" || gate.kind === "unstable");
}

/** The gates of an item as one word, to compare them. "" is none. */
export function stabilityWord(gates: readonly Gate[]): string {
	const words = gates.map((gate) => {
		switch (gate.kind) {
			case "since":
			case "deprecated":
				return `${gate.kind} ${gate.version.text}`;
			case "unstable":
				return `unstable ${gate.feature.text}`;
			case "external-id":
				return "";
			default: {
				const impossible: never = gate;
				return impossible;
			}
		}
	});
	return words
		.filter((word) => word !== "")
		.toSorted()
		.join(", ");
}

/** Checks the gates of one item; `places` are where a wrong version is reported: at the names that the gates stand before. */
export function checkGates(
	resolution: Resolution,
	owner: PackageSymbol,
	file: FileDeclarations,
	gates: readonly Gate[],
	places: readonly Span[],
): void {
	if (gates.length === 0 || !wellFormed(resolution, file, gates)) return;
	const since = gates.find((gate) => gate.kind === "since");
	if (since?.kind !== "since" || owner.key === "") return;
	const { version } = owner.id;
	if (version !== null && compareVersions(since.version.text, version) <= 0) return;
	const mistake = version === null ? "no-version" : "unreleased";
	for (const span of places) {
		const related = [{ file, span: since.version.span, message: "the version of the gate" }];
		resolution.report({ kind: "gate", mistake, gate: since, package: owner, file, span, related });
	}
}

function wellFormed(resolution: Resolution, file: FileDeclarations, gates: readonly Gate[]): boolean {
	const first = new Map<Gate["kind"], Gate>();
	let fine = true;
	const report = (mistake: "twice" | "both" | "deprecated-alone", gate: Gate, other?: Gate) => {
		fine = false;
		const related = other === undefined ? [] : [{ file, span: other.span, message: "the other one" }];
		resolution.report({ kind: "gate", mistake, gate, package: null, file, span: gate.span, related });
	};
	for (const gate of gates) {
		const other = first.get(gate.kind);
		if (other === undefined) first.set(gate.kind, gate);
		else report("twice", gate, other);
	}
	const [since, unstable, deprecated] = [first.get("since"), first.get("unstable"), first.get("deprecated")];
	if (since !== undefined && unstable !== undefined) report("both", since, unstable);
	if (deprecated !== undefined && since === undefined && unstable === undefined) report("deprecated-alone", deprecated);
	return fine;
}
