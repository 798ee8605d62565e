/** All rules. To add one: its file here, its line in this table, its page in `docs/diagnostics/`, its tests in `test/language/diagnostics.test.ts`. */
import { type FileDeclarations, isDecoded, type Model, type Passage, passagesOf } from "../../wit/semantic/index.ts";
import type { WitProblem } from "../problems.ts";
import { borrowInResult } from "./borrow-in-result.ts";
import { caseConflict } from "./case-conflict.ts";
import { conflictingDependency } from "./conflicting-dependency.ts";
import { cyclicPackage } from "./cyclic-package.ts";
import { cyclicType } from "./cyclic-type.ts";
import { cyclicUse } from "./cyclic-use.ts";
import { disabledReference } from "./disabled-reference.ts";
import { duplicateItem } from "./duplicate-item.ts";
import { duplicatePackage } from "./duplicate-package.ts";
import { duplicatePart } from "./duplicate-part.ts";
import { emptyRecord } from "./empty-record.ts";
import { emptyType } from "./empty-type.ts";
import { includeConflict } from "./include-conflict.ts";
import { invalidAccessor } from "./invalid-accessor.ts";
import { invalidConstructor } from "./invalid-constructor.ts";
import { invalidGate } from "./invalid-gate.ts";
import { invalidMapKey } from "./invalid-map-key.ts";
import { missingPackageHeader } from "./missing-package-header.ts";
import { nestedPackage } from "./nested-package.ts";
import { packageDocs } from "./package-docs.ts";
import { packageMismatch } from "./package-mismatch.ts";
import type { Finding, Rule } from "./rule.ts";
import { streamOfChar } from "./stream-of-char.ts";
import { syntaxError } from "./syntax-error.ts";
import { tooManyFlags } from "./too-many-flags.ts";
import { unmatchedRename } from "./unmatched-rename.ts";
import { unresolvedName } from "./unresolved-name.ts";
import { unresolvedPackage } from "./unresolved-package.ts";
import { wrongKind } from "./wrong-kind.ts";
import { zeroLengthList } from "./zero-length-list.ts";

export const rules: readonly Rule[] = [
	syntaxError,
	missingPackageHeader,
	packageMismatch,
	packageDocs,
	nestedPackage,
	duplicatePackage,
	unresolvedPackage,
	cyclicPackage,
	unresolvedName,
	wrongKind,
	duplicateItem,
	caseConflict,
	cyclicType,
	cyclicUse,
	borrowInResult,
	invalidConstructor,
	invalidAccessor,
	invalidMapKey,
	emptyType,
	duplicatePart,
	invalidGate,
	disabledReference,
	includeConflict,
	unmatchedRename,
	conflictingDependency,
	emptyRecord,
	tooManyFlags,
	zeroLengthList,
	streamOfChar,
];

/** More than anyone reads of one file; an editor is slow to show more. */
const mostFindings = 1000;

/** All findings in one file of a model, in the order of their places. Texts that were made from binaries have none: nobody wrote them. */
export function diagnoseFile(model: Model, file: FileDeclarations): readonly WitProblem[] {
	if (isDecoded(file)) return [];
	const passages = passagesOf(model, file);
	const problems = passages.flatMap((passage) => passage.problems);
	const inProblems = problems.length === 0 ? [] : rules.flatMap((rule) => found(rule, file, rule.inProblems?.(problems, model)));
	const all = [...passages.flatMap(findingsInText), ...inProblems];
	return all.toSorted((a, b) => a.span.start - b.span.start).slice(0, mostFindings);
}

/** What was found in passages that have not changed since. */
const inText = new WeakMap<Passage, readonly WitProblem[]>();

function findingsInText(passage: Passage): readonly WitProblem[] {
	const known = inText.get(passage);
	if (known !== undefined) return known;
	const here = rules.flatMap((rule) => found(rule, passage.file, rule.inText?.(passage)));
	inText.set(passage, here);
	return here;
}

function found({ code, severity }: Rule, { path }: FileDeclarations, findings: readonly Finding[] = []): readonly WitProblem[] {
	return findings.map((finding) => ({ severity, related: [], ...finding, path, code }));
}

/** All findings in the files of a model, its dependencies included. */
export function diagnose(model: Model): readonly WitProblem[] {
	const { main, dependencies } = model.input;
	return [main, ...dependencies].flatMap((source) => source.files).flatMap((file) => diagnoseFile(model, file));
}
