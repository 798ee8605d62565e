import type { Answer, Composer, Fault } from "../engine/index.ts";
import { byteOffset, Utf8Index } from "../wit/syntax/positions.ts";
import type { Disk } from "../workspace/workspace.ts";
import {
	type Dependency,
	type DependencyEngine,
	type DependencyProblem,
	type DependencySettings,
	type FoundDependency,
	findDependency,
} from "./dependencies.ts";
import { explainMismatch, mismatchedArgument } from "./mismatch.ts";
import type { PackageReference } from "./names.ts";

/** What is wrong in a `.wac` document. Offsets are UTF-16 units of its text. */
export interface WacProblem {
	readonly start: number;
	readonly end: number;
	readonly code: WacCode;
	readonly message: string;
	/** Other places in the same document that take part. */
	readonly related: readonly { readonly start: number; readonly end: number; readonly message: string }[];
}

/** The codes of what can be wrong; each has its page in `docs/diagnostics/`. */
export const wacCodes = ["wac-syntax", "wac-dependency", "wac-resolution"] as const;
type WacCode = (typeof wacCodes)[number];

/** What the service needs of the engine. */
export type WacEngine = Pick<Composer, "packages" | "compose" | "componentWit"> & DependencyEngine;

/** The packages of a document: those that were found, and what is wrong with the others, at the place that names them first. */
export interface ResolvedDependencies {
	readonly dependencies: readonly Dependency[];
	readonly problems: readonly WacProblem[];
}

/** How one package is looked up; the service of the editor puts a cache in its place. */
export type DependencyLookup = (reference: PackageReference) => FoundDependency;

/**
 * Finds every package that a `.wac` document refers to. Used by `witness compose`, by runs and by the editor alike. Where the document does not
 * parse, the only problem is its first syntax error.
 */
export function resolveDependencies(
	engine: WacEngine,
	disk: Disk,
	documentPath: string,
	source: string,
	settings: DependencySettings = {},
	lookup: DependencyLookup = (reference) => findDependency(engine, disk, documentPath, reference, settings),
): ResolvedDependencies {
	const packages = engine.packages(source);
	if (!packages.ok) return { dependencies: [], problems: [problemOf(packages.fault, source, "wac-syntax")] };
	const dependencies: Dependency[] = [];
	const problems: WacProblem[] = [];
	for (const { name, version, start, end } of packages.value) {
		const found = lookup(version === undefined ? { name } : { name, version });
		if (found.ok) dependencies.push(found.value);
		else problems.push(missing(found.problem, source, start, end));
	}
	return { dependencies, problems };
}

/** The first syntax mistake of a document, where it has one. */
export function syntaxMistake(engine: Pick<WacEngine, "packages">, source: string): WacProblem | null {
	const packages = engine.packages(source);
	return packages.ok ? null : problemOf(packages.fault, source, "wac-syntax");
}

/** All that is wrong with a `.wac` document: its first syntax error, or the packages that cannot be had, or the first error of composing it. */
export function checkWac(
	engine: WacEngine,
	disk: Disk,
	documentPath: string,
	source: string,
	settings: DependencySettings = {},
	lookup?: DependencyLookup,
): readonly WacProblem[] {
	const composed = composeWac(engine, disk, documentPath, source, settings, lookup);
	return composed.ok ? [] : composed.problems;
}

export type Composed =
	| { readonly ok: true; readonly bytes: Uint8Array }
	| { readonly ok: false; readonly problems: readonly WacProblem[] };

/** Composes a `.wac` document with the packages that are found for it; answers the bytes of the component, or what is wrong. */
export function composeWac(
	engine: WacEngine,
	disk: Disk,
	documentPath: string,
	source: string,
	settings: DependencySettings = {},
	lookup?: DependencyLookup,
): Composed {
	const { dependencies, problems } = resolveDependencies(engine, disk, documentPath, source, settings, lookup);
	if (problems.length > 0) return { ok: false, problems };
	const composed: Answer<Uint8Array> = engine.compose(
		source,
		dependencies.map(({ name, version, bytes }) => (version === undefined ? { name, bytes } : { name, version, bytes })),
	);
	if (composed.ok) return { ok: true, bytes: composed.value };
	const problem = problemOf(composed.fault, source, "wac-resolution");
	const argument = mismatchedArgument(composed.fault.message);
	const why = argument === null ? null : explainMismatch(engine, dependencies, argument);
	const message = why === null ? problem.message : `${composed.fault.message}: ${why}`;
	return { ok: false, problems: [{ ...problem, message }] };
}

function problemOf(fault: Fault, source: string, code: WacCode): WacProblem {
	const index = new Utf8Index(source);
	const [first, ...others] = fault.labels
		.filter((label) => label.path === undefined)
		.map(({ start, end, text }) => ({ ...spanOf(index, start, end), message: text ?? fault.message }));
	return { start: first?.start ?? 0, end: first?.end ?? 0, code, message: messageOf(fault), related: others };
}

function spanOf(index: Utf8Index, start: number, end: number): { start: number; end: number } {
	const from = index.offsetAt(byteOffset(start));
	return { start: from, end: Math.max(index.offsetAt(byteOffset(end)), from) };
}

/** The engine's sentence, its causes, and its advice. */
function messageOf({ message, causes, help }: Fault): string {
	const whole = [message, ...causes.filter((cause) => cause !== message)].join(": ");
	return help === undefined ? whole : `${whole}\n${help}`;
}

function missing(problem: DependencyProblem, source: string, start: number, end: number): WacProblem {
	return { ...spanOf(new Utf8Index(source), start, end), code: "wac-dependency", message: problem.message, related: [] };
}
