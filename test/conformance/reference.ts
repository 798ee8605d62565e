/** Our verdict on WIT texts beside that of the reference parser, which the engine carries. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { type Composer, createComposer } from "../../server/engine/index.ts";
import { diagnose } from "../../server/ide/diagnostics/index.ts";
import type { WitProblem } from "../../server/ide/problems.ts";
import { buildModel, type Model, type PackageSource, readWit, type WitFile } from "../../server/wit/index.ts";
import { asset } from "../assets.ts";
import { namedPackage } from "./resolved/named.ts";

/** A package with its dependencies, each the files of one. */
export interface WitCase {
	readonly files: readonly WitFile[];
	readonly dependencies: readonly (readonly WitFile[])[];
}

export const features = ["active"];

function witFilesIn(directory: string, prefix: string): readonly WitFile[] {
	return readdirSync(directory)
		.filter((name) => name.endsWith(".wit") && statSync(path.join(directory, name)).isFile())
		.toSorted()
		.map((name) => ({ path: prefix + name, text: readFileSync(path.join(directory, name), "utf8") }));
}

/** A file, or a directory with its dependencies, from the disk. */
export function load(file: string): WitCase {
	if (statSync(file).isFile())
		return { files: [{ path: path.basename(file), text: readFileSync(file, "utf8") }], dependencies: [] };
	const deps = path.join(file, "deps");
	const entries = statSync(deps, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(deps).toSorted();
	const dependencies = entries.flatMap((name): (readonly WitFile[])[] => {
		const inside = path.join(deps, name);
		if (statSync(inside).isDirectory()) return [witFilesIn(inside, `deps/${name}/`)];
		return name.endsWith(".wit") ? [[{ path: `deps/${name}`, text: readFileSync(inside, "utf8") }]] : [];
	});
	return { files: witFilesIn(file, ""), dependencies };
}

export function createReference(): Composer {
	return createComposer(new WebAssembly.Module(new Uint8Array(asset("composer.core.wasm"))));
}

/** Where the reference differs from us for a reason; part of its message, and the reason. */
const explained: readonly (readonly [string, string])[] = [
	["world '", "a world of another package that is off is a hint where it is included: packages of WASI include such worlds"],
	["@external-id is not allowed on", "newer than the suite, and a warning for us"],
	["invalid string character", "the reference counts the place from the start of all files instead of the file's"],
	["Control code", "the same"],
	["Input contains", "the same"],
	["internal error in the engine", "the reference panics, which is no verdict"],
	[
		"is defined as an interface, not a world",
		"the reference takes a path for an interface although its package is not known, which is what we report",
	],
];

/** Messages whose place depends on what the reference comes to first, whatever stands first in the text; with the code that ours has in the same file. */
const loosePlaces: readonly (readonly [RegExp, string])[] = [
	[/conflicts with previous/, "case-conflict"],
	// Of a type with parts the reference may name the first that has no name.
	[/^feature gate cannot reference unreleased version/, "invalid-gate"],
];

/** What only newer versions of the reference refuse than the suite is from: a warning for us, at the same place where the reference names one. */
const warned =
	/conflicts with previous|^empty |cannot have more than 32 flags|^duplicate (field|case|flag)|defined more than once/;

export function modelOf({ files, dependencies }: WitCase, active: readonly string[] = features): Model {
	const source = (path: string, texts: readonly WitFile[]): PackageSource => ({
		path,
		files: texts.map((file) => readWit(file.path, file.text)),
	});
	return buildModel({
		main: source("", files),
		dependencies: dependencies.map((texts) => source(texts[0]?.path ?? "", texts)),
		features: new Set(active),
		dependencyDirectory: "deps",
	});
}

/**
 * What the main package means to us, and what the reference makes of it: it encodes the package and prints the encoding as WIT, of which we make a model. Null where
 * both are the same: items, types, order, documentation, stability. Null too where the encoder refuses the package, and where nothing is left of it.
 */
export function differentMeaning(
	reference: Composer,
	found: WitCase,
	active: readonly string[],
): { readonly ours: string; readonly theirs: string } | null {
	const bytes = reference.encodeWit(found.files, found.dependencies, active);
	const text = bytes.ok ? reference.componentWit(bytes.value) : bytes;
	if (!text.ok) return null;
	const model = modelOf(found, active);
	const encoded = modelOf({ files: [{ path: "encoded.wit", text: text.value }], dependencies: [] }, active);
	if (encoded.main?.key !== model.main?.key) return null;
	const [ours, theirs] = [namedPackage(model), namedPackage(encoded)];
	const [left, right] = [JSON.stringify(ours, null, 1), JSON.stringify(theirs, null, 1)];
	return left === right ? null : { ours: left, theirs: right };
}

/**
 * A world of another package that a file names by a `use` at its top, which is for interfaces: to the reference it is what its first mention makes of it, so that an
 * `include` before the `use` hides the mistake, and one behind it does not.
 */
function namesWorldAtTop({ code, path, span }: WitProblem, files: readonly WitFile[]): boolean {
	if (code !== "wrong-kind") return false;
	const name = files.find((file) => file.path === path)?.text.slice(span.start, span.end) ?? "";
	const mentions = (word: string) => files.some(({ text }) => new RegExp(`${word}\\s+[^;{}]*/\\s*${name}(?![\\w-])`).test(text));
	return name !== "" && mentions("use") && mentions("include");
}

/** A `use` that brings a type of a name which the interface has already: where the `use` comes second, the reference loses the first type without a word. */
function repeatsTypeByUse({ code, path, span }: WitProblem, files: readonly WitFile[]): boolean {
	const text = files.find((file) => file.path === path)?.text ?? "";
	return code === "duplicate-item" && /\buse\s[^;{}]*\.\s*\{[^{};]*$/.test(text.slice(0, span.start));
}

/** What is different between our verdict and the reference's; null where they agree: on whether there is an error, and on the place of the first. */
export function disagreement(reference: Composer, { files, dependencies }: WitCase): string | null {
	const model = modelOf({ files, dependencies });
	const all = diagnose(model);
	const errors = all.filter(({ severity }) => severity === "error");
	const theirs = reference.checkWit(files, dependencies, features);
	const fault = theirs.ok ? "" : [theirs.fault.message, ...theirs.fault.causes].join(": ");
	const ours = warned.test(fault) ? all : errors;
	const said = ours.map(({ path, span, code }) => `${path}@${span.start} ${code}`).join(", ");
	if (theirs.ok) {
		const texts = [...files, ...dependencies.flat()];
		if (ours.length > 0)
			return ours.every((problem) => namesWorldAtTop(problem, texts) || repeatsTypeByUse(problem, texts))
				? null
				: `only we report errors: ${said}`;
		const meaning = differentMeaning(reference, { files, dependencies }, features);
		return meaning === null ? null : `we understand it otherwise: we ${meaning.ours}, the reference ${meaning.theirs}`;
	}
	if (explained.some(([part]) => fault.includes(part))) return null;
	const label = theirs.fault.labels[0];
	if (label === undefined) return ours.length > 0 ? null : `only the reference reports: ${fault}`;
	const text = [...files, ...dependencies.flat()].find(({ path }) => path === label.path)?.text ?? "";
	const loose = loosePlaces.find(([message]) => message.test(fault))?.[1];
	const hit = ours.some(
		({ path, span, code }) =>
			(path === label.path && code === loose) ||
			(path === label.path && Buffer.byteLength(text.slice(0, span.start)) === label.start),
	);
	return hit ? null : `the reference reports at ${label.path}@${label.start}: ${fault}; we: ${said || "nothing"}`;
}
