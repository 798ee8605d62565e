/** Checks files and directories as `witness check` does: each path by itself, as if nothing else were there. The files come through `Disk`. */
import { compareVersions } from "./check/against.ts";
import { type Diagnostic, Ranges } from "./check/diagnostic.ts";
import { diagnose } from "./ide/diagnostics/index.ts";
import { withSeverities } from "./ide/diagnostics/severity.ts";
import type { SeveritySettings, WitProblem } from "./ide/problems.ts";
import { checkWac, type WacEngine } from "./wac/index.ts";
import { adviceText, buildModel, type Model, type PackageSource, readWit } from "./wit/index.ts";
import { decodeUtf8 } from "./wit/syntax/utf8.ts";
import { dependenciesIn, layoutOfDirectory, type PackageFolder } from "./workspace/package.ts";
import { join } from "./workspace/path.ts";
import type { Disk } from "./workspace/workspace.ts";

export { changeCodes } from "./check/against.ts";
export { type Diagnostic, Ranges } from "./check/diagnostic.ts";
export { type CheckFormat, excerpt, formatDiagnostics } from "./check/format.ts";
export { severityKeys } from "./ide/diagnostics/index.ts";
export { severityNamed, severityNames } from "./ide/diagnostics/severity.ts";
export type { SeveritySettings } from "./ide/problems.ts";
export { didYouMean } from "./wit/nearest.ts";
export { decodeUtf8 } from "./wit/syntax/utf8.ts";
export { localDisk } from "./workspace/disk.ts";
export { dependenciesIn, layoutOfDirectory, type PackageFolder } from "./workspace/package.ts";
export type { Disk } from "./workspace/workspace.ts";

export interface CheckOptions {
	/** The features that are on, for `@unstable`. */
	readonly features: "all" | ReadonlySet<string>;
	/** Where dependencies are, in place of the `deps/` of each directory or beside each `.wac`; null for those. */
	readonly dependencyDirectory: string | null;
	/** The current directory, absolute: `.wac` documents take a relative `dependencyDirectory` from it. */
	readonly currentDirectory?: string;
	/** The WIT text of a component or binary WIT package, or of its WebAssembly text; null when it is neither. */
	readonly readBinary: (path: string, bytes: Uint8Array) => string | null;
	/** What the diagnostics of `.wit` are to be, by code or class; what is absent is as the rules have it. */
	readonly severities?: SeveritySettings;
	/** For `.wac` documents, asked for when there is one. */
	readonly engine: () => WacEngine;
}

export interface CheckResult {
	readonly diagnostics: readonly Diagnostic[];
	/** The texts that were read, by path: for output that shows lines. */
	readonly texts: ReadonlyMap<string, string>;
}

/** Larger files are refused: nobody writes them, and the answer would be long in coming. In bytes. */
const largestFile = 16 * 1024 * 1024;

const start = { line: 0, character: 0 };
const nowhere = { start, end: start };

/** Checks each path by itself; the diagnostics come in the order of the paths, then of the files and places. */
export function check(disk: Disk, paths: readonly string[], options: CheckOptions): CheckResult {
	const checker = new Checker(disk, options);
	const diagnostics = paths.flatMap((path) => checker.path(path));
	return { diagnostics, texts: checker.texts };
}

export type AgainstResult = (CheckResult & { readonly advice: string | null }) | { readonly misuse: string };

/**
 * Checks a package and then compares it with an earlier version of it. The comparison is left out where either has errors.
 *
 * @param earlier where the old version is: a path of a disk of its own, which may be the same one
 * @returns `misuse` where one of the two is no package of WIT; `advice` is a line for people
 */
export function checkAgainst(
	disk: Disk,
	path: string,
	earlier: { readonly disk: Disk; readonly path: string },
	options: CheckOptions,
): AgainstResult {
	const checker = new Checker(disk, options);
	// The old version has its own dependencies where it has some: they may be of other versions.
	const hasOwn = earlier.disk.entries(join(earlier.path, "deps")) !== null;
	const oldChecker = new Checker(earlier.disk, hasOwn ? { ...options, dependencyDirectory: null } : options);
	if (path.endsWith(".wac"))
		return { misuse: `${path} is a composition, which has no versions to compare: name a package of WIT` };
	const [now, old] = [checker.load(path), oldChecker.load(earlier.path)];
	const texts = () => new Map([...oldChecker.texts, ...checker.texts]);
	const errors = (found: readonly Diagnostic[]) => found.filter(({ severity }) => severity === "error");
	const own = [...now.read, ...(now.source === null ? [] : checker.diagnose(now.source))];
	const others = errors([...old.read, ...(old.source === null ? [] : oldChecker.diagnose(old.source))]);
	if (errors(own).length + others.length > 0 || now.source === null || old.source === null) {
		const unfinished = `not compared with ${earlier.path}: mend the errors first`;
		return { diagnostics: [...own, ...others], texts: texts(), advice: unfinished };
	}
	const [nowModel, oldModel] = [modelOf(now.source, "all"), modelOf(old.source, "all")];
	for (const [where, model] of [[path, nowModel] as const, [earlier.path, oldModel] as const]) {
		if (model.main?.key === "root:component") {
			return {
				misuse: `${where} is a component, not a package of WIT: what it is usable for is said by \`witness describe --for\``,
			};
		}
	}
	const compared = compareVersions(oldModel, nowModel, new Ranges(texts()));
	const advice = compared === null ? null : adviceText(compared.advice);
	return { diagnostics: [...own, ...(compared?.diagnostics ?? [])], texts: texts(), advice };
}

/** A package with its dependencies, read. */
interface Loaded {
	readonly main: PackageSource;
	readonly dependencies: readonly PackageSource[];
	readonly dependencyDirectory: string | null;
}

function modelOf({ main, dependencies, dependencyDirectory }: Loaded, features: CheckOptions["features"]): Model {
	return buildModel({ main, dependencies, features, dependencyDirectory });
}

class Checker {
	readonly texts = new Map<string, string>();
	readonly #disk: Disk;
	readonly #options: CheckOptions;

	constructor(disk: Disk, options: CheckOptions) {
		this.#disk = disk;
		this.#options = options;
	}

	path(path: string): readonly Diagnostic[] {
		if (this.#disk.entries(path) === null && path.endsWith(".wac")) return this.#wac(path);
		const { read, source } = this.load(path);
		return source === null ? read : [...read, ...this.diagnose(source)];
	}

	/** Reads a package; what cannot be read is said in `read`, and there is no source where nothing can. */
	load(path: string): { readonly read: readonly Diagnostic[]; readonly source: Loaded | null } {
		const read: Diagnostic[] = [];
		const { dependencyDirectory } = this.#options;
		if (this.#disk.entries(path) === null) {
			const main = this.#source({ path, files: [path] }, read);
			if (main.files.length === 0) return { read, source: null };
			const dependencies = dependencyDirectory === null ? [] : this.#dependencies(dependencyDirectory, read);
			return { read, source: { main, dependencies, dependencyDirectory } };
		}
		const { root } = layoutOfDirectory(this.#disk, path);
		if (root.files.length === 0) {
			const message = "This directory has no `.wit` files. Name a file, or a directory that holds a package.";
			return { read: [failure(path, "no-wit-files", message)], source: null };
		}
		const main = this.#source(root, read);
		const directory = dependencyDirectory ?? join(path, "deps");
		return { read, source: { main, dependencies: this.#dependencies(directory, read), dependencyDirectory: directory } };
	}

	#dependencies(directory: string, read: Diagnostic[]): readonly PackageSource[] {
		return dependenciesIn(this.#disk, directory).map((folder) => this.#source(folder, read));
	}

	diagnose(source: Loaded): readonly Diagnostic[] {
		const model = modelOf(source, this.#options.features);
		const ranges = new Ranges(this.texts);
		// Hints are for the editor, where they stand beside the text: a check is silent about what needs no mending.
		return withSeverities(diagnose(model), this.#options.severities ?? {})
			.filter(({ severity }) => severity !== "hint")
			.map((problem) => located(problem, ranges));
	}

	/** The files of a package that can be read; why the others cannot is added to `read`. */
	#source({ path, files }: PackageFolder, read: Diagnostic[]): PackageSource {
		const sources = files.flatMap((file) => {
			const text = this.#text(file);
			if (typeof text === "string") return [readWit(file, text)];
			read.push(text);
			return [];
		});
		return { path, files: sources };
	}

	#text(path: string): string | Diagnostic {
		const bytes = this.#disk.bytes(path);
		if (bytes === null) return failure(path, "unreadable-file", "There is no such file or directory, or it cannot be read.");
		if (bytes.length > largestFile) {
			return failure(path, "unreadable-file", `This file is larger than ${largestFile >> 20} MB, which is more than is checked.`);
		}
		if (/\.(wasm|wat)$/.test(path)) {
			const text = this.#options.readBinary(path, bytes);
			if (text !== null) return text;
			return failure(
				path,
				"unreadable-file",
				"This is neither a component nor a binary WIT package, so it has no WIT. Remove it, or build it again.",
			);
		}
		const decoded = decodeUtf8(bytes);
		this.texts.set(path, decoded.ok ? decoded.text : decoded.before);
		if (decoded.ok) return decoded.text;
		const range = new Ranges(this.texts).of(path, { start: decoded.before.length, end: decoded.before.length });
		return { ...failure(path, "invalid-utf8", decoded.message), range };
	}

	#wac(path: string): readonly Diagnostic[] {
		const text = this.#text(path);
		if (typeof text !== "string") return [text];
		const { dependencyDirectory, currentDirectory = ".", engine } = this.#options;
		const settings = dependencyDirectory === null ? {} : { depsDirectory: join(currentDirectory, dependencyDirectory) };
		const ranges = new Ranges(this.texts);
		return checkWac(engine(), this.#disk, path, text, settings).map(({ code, message, related, ...span }) => ({
			path,
			range: ranges.of(path, span),
			severity: "error",
			code,
			message,
			related: related.map((other) => ({ path, range: ranges.of(path, other), message: other.message })),
		}));
	}
}

function failure(path: string, code: string, message: string): Diagnostic {
	return { path, range: nowhere, severity: "error", code, message, related: [] };
}

function located({ path, span, severity, code, message, related }: WitProblem, ranges: Ranges): Diagnostic {
	return {
		path,
		range: ranges.of(path, span),
		severity,
		code,
		message,
		related: related.map((other) => ({ path: other.path, range: ranges.of(other.path, other.span), message: other.message })),
	};
}
