import type { SyntaxProblem } from "../../wit/semantic/index.ts";
import { type Fix, replacing } from "./fix.ts";

/** Does what the reader of the text proposes: a `;` that is missing, a `%` before a word of the language, a name in kebab case. */
export function mendText({ mend }: SyntaxProblem): readonly Fix[] {
	if (mend === undefined) return [];
	const { span, text } = mend;
	return [replacing(span.start === span.end ? `Insert \`${text}\`` : `Write \`${text}\``, mend)];
}
