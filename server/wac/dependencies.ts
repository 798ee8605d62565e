import type { Composer, Fault, WitFile } from "../engine/index.ts";
import { nearestName } from "../wit/nearest.ts";
import { byteOffset, LineIndex, Utf8Index } from "../wit/syntax/positions.ts";
import { layoutOfDirectory } from "../workspace/package.ts";
import { isAbsolute, join, parentOf, relative } from "../workspace/path.ts";
import type { Disk } from "../workspace/workspace.ts";
import { type PackageReference, showReference } from "./names.ts";

/** Where the packages of a `.wac` document are looked for. */
export interface DependencySettings {
	/** The folder with `<ns>/<name>.{wasm,wat,wit}`; relative to the document's folder. `deps` where it is not given. */
	readonly depsDirectory?: string;
	/** Paths by package, `ns:name` or `ns:name@version`; they win over the folder. Relative to `base`. */
	readonly dependencies?: Readonly<Record<string, string>>;
	/** What the paths in `dependencies` are relative to: the workspace folder or the current directory; else the document's folder. */
	readonly base?: string;
}

/** A package that was found: a component or a binary WIT package. */
export interface Dependency extends PackageReference {
	/** The file or folder it came from. */
	readonly path: string;
	readonly bytes: Uint8Array;
}

/** A package that cannot be had, and why: one sentence that says where and what to do. */
export interface DependencyProblem extends PackageReference {
	readonly message: string;
	readonly path?: string;
	/** The engine's fault where the file was found but is not good. */
	readonly fault?: Fault;
}

export type FoundDependency =
	| { readonly ok: true; readonly value: Dependency }
	| { readonly ok: false; readonly problem: DependencyProblem };

/** What `findDependency` needs of the engine. */
export type DependencyEngine = Pick<Composer, "encodeWit" | "parseWat" | "kind">;

/**
 * Finds one package of the `.wac` document at `documentPath` and makes it binary: `.wat` is parsed, WIT text is encoded.
 *
 * It is looked for in `settings.dependencies`, then in the folder of dependencies as `<ns>/<name>/<version>`, `<ns>/<name>@<version>` and `<ns>/<name>`, each with
 * `.wasm`, `.wat` or `.wit` behind it or as a folder of `.wit` files.
 */
export function findDependency(
	engine: DependencyEngine,
	disk: Disk,
	documentPath: string,
	reference: PackageReference,
	settings: DependencySettings = {},
): FoundDependency {
	const folder = parentOf(documentPath) ?? ".";
	const given = settings.dependencies?.[showReference(reference)] ?? settings.dependencies?.[reference.name];
	if (given !== undefined) {
		const path = join(settings.base ?? folder, given);
		const kind = kindAt(disk, path);
		if (kind !== null) return load(engine, disk, reference, path, kind);
		return problem(
			reference,
			`package \`${showReference(reference)}\` is set to \`${given}\`, but there is no such file or folder (${path})`,
			path,
		);
	}
	const deps = depsDirectoryOf(documentPath, settings);
	for (const stem of stemsOf(reference)) {
		for (const extension of [".wasm", ".wat", ".wit"]) {
			const path = join(deps, stem + extension);
			if (kindAt(disk, path) === "file") return load(engine, disk, reference, path, "file");
		}
		const path = join(deps, stem);
		if (witFilesIn(disk, path).length > 0) return load(engine, disk, reference, path, "directory");
	}
	return problem(reference, notFound(disk, reference, deps, folder));
}

/** The folder in which the packages of a document are looked for. */
function depsDirectoryOf(documentPath: string, settings: DependencySettings): string {
	const given = settings.depsDirectory === undefined || settings.depsDirectory === "" ? "deps" : settings.depsDirectory;
	return join(parentOf(documentPath) ?? ".", given);
}

/** The packages that stand in the folder of dependencies or in the settings, by name: for messages and completion. */
export function availablePackages(disk: Disk, documentPath: string, settings: DependencySettings): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	const deps = depsDirectoryOf(documentPath, settings);
	for (const namespace of disk.entries(deps) ?? []) {
		if (namespace.kind !== "directory") continue;
		const below = join(deps, namespace.name);
		for (const entry of disk.entries(below) ?? []) {
			const path = join(below, entry.name);
			const stem = entry.kind === "file" ? /^(.+)\.(?:wasm|wat|wit)$/.exec(entry.name)?.[1] : entry.name;
			if (stem === undefined) continue;
			const name = `${namespace.name}:${stem}`;
			if (entry.kind === "file" || witFilesIn(disk, path).length > 0) {
				if (!found.has(name)) found.set(name, path);
				continue;
			}
			for (const version of disk.entries(path) ?? []) {
				const text = /^(\d.*?)(?:\.(?:wasm|wat|wit))?$/.exec(version.name)?.[1];
				if (text !== undefined && !found.has(`${name}@${text}`)) found.set(`${name}@${text}`, join(path, version.name));
			}
		}
	}
	for (const [name, path] of Object.entries(settings.dependencies ?? {})) {
		found.set(name, isAbsolute(path) ? path : join(settings.base ?? parentOf(documentPath) ?? ".", path));
	}
	return found;
}

function stemsOf({ name, version }: PackageReference): string[] {
	const stem = name.split(":").join("/");
	return version === undefined ? [stem] : [`${stem}/${version}`, `${stem}@${version}`, stem];
}

function kindAt(disk: Disk, path: string): "file" | "directory" | null {
	if (disk.entries(path) !== null) return "directory";
	return disk.bytes(path) === null ? null : "file";
}

function witFilesIn(disk: Disk, path: string): string[] {
	return (disk.entries(path) ?? []).flatMap((entry) =>
		entry.kind === "file" && entry.name.endsWith(".wit") ? [entry.name] : [],
	);
}

function load(
	engine: DependencyEngine,
	disk: Disk,
	reference: PackageReference,
	path: string,
	kind: "file" | "directory",
): FoundDependency {
	const shown = showReference(reference);
	if (kind === "directory") return encode(engine, disk, reference, path, true);
	const bytes = disk.bytes(path);
	if (bytes === null) return problem(reference, `package \`${shown}\`: \`${path}\` cannot be read`, path);
	if (path.endsWith(".wit")) return encode(engine, disk, reference, path, false);
	if (path.endsWith(".wat")) {
		if (!isUtf8(bytes)) return notUtf8(reference, path, path);
		const parsed = engine.parseWat(new TextDecoder().decode(bytes));
		if (!parsed.ok)
			return problem(
				reference,
				`package \`${shown}\`: \`${path}\` is not valid WebAssembly text: ${parsed.fault.message}`,
				path,
				parsed.fault,
			);
		return judge(engine, reference, path, parsed.value);
	}
	return judge(engine, reference, path, bytes);
}

function judge(engine: DependencyEngine, reference: PackageReference, path: string, bytes: Uint8Array): FoundDependency {
	const shown = showReference(reference);
	switch (engine.kind(bytes)) {
		case "core-module":
			return problem(
				reference,
				`package \`${shown}\`: \`${path}\` is a core module where a component is needed; make a component of it with \`wasm-tools component new\``,
				path,
			);
		case "unknown":
			return problem(reference, `package \`${shown}\`: \`${path}\` is not a WebAssembly component`, path);
		case "component":
		case "wit-package":
			return { ok: true, value: { ...reference, path, bytes } };
	}
}

function encode(
	engine: DependencyEngine,
	disk: Disk,
	reference: PackageReference,
	path: string,
	isFolder: boolean,
): FoundDependency {
	const read = (file: string) => ({ path: file, text: new TextDecoder().decode(disk.bytes(file) ?? new Uint8Array()) });
	const layout = layoutOfDirectory(disk, isFolder ? path : (parentOf(path) ?? "."));
	const files = (isFolder ? layout.root.files : [path]).map(read);
	const dependencies = layout.dependencies.map((dependency) =>
		dependency.files.filter((file) => file.endsWith(".wit")).map(read),
	);
	const damaged = [...files, ...dependencies.flat()].find((file) => !isUtf8(disk.bytes(file.path)));
	if (damaged !== undefined) return notUtf8(reference, path, damaged.path);
	const encoded = engine.encodeWit(
		files,
		dependencies.filter((group) => group.length > 0),
		[],
	);
	if (encoded.ok) return { ok: true, value: { ...reference, path, bytes: encoded.value } };
	const place = placeOf(encoded.fault, [...files, ...dependencies.flat()]) ?? path;
	const message = `package \`${showReference(reference)}\`: its WIT has an error, ${place}: ${encoded.fault.message}`;
	return problem(reference, message, path, encoded.fault);
}

function isUtf8(bytes: Uint8Array | null): boolean {
	try {
		new TextDecoder("utf-8", { fatal: true }).decode(bytes ?? new Uint8Array());
		return true;
	} catch {
		return false;
	}
}

function notUtf8(reference: PackageReference, path: string, file: string): FoundDependency {
	return problem(reference, `package \`${showReference(reference)}\`: \`${file}\` is not UTF-8; save it as UTF-8`, path);
}

/** The place of a fault in one of some files as `path:line:column`, counted from 1. */
function placeOf({ labels: [label] }: Fault, files: readonly WitFile[]): string | null {
	const file = files.find(({ path }) => path === label?.path);
	if (label === undefined || file === undefined) return null;
	const { line, character } = new LineIndex(file.text).positionAt(new Utf8Index(file.text).offsetAt(byteOffset(label.start)));
	return `${file.path}:${line + 1}:${character + 1}`;
}

function notFound(disk: Disk, reference: PackageReference, deps: string, folder: string): string {
	const shown = showReference(reference);
	const place = relative(deps, folder);
	const looked = stemsOf(reference).map((stem) => `\`${place}/${stem}\``);
	const where = `package \`${shown}\` was not found: looked for ${listed(looked)} as \`.wasm\`, \`.wat\`, \`.wit\` or a folder of WIT`;
	if (disk.entries(deps) === null) return `${where}; there is no folder \`${place}\``;
	const present = [...availablePackages(disk, join(folder, "document.wac"), { depsDirectory: deps }).keys()];
	if (present.length === 0) return `${where}; \`${place}\` holds no package`;
	const near = nearestName(reference.name, present);
	const some = present.slice(0, 8).map((name) => `\`${name}\``);
	const list = some.join(", ") + (present.length > some.length ? ` and ${present.length - some.length} more` : "");
	return `${where}; \`${place}\` holds ${list}${near === null ? "" : `; did you mean \`${near}\`?`}`;
}

/** `a, b and c` */
function listed(parts: readonly string[]): string {
	return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function problem(reference: PackageReference, message: string, path?: string, fault?: Fault): FoundDependency {
	return {
		ok: false,
		problem: { ...reference, message, ...(path === undefined ? {} : { path }), ...(fault === undefined ? {} : { fault }) },
	};
}
