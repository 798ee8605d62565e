/** A file in the passages that rules look at one by one, and what the model says is wrong in it. */
import type { FileDeclarations, NestedPackage, SyntaxProblem, TopItem } from "./declarations.ts";
import type { Model } from "./model.ts";
import { isSettled, type Problem } from "./problems.ts";

/** A stretch of a file with what it declares: what a rule finds in one does not depend on any other. */
export interface Passage {
	readonly file: FileDeclarations;
	readonly items: readonly TopItem[];
	readonly nested: readonly NestedPackage[];
	/** Mistakes of the text itself. */
	readonly syntax: readonly SyntaxProblem[];
}

/** The passage of one item. It stays the same for as long as the item does. */
export function passageOf(file: FileDeclarations, item: TopItem): Passage {
	return { file, items: [item], nested: [], syntax: [] };
}

/** What of a file is in no passage of an item: packages in braces, and the mistakes of the text, wherever they are. */
export function remainderOf(file: FileDeclarations): Passage {
	return { file, items: [], nested: file.nested, syntax: file.problems };
}

/**
 * What is wrong with the meaning of a file. Of what is settled, most of which is advice, no more than `most` is told, the first in the text: there may be some of it for
 * every line.
 */
export function problemsOf({ resolution }: Model, file: FileDeclarations, most = Number.POSITIVE_INFINITY): readonly Problem[] {
	const problems: Problem[] = [];
	const add = (problem: Problem): void => {
		if (problem.file === file) problems.push(problem);
	};
	for (const findings of resolution.checks.values()) for (const problem of findings.problems) add(problem);
	let settled = 0;
	for (const scope of resolution.troubled) {
		if (scope.unit.file !== file) continue;
		for (const problem of scope.findings.problems) {
			if (isSettled(problem)) settled++;
			else add(problem);
		}
	}
	if (settled === 0) return problems;
	let left = most;
	for (const item of [...file.items, ...file.nested.flatMap(({ items }) => items)]) {
		const found = resolution.scopeOf.get(item)?.findings.problems ?? [];
		for (const problem of found) {
			if (!isSettled(problem)) continue;
			if (left-- === 0) return problems;
			add(problem);
		}
	}
	return problems;
}
