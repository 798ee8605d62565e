/** All rules. To add one: its file here, its line in this table, its page in `docs/diagnostics/`, its tests in `test/language/diagnostics.test.ts`. */
import {
	differences,
	type FileDeclarations,
	isDecoded,
	type Model,
	type Passage,
	passageOf,
	problemsOf,
	remainderOf,
	type TopItem,
} from "../../wit/semantic/index.ts";
import type { Severity, WitProblem } from "../problems.ts";
import { accessorType } from "./accessor-type.ts";
import { borrowInResult } from "./borrow-in-result.ts";
import { borrowInStream } from "./borrow-in-stream.ts";
import { caseConflict } from "./case-conflict.ts";
import { conflictingDependency } from "./conflicting-dependency.ts";
import { cyclicPackage } from "./cyclic-package.ts";
import { cyclicType } from "./cyclic-type.ts";
import { cyclicUse } from "./cyclic-use.ts";
import { deprecatedUse } from "./deprecated-use.ts";
import { disabledReference } from "./disabled-reference.ts";
import { duplicateItem } from "./duplicate-item.ts";
import { duplicatePackage } from "./duplicate-package.ts";
import { duplicatePart } from "./duplicate-part.ts";
import { emptyRecord } from "./empty-record.ts";
import { emptyType } from "./empty-type.ts";
import { emptyUse } from "./empty-use.ts";
import { gateWithoutVersion } from "./gate-without-version.ts";
import { handleInMap } from "./handle-in-map.ts";
import { inactiveItem } from "./inactive-item.ts";
import { includeConflict } from "./include-conflict.ts";
import { invalidAccessor } from "./invalid-accessor.ts";
import { invalidConstructor } from "./invalid-constructor.ts";
import { invalidGate } from "./invalid-gate.ts";
import { invalidMapKey } from "./invalid-map-key.ts";
import { misplacedExternalId } from "./misplaced-external-id.ts";
import { missingPackageHeader } from "./missing-package-header.ts";
import { nestedPackage } from "./nested-package.ts";
import { oversizedType } from "./oversized-type.ts";
import { packageDocs } from "./package-docs.ts";
import { packageMismatch } from "./package-mismatch.ts";
import { packageNameCase } from "./package-name-case.ts";
import type { Finding, Rule } from "./rule.ts";
import { streamOfChar } from "./stream-of-char.ts";
import { syntaxError } from "./syntax-error.ts";
import { tooManyFlags } from "./too-many-flags.ts";
import { unmatchedRename } from "./unmatched-rename.ts";
import { unresolvedName } from "./unresolved-name.ts";
import { unresolvedPackage } from "./unresolved-package.ts";
import { unusedUse } from "./unused-use.ts";
import { weakerGate } from "./weaker-gate.ts";
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
	borrowInStream,
	handleInMap,
	oversizedType,
	accessorType,
	packageNameCase,
	weakerGate,
	gateWithoutVersion,
	emptyUse,
	misplacedExternalId,
	deprecatedUse,
	unusedUse,
	inactiveItem,
];

/** What a severity can be set for: the codes of all rules, and their classes. */
export const severityKeys: readonly string[] = [
	...new Set(rules.flatMap(({ code, class: ruleClass }) => [ruleClass, code])),
].toSorted();

/** More than anyone reads of one file; an editor is slow to show more. */
const mostFindings = 1000;

const gravity: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

/** All findings in one file of a model, in the order of their places. Texts that were made from binaries have none: nobody wrote them. */
export function diagnoseFile(model: Model, file: FileDeclarations): readonly WitProblem[] {
	if (isDecoded(file)) return [];
	const problems = problemsOf(model, file, mostFindings);
	const inProblems = problems.length === 0 ? [] : rules.flatMap((rule) => found(rule, file, rule.inProblems?.(problems, model)));
	const all = [...findingsIn(remainderOf(file)), ...findingsInItems(file), ...inProblems];
	const inOrder = all.toSorted((a, b) => a.span.start - b.span.start);
	if (inOrder.length <= mostFindings) return inOrder;
	// No hint stands in the way of an error.
	const gravest = new Set(inOrder.toSorted((a, b) => gravity[a.severity] - gravity[b.severity]).slice(0, mostFindings));
	return inOrder.filter((problem) => gravest.has(problem));
}

/** What the text of the items of a file shows, as far as it shows anything. */
interface InItems {
	items: readonly TopItem[];
	readonly findings: Map<TopItem, readonly WitProblem[]>;
}

const inItems = new WeakMap<FileDeclarations, InItems>();

/** Only items that were not there when the file was last looked at are looked at. */
function findingsInItems(file: FileDeclarations): readonly WitProblem[] {
	const known = inItems.get(file) ?? { items: [], findings: new Map() };
	const { removed, added } = differences(known.items, file.items);
	for (const item of removed) known.findings.delete(item);
	for (const item of added) {
		const here = findingsIn(passageOf(file, item));
		if (here.length > 0) known.findings.set(item, here);
	}
	known.items = file.items;
	inItems.set(file, known);
	return [...known.findings.values()].flat();
}

function findingsIn(passage: Passage): readonly WitProblem[] {
	return rules.flatMap((rule) => found(rule, passage.file, rule.inText?.(passage)));
}

function found(rule: Rule, { path }: FileDeclarations, findings: readonly Finding[] = []): readonly WitProblem[] {
	const { code, class: ruleClass, severity } = rule;
	return findings.map((finding) => ({ severity, class: ruleClass, tags: [], related: [], ...finding, path, code }));
}

/** All findings in the files of a model, its dependencies included. */
export function diagnose(model: Model): readonly WitProblem[] {
	const { main, dependencies } = model.input;
	return [main, ...dependencies].flatMap((source) => source.files).flatMap((file) => diagnoseFile(model, file));
}
