/** A file in the passages that rules look at one by one, each with what is wrong in it. */
import type { FileDeclarations, NestedPackage, SyntaxProblem, TopItem } from "./declarations.ts";
import type { Model } from "./model.ts";
import type { Problem } from "./problems.ts";
import type { Findings } from "./resolution.ts";

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

/** The passages of items, each the same object for as long as nothing about it changes: findings can be kept by them. */
const known = new WeakMap<TopItem, Passage>();

/** All passages of a file: one for what belongs to the whole of it, then one for each interface and world that is in no package in braces. */
export function passagesOf({ resolution }: Model, file: FileDeclarations): readonly Passage[] {
	const units = [...resolution.packageOf.keys()].filter((unit) => unit.file === file);
	const whole: Findings[] = [...resolution.checks.values()];
	for (const unit of units) if (unit.items !== file.items) whole.push(...resolution.findingsIn(unit));
	const problems = whole.flatMap((findings) => findings.problems.filter((problem) => problem.file === file));
	const passages: Passage[] = [{ file, items: [], nested: file.nested, syntax: file.problems, problems }];
	for (const item of file.items) {
		if (item.kind === "top-use") continue;
		const found = resolution.scopeOf.get(item)?.findings.problems ?? [];
		const before = known.get(item);
		if (before !== undefined && before.problems.length === 0 && found.length === 0) passages.push(before);
		else {
			const passage: Passage = { file, items: [item], nested: [], syntax: [], problems: [...found] };
			known.set(item, passage);
			passages.push(passage);
		}
	}
	return passages;
}
