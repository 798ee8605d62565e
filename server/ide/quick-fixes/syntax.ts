import type { FileDeclarations, SyntaxProblem } from "../../wit/semantic/index.ts";
import { type Fix, replacing } from "./fix.ts";

/** Does what the reader of the text proposes: a `;` that is missing, a `%` before a word of the language, a name in kebab case, wherever in the file it is written so. */
export function mendText({ text, problems }: FileDeclarations, { span, mend }: SyntaxProblem): readonly Fix[] {
	if (mend === undefined) return [];
	if (mend.span.start === mend.span.end) return [replacing(`Insert \`${mend.text}\``, mend)];
	const word = text.slice(span.start, span.end);
	const edits = problems.flatMap(({ mend: other }) =>
		other?.text === mend.text && text.slice(other.span.start, other.span.end) === word ? [other] : [],
	);
	return [{ title: `Write \`${mend.text}\``, edits, preferred: true }];
}
