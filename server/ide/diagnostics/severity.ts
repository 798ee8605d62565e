/** What users set about diagnostics: `witness.diagnostics.severity`, and `witness check --severity`. */
import type { Severity, SeveritySettings, WitProblem } from "../problems.ts";

const levels: readonly (Severity | "off")[] = ["error", "warning", "information", "hint", "off"];

/** What users may write for a severity, to name it in messages. */
export const severityNames: readonly string[] = levels;

export function severityNamed(name: unknown): Severity | "off" | null {
	return levels.find((level) => level === name) ?? null;
}

/**
 * The problems as the settings want them. What the reference parser refuses stays an error, for no tool reads such a package: the message says so where a
 * setting asks for something else.
 */
export function withSeverities(problems: readonly WitProblem[], settings: SeveritySettings): readonly WitProblem[] {
	if (Object.keys(settings).length === 0) return problems;
	return problems.flatMap((problem) => {
		const wanted = settings[problem.code] ?? settings[problem.class];
		if (wanted === undefined || wanted === problem.severity) return [problem];
		if (problem.class === "parser" && problem.severity === "error") {
			return [{ ...problem, message: `${problem.message} (It stays an error whatever is set: no tool reads such a package.)` }];
		}
		return wanted === "off" ? [] : [{ ...problem, severity: wanted }];
	});
}
