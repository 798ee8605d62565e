/** A file in the passages that rules look at one by one, and what the model says is wrong in it. */
import type { FileDeclarations, NestedPackage, SyntaxProblem, TopItem } from "./declarations.ts";
import type { Model } from "./model.ts";
import type { Problem } from "./problems.ts";

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

/** What is wrong with the meaning of a file. */
export function problemsOf({ resolution }: Model, file: FileDeclarations): readonly Problem[] {
	const findings = [...resolution.checks.values()];
	for (const scope of resolution.troubled) if (scope.unit.file === file) findings.push(scope.findings);
	return findings.flatMap(({ problems }) => problems.filter((problem) => problem.file === file));
}
