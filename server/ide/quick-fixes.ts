import type { QuickFix } from "../answer.ts";
import { type Problem, problemsOf, type Span } from "../wit/semantic/index.ts";
import type { WitDocument } from "./packages.ts";
import type { WitProblem } from "./problems.ts";
import type { Fix } from "./quick-fixes/fix.ts";
import { mendName } from "./quick-fixes/name.ts";
import { addHeader, mendPackage, takeFirstName } from "./quick-fixes/package.ts";
import { removeName, removeStatement } from "./quick-fixes/remove-use.ts";
import { mendText } from "./quick-fixes/syntax.ts";

/** What mends the mistakes of a document that touch a stretch of it, where mending needs no thought. */
export function quickFixes(document: WitDocument, { start, end }: Span): readonly QuickFix[] {
	const { file, package: home } = document;
	const touches = ({ span }: { readonly span: Span }) => span.start <= end && start <= span.end;
	return [
		...file.problems.filter(touches).flatMap((problem) => named("syntax-error", problem.span, mendText(file, problem))),
		...problemsOf(home.model, file)
			.filter(touches)
			.flatMap((problem) => mended(document, problem)),
		...home
			.problems()
			.filter((finding) => finding.path === file.path && touches(finding))
			.flatMap((finding) => removed(document, finding)),
	];
}

/** The fixes of what the model says is wrong. */
function mended(document: WitDocument, problem: Problem): readonly QuickFix[] {
	switch (problem.kind) {
		case "unresolved-name":
			return named("unresolved-name", problem.span, mendName(document, problem));
		case "unresolved-package":
			return named("unresolved-package", problem.span, mendPackage(document, problem));
		case "missing-header":
			return named("missing-package-header", problem.span, addHeader(document));
		case "package-mismatch":
			return named("package-mismatch", problem.span, takeFirstName(problem));
		default:
			return [];
	}
}

/** The fixes of what only the rules know. */
function removed({ file }: WitDocument, { code, span }: WitProblem): readonly QuickFix[] {
	switch (code) {
		case "unused-use":
			return named(code, span, removeName(file, span));
		case "empty-use":
			return named(code, span, removeStatement(file, span));
		default:
			return [];
	}
}

function named(code: string, span: Span, fixes: readonly Fix[]): readonly QuickFix[] {
	return fixes.map((fix) => ({ ...fix, code, span }));
}
