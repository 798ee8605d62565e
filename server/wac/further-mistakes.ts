import type { SyntaxNode } from "../wit/syntax/tree.ts";
import type { WacProblem } from "./check.ts";

/** A document begins with its package; this stands for all that is left out before a statement. */
const HEAD = "package a:a;";

/** More mistakes than anyone reads at once. */
const MOST = 50;

/**
 * The syntax mistakes of a document behind the one at which the engine stops: the engine is asked again about what follows, from the next statement on.
 * Where that starts is what the tree knows, which goes on behind a mistake; what is wrong is the engine's word alone.
 *
 * @param root the tree of `text`
 * @param firstMistake the engine's first syntax mistake in a text, or null where it has none; offsets are UTF-16 units of that text
 */
export function furtherMistakes(
	text: string,
	root: SyntaxNode,
	first: WacProblem,
	firstMistake: (text: string) => WacProblem | null,
): readonly WacProblem[] {
	const found: WacProblem[] = [];
	for (let mistake = first; found.length < MOST; ) {
		const from = nextStatement(text, root, mistake.start);
		if (from === null) break;
		const next = firstMistake(HEAD + text.slice(from));
		if (next === null) break;
		mistake = moved(next, from - HEAD.length);
		found.push(mistake);
	}
	return found;
}

/** Where the first statement behind a mistake starts. A mistake at the first word of a statement is what the one before it lacks. */
function nextStatement(text: string, root: SyntaxNode, mistake: number): number | null {
	const next = root.children.find(
		({ start, isError }, index) => index > 0 && start >= mistake && !isError && /(?:^|\n)[ \t]*$/.test(text.slice(0, start)),
	);
	return next?.start ?? null;
}

function moved(problem: WacProblem, by: number): WacProblem {
	const related = problem.related.map(({ start, end, message }) => ({ start: start + by, end: end + by, message }));
	return { ...problem, start: problem.start + by, end: problem.end + by, related };
}
