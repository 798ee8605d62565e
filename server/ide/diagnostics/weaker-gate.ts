import type { Gate } from "../../wit/semantic/index.ts";
import { problemRule } from "./rule.ts";

/**
 * What refers to a gated item, and what a gated item holds, must have a gate at least as strong: otherwise it is there where the other is not. The specification says so
 * (WIT.md, "Rules for feature gate usage"); the reference parser does not look.
 */
export const weakerGate = problemRule(
	"weaker-gate",
	"specification",
	"warning",
	"weaker-gate",
	({ what, gate, own, contained, foreign }) => {
		const has = own === null ? "has no gate" : `has ${written(own)}`;
		const wanted = gate === null ? "a gate" : written(gate);
		if (contained) {
			const message = `This ${has}, but it lies in the ${what}, which has ${wanted}. Give it the same gate, or a stronger one.`;
			// Without a gate of its own it is still no earlier there than what holds it: much of WASI is written so.
			return own === null ? { message, severity: "hint" } : message;
		}
		const message = `What stands here ${has}, but the ${what} that it refers to has ${wanted}. Give it the same gate, or a stronger one.`;
		// Where one released version refers to a later one nothing is missing for those who have the later: WASI does it. And who uses another package turns its features
		// on (WIT.md, "Scenario: Stabilization of a new feature"), maybe in a package without a version, which can have no gates.
		const isUsual = foreign || (own?.kind === "since" && gate?.kind === "since");
		return isUsual ? { message, severity: "hint" } : message;
	},
);

function written(gate: Gate): string {
	switch (gate.kind) {
		case "since":
		case "deprecated":
			return `\`@${gate.kind}(version = ${gate.version.text})\``;
		case "unstable":
			return `\`@unstable(feature = ${gate.feature.text})\``;
		case "external-id":
			return "`@external-id`";
		default: {
			const impossible: never = gate;
			return impossible;
		}
	}
}
