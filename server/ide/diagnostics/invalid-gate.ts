import { problemRule } from "./rule.ts";

/**
 * `@since`, `@unstable` and `@deprecated` say since when an item is there. An item has one of the first two, `@deprecated` beside it, each once; versions are at most
 * that of the package.
 */
export const invalidGate = problemRule("invalid-gate", "parser", "error", "gate", ({ gate, mistake, package: owner }) => {
	const written = `\`@${gate.kind}\``;
	switch (mistake) {
		case "twice":
			return `${written} stands here twice. Remove one.`;
		case "both":
			return "An item is either `@since` a version or `@unstable`, not both. Remove `@unstable` once it is stable.";
		case "deprecated-alone":
			return "`@deprecated` needs to stand beside `@since` or `@unstable`. Add the version since which the item is there.";
		case "on-top-use":
			return `A \`use\` outside of interfaces and worlds cannot have attributes. Remove ${written}.`;
		case "no-version":
			return `${written} needs a package with a version, and \`${owner?.key ?? ""}\` has none. Write \`package ${owner?.key ?? ""}@1.0.0;\`.`;
		case "unreleased": {
			const version = gate.kind === "since" ? gate.version.text : "";
			return `${written} names version ${version}, and the package is at ${owner?.id.version ?? ""} only. Use \`@unstable(feature = …)\` for what is to come.`;
		}
		default: {
			const impossible: never = mistake;
			return impossible;
		}
	}
});
