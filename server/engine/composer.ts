import type { WitFile } from "../wit/file.ts";
import { instantiate } from "./composer/built/composer.js";
import type { Answer } from "./fault.ts";
import { type CoreModule, keepInstance } from "./instance.ts";
import { type BinaryKind, kindOf } from "./kind.ts";
import { damage } from "./sections.ts";

/** A package that a `.wac` document refers to; `start` and `end` are where it does so first, in UTF-8 bytes. */
interface PackageMention {
	readonly name: string;
	readonly version?: string;
	readonly start: number;
	readonly end: number;
}

/** What a package name of a `.wac` document stands for: the bytes of a component or of a binary WIT package. */
export interface PackageBytes {
	readonly name: string;
	readonly version?: string;
	readonly bytes: Uint8Array;
}

/** A component to be plugged in; the name is written into the composition, where traces and debuggers show it. */
interface Plug {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** What a WIT package defines; `name` with its version. */
interface WitSummary {
	readonly name: string;
	readonly interfaces: readonly string[];
	readonly worlds: readonly string[];
}

/** Everything here is synchronous, and answers errors as data. Offsets in faults are UTF-8 bytes. */
export interface Composer {
	/** The packages that a `.wac` document refers to, by name and version, in order of first mention; its own is none of them. */
	packages(source: string): Answer<readonly PackageMention[]>;
	/** Composes a `.wac` document: the bytes of a component. Every package that `packages` names must be given. */
	compose(source: string, dependencies: readonly PackageBytes[]): Answer<Uint8Array<ArrayBuffer>>;
	/** Puts the exports of each plug into the imports of the socket that have the same names: the bytes of a component. */
	plug(socket: Uint8Array, plugs: readonly Plug[]): Answer<Uint8Array<ArrayBuffer>>;
	/**
	 * Encodes the package that `files` define as a binary WIT package. `dependencies` holds the files of each package that it
	 * refers to, in any order; `features` are the `@unstable` features to keep. A fault without labels is the encoder's: the
	 * package is valid WIT that has no binary form.
	 */
	encodeWit(
		files: readonly WitFile[],
		dependencies: readonly (readonly WitFile[])[],
		features: readonly string[],
	): Answer<Uint8Array<ArrayBuffer>>;
	/** The reference parser's verdict on the same: what the package defines, or an error with its path and place. */
	checkWit(
		files: readonly WitFile[],
		dependencies: readonly (readonly WitFile[])[],
		features: readonly string[],
	): Answer<WitSummary>;
	/** The WIT text of a component's world or of a binary WIT package, with the packages that it refers to nested in it. */
	componentWit(bytes: Uint8Array): Answer<string>;
	/** Assembles a core module or a component from its text form. */
	parseWat(text: string): Answer<Uint8Array<ArrayBuffer>>;
	/** The text form of a core module or a component. */
	printWat(bytes: Uint8Array): Answer<string>;
	/** What a binary is, from its header and the names of its first sections; nothing is validated. */
	kind(bytes: Uint8Array): BinaryKind;
}

/** A composer on the compiled `composer.core.wasm`. */
export function createComposer(core: CoreModule): Composer {
	const call = keepInstance(instantiate, core);
	/** Calls with binaries, each with the words that begin a sentence about it, once none of them is found to be damaged. */
	function callWith<T>(binaries: readonly (readonly [string, Uint8Array])[], use: Parameters<typeof call<T>>[0]): Answer<T> {
		for (const [what, bytes] of binaries) {
			const fault = damage(what, bytes);
			if (fault !== null) return { ok: false, fault };
		}
		return call(use);
	}
	return {
		packages: (source) =>
			call(({ wac }) =>
				wac.packages(source).map(({ name, version, start, end }) => ({ ...versioned(name, version), start, end })),
			),
		compose: (source, dependencies) =>
			callWith(
				dependencies.map(({ name, bytes }) => [`package \`${name}\``, bytes]),
				({ wac }) => copy(wac.compose(source, [...dependencies])),
			),
		plug: (socket, plugs) =>
			callWith([["the socket", socket], ...plugs.map(({ name, bytes }) => [`plug \`${name}\``, bytes] as const)], ({ wac }) =>
				copy(wac.plug(socket, [...plugs])),
			),
		encodeWit: (files, dependencies, features) =>
			call(({ wit }) => copy(wit.encode(...packageOf(files, dependencies, features)))),
		checkWit: (files, dependencies, features) => call(({ wit }) => wit.check(...packageOf(files, dependencies, features))),
		componentWit: (bytes) => callWith([["the file", bytes]], ({ wit }) => wit.print(bytes)),
		parseWat: (text) => call(({ wat }) => copy(wat.parse(text))),
		printWat: (bytes) => callWith([["the file", bytes]], ({ wat }) => wat.print(bytes)),
		kind: kindOf,
	};
}

/** jco's functions take lists that they could change. */
function packageOf(
	files: readonly WitFile[],
	dependencies: readonly (readonly WitFile[])[],
	features: readonly string[],
): [WitFile[], WitFile[][], string[]] {
	return [[...files], dependencies.map((one) => [...one]), [...features]];
}

/** jco's lists are typed as views of any buffer; compiling and writing want one that is not shared. */
function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	return new Uint8Array(bytes);
}

function versioned(name: string, version: string | undefined): { name: string; version?: string } {
	return version === undefined ? { name } : { name, version };
}
