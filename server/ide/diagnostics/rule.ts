/** What a diagnostic rule is. One file a rule, named after its code; `index.ts` lists them, `docs/diagnostics/` explains them to users. */
import { isDecoded, type Model, type Passage, type Problem, type ProblemOf, type Span } from "../../wit/semantic/index.ts";
import type { RuleClass, Severity, Tag, WitProblem } from "../problems.ts";

export interface Finding {
	readonly span: Span;
	readonly message: string;
	/** Where they differ from the rule's. */
	readonly severity?: Severity;
	readonly class?: RuleClass;
	readonly tags?: readonly Tag[];
	readonly related?: WitProblem["related"];
}

export interface Rule {
	/** Stable, in kebab case: users write it in settings and look it up. */
	readonly code: string;
	readonly class: RuleClass;
	readonly severity: Severity;
	/** What a passage shows by itself. The answer is kept for as long as the passage is the same: nothing else may have a part in it. */
	inText?(passage: Passage): readonly Finding[];
	/** What the model says is wrong in a file, in words. */
	inProblems?(problems: readonly Problem[], model: Model): readonly Finding[];
}

/** The problems of the kind that a rule is about, in words. `index` counts them in the file: what costs time is not done for the thousandth. */
export function problemRule<K extends Problem["kind"]>(
	code: string,
	ruleClass: RuleClass,
	severity: Severity,
	kind: K,
	say: (problem: ProblemOf<K>, model: Model, index: number) => string | Omit<Finding, "span" | "related">,
): Rule {
	const isOfKind = (problem: Problem): problem is ProblemOf<K> => problem.kind === kind;
	return {
		code,
		class: ruleClass,
		severity,
		inProblems: (problems, model) =>
			problems.filter(isOfKind).map((problem, index): Finding => {
				const said = say(problem, model, index);
				const finding = typeof said === "string" ? { message: said } : said;
				const related = (problem.related ?? [])
					.filter((other) => !isDecoded(other.file))
					.map((other) => ({ path: other.file.path, span: other.span, message: other.message }));
				return { ...finding, span: problem.span, related };
			}),
	};
}

/** `a` → `b` → `a`; cut in the middle of a long one. */
export function way(through: readonly string[], most = 8): string {
	const shown = through.length > most ? [...through.slice(0, most - 1), null, through.at(-1) ?? ""] : through;
	return shown.map((step) => (step === null ? "…" : `\`${step}\``)).join(" → ");
}

/** `a`, `b` and `c`; cut after a few. */
export function listed(names: readonly string[], most = 6): string {
	const shown = names.slice(0, most).map((name) => `\`${name}\``);
	if (names.length > most) return `${shown.join(", ")} and ${names.length - most} more`;
	const last = shown.pop();
	return shown.length === 0 ? (last ?? "") : `${shown.join(", ")} and ${last}`;
}
