/** A file in the passages that rules look at one by one, each with what is wrong in it. */
import type { FileDeclarations, NestedPackage, SyntaxProblem, TopItem } from "./declarations.ts";
import type { Model } from "./model.ts";
import type { Problem } from "./problems.ts";

/** A stretch of a file with what it declares. No finding in one depends on what another declares, other than by its `problems`. */
export interface Passage {
	readonly file: FileDeclarations;
	readonly items: readonly TopItem[];
	readonly nested: readonly NestedPackage[];
	/** Mistakes of the text itself. */
	readonly syntax: readonly SyntaxProblem[];
	/** What is wrong with its meaning. */
	readonly problems: readonly Problem[];
}

/** All passages of a file, in order. */
export function passagesOf(model: Model, file: FileDeclarations): readonly Passage[] {
	const problems = model.resolution.problems.get(file) ?? [];
	return [{ file, items: file.items, nested: file.nested, syntax: file.problems, problems }];
}
