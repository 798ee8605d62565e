/** From the path of a program to the bytes of a component: a `.wac` is composed with its packages, text is assembled. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { decodeUtf8 } from "../../server/check.ts";
import type { Composer, Fault } from "../../server/engine/index.ts";
import { findPackage, packageBytes } from "./packages.ts";
import type { Problem } from "./protocol.ts";

export type Resolved = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly problem: Problem };

export interface ProgramRequest {
	readonly program: string;
	readonly depsDir: string | null;
	readonly dependencies: Readonly<Record<string, string>>;
}

/** The component that a path stands for. */
export function resolveProgram(composer: Composer, request: ProgramRequest): Resolved {
	const file = readBytes(request.program);
	if (!file.ok) return file;
	if (path.extname(request.program) !== ".wac") return asComponent(composer, request.program, file.bytes);
	const source = asText(request.program, file.bytes);
	return source.ok ? compose(composer, request, source.text) : source;
}

export type Text = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: Problem };

/** The text of a file, which is UTF-8; a byte order mark is left out. The problem says where the first wrong byte is. */
export function asText(file: string, bytes: Uint8Array): Text {
	const decoded = decodeUtf8(bytes);
	if (decoded.ok) return decoded;
	const lines = decoded.before.split("\n");
	const where = `${file}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
	return { ok: false, problem: { where, message: decoded.message, help: null, status: 1 } };
}

/** The text of a file by its path. */
export function readText(file: string): Text {
	const read = readBytes(file);
	return read.ok ? asText(file, read.bytes) : read;
}

/** Reads a file. A path that is missing or no file is the caller's mistake: status 2. */
export function readBytes(file: string): Resolved {
	const wrong = (message: string, help: string): Resolved => ({ ok: false, problem: { where: file, message, help, status: 2 } });
	const stat = statSync(file, { throwIfNoEntry: false });
	if (stat === undefined) return wrong("there is no such file", "check the path; it is taken from the current folder");
	if (stat.isDirectory()) return wrong("this is a directory", "name a .wac document or a component (.wasm, .wat)");
	try {
		return { ok: true, bytes: readFileSync(file) };
	} catch (error) {
		return wrong(
			`the file cannot be read (${error instanceof Error && "code" in error ? error.code : "unknown reason"})`,
			"check its permissions",
		);
	}
}

/** Assembles text where it is text, and says what is there where it is no component. */
export function asComponent(composer: Composer, file: string, bytes: Uint8Array): Resolved {
	const wrong = (message: string, help: string): Resolved => ({ ok: false, problem: { where: file, message, help, status: 1 } });
	if (bytes.length === 0) return wrong("the file is empty", "build the component again");
	let component = bytes;
	if (bytes[0] !== 0) {
		const text = new TextDecoder().decode(bytes);
		if (path.extname(file) === ".wit")
			return wrong("this is WIT: it has no code to run", "give a component that implements it, or a .wac document");
		if (!/^\s*(?:\(|;;|\(;)/.test(text))
			return wrong("this is not WebAssembly, neither binary nor text", "give a .wac document or a component (.wasm, .wat)");
		const valid = asText(file, bytes);
		if (!valid.ok) return valid;
		const assembled = composer.parseWat(text);
		if (!assembled.ok) return { ok: false, problem: faultProblem(file, text, assembled.fault, "correct the text at that place") };
		component = assembled.value;
	}
	switch (composer.kind(component)) {
		case "component":
			return { ok: true, bytes: component };
		case "core-module":
			return wrong(
				"this is a core module; a component is needed",
				"make a component of it, for example with `wasm-tools component new`, or build it for the target wasm32-wasip2",
			);
		case "wit-package":
			return wrong("this is a WIT package in binary form; it has no code to run", "give the component that implements it");
		case "unknown":
			return wrong("this is not WebAssembly, or it is cut off", "build the component again");
		default: {
			const never: never = composer.kind(component) as never;
			return never;
		}
	}
}

/** What to do about a document that cannot be composed. */
const CHECK = "correct the document; `witness check` on it shows the place";

/** Composes a document with the packages that it names. All that are missing are reported together, with where they were looked for. */
function compose(composer: Composer, request: ProgramRequest, source: string): Resolved {
	const wanted = composer.packages(source);
	if (!wanted.ok) return { ok: false, problem: faultProblem(request.program, source, wanted.fault, CHECK) };
	const folder = request.depsDir ?? path.join(path.dirname(request.program), "deps");
	const dependencies: { name: string; version?: string; bytes: Uint8Array }[] = [];
	const missing: string[] = [];
	for (const { name, version } of wanted.value) {
		const found = findPackage(folder, request.dependencies, name, version);
		if (found.path === null) {
			missing.push(`${version === undefined ? name : `${name}@${version}`} (looked for ${found.tried.join(", ")})`);
			continue;
		}
		const bytes = packageBytes(composer, found.path);
		if (!bytes.ok) return bytes;
		dependencies.push({ name, ...(version === undefined ? {} : { version }), bytes: bytes.bytes });
	}
	if (missing.length > 0) {
		const message = `${missing.length === 1 ? "a package is" : `${missing.length} packages are`} missing: ${missing.join("; ")}`;
		const help = "put the component there, or name its place with --dep ns:name=PATH or another folder with --deps-dir";
		return { ok: false, problem: { where: request.program, message, help, status: 1 } };
	}
	const composed = composer.compose(source, dependencies);
	if (!composed.ok) return { ok: false, problem: faultProblem(request.program, source, composed.fault, CHECK) };
	return { ok: true, bytes: composed.value };
}

/** What the engine says, with the place as `file:line:column`, counted from 1; `fallback` is the help where the engine has none. */
export function faultProblem(file: string, source: string, fault: Fault, fallback: string | null = null): Problem {
	const label = fault.labels[0];
	let where = file;
	if (label !== undefined && (label.path === undefined || label.path === file)) {
		const before = new TextDecoder().decode(new TextEncoder().encode(source).subarray(0, label.start));
		const lines = before.split("\n");
		where = `${file}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
	} else if (label?.path !== undefined) where = label.path;
	const detail = fault.labels.flatMap(({ text }) => (text === undefined ? [] : [text]));
	const message = [fault.message, ...fault.causes].join(": ");
	const extra = detail.filter((text) => !message.includes(text));
	return {
		where,
		message: extra.length === 0 ? message : `${message} (${extra.join("; ")})`,
		help: fault.help ?? fallback,
		status: 1,
	};
}

/** The component in a file, assembled where it is text. */
export function readComponent(composer: Composer, file: string): Resolved {
	const read = readBytes(file);
	return read.ok ? asComponent(composer, file, read.bytes) : read;
}
