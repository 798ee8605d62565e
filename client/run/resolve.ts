/** From the path of a program to the bytes of a component: a `.wac` is composed with its packages, text is assembled. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { decodeUtf8 } from "../../server/check.ts";
import type { Composer } from "../../server/engine/index.ts";
import { composeWac } from "../../server/wac/index.ts";
import {
	type CacheStore,
	compositionQuestion,
	keepComposition,
	keptComponent,
	keptComposition,
	recordedDisk,
} from "./cache/index.ts";
import type { Problem } from "./protocol.ts";
import { faultProblem, sourceProblem, wacProblem } from "./source-problem.ts";

export type Resolved = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly problem: Problem };

export interface ProgramRequest {
	readonly program: string;
	readonly depsDir: string | null;
	readonly dependencies: Readonly<Record<string, string>>;
}

/** The component that a path stands for. What a document was composed to is kept in `cache`. */
export function resolveProgram(composer: Composer, request: ProgramRequest, cache: CacheStore | null = null): Resolved {
	const file = readBytes(request.program);
	if (!file.ok) return file;
	if (path.extname(request.program) !== ".wac") return assembled(composer, request, file.bytes, cache);
	const source = asText(request.program, file.bytes);
	if (!source.ok) return source;
	const question = compositionQuestion(request, source.text);
	const kept = keptBytes(cache, question);
	if (kept !== null) return { ok: true, bytes: kept };
	const { disk, record } = recordedDisk();
	const composed = compose(composer, disk, request, source.text);
	if (composed.ok) keepComposition(cache, question, { record: record(), bytes: composed.bytes });
	return composed;
}

/** What a text was made into before, where all is as it was. */
function keptBytes(cache: CacheStore | null, question: readonly string[]): Uint8Array | null {
	const kept = keptComposition(cache, question);
	return kept === null ? null : keptComponent(cache, kept.component);
}

/** A component as it is in its file, or of its text. */
function assembled(composer: Composer, request: ProgramRequest, bytes: Uint8Array, cache: CacheStore | null): Resolved {
	const text = bytes[0] === 0 ? null : decodeUtf8(bytes);
	const question = text?.ok ? compositionQuestion(request, text.text) : null;
	const kept = question === null ? null : keptBytes(cache, question);
	if (kept !== null) return { ok: true, bytes: kept };
	const component = asComponent(composer, request.program, bytes);
	if (question !== null && component.ok) keepComposition(cache, question, { record: [], bytes: component.bytes });
	return component;
}

export type Text = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: Problem };

/** The text of a file, which is UTF-8; a byte order mark is left out. The problem says where the first wrong byte is. */
export function asText(file: string, bytes: Uint8Array): Text {
	const decoded = decodeUtf8(bytes);
	if (decoded.ok) return decoded;
	const { before, message } = decoded;
	return { ok: false, problem: sourceProblem(file, before, { start: before.length, end: before.length }, message, null) };
}

/** The text of a file by its path. */
export function readText(file: string): Text {
	const read = readBytes(file);
	return read.ok ? asText(file, read.bytes) : read;
}

/** Reads a file. A path that is missing or no file is the caller's mistake: status 2. */
export function readBytes(file: string): Resolved {
	const wrong = (message: string, help: string): Resolved => ({ ok: false, problem: { where: file, message, help, status: 2 } });
	try {
		return { ok: true, bytes: readFileSync(file) };
	} catch (error) {
		const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
		if (reason === "ENOENT" || reason === "ENOTDIR")
			return wrong("there is no such file", "check the path; it is taken from the current folder");
		if (reason === "EISDIR") return wrong("this is a directory", "name a .wac document or a component (.wasm, .wat)");
		return wrong(`the file cannot be read (${reason})`, "check the path and its permissions");
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
	const kind = composer.kind(component);
	switch (kind) {
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
			const never: never = kind;
			return never;
		}
	}
}

/** Composes a document with the packages that it names, as the editor and `witness check` do. */
function compose(
	composer: Composer,
	disk: ReturnType<typeof recordedDisk>["disk"],
	{ program, depsDir, dependencies }: ProgramRequest,
	source: string,
): Resolved {
	const composed = composeWac(composer, disk, slashed(program), source, {
		// It is taken from the document's folder there, and from the current one here.
		...(depsDir === null ? {} : { depsDirectory: slashed(path.relative(path.dirname(program), depsDir)) || "." }),
		dependencies: Object.fromEntries(Object.entries(dependencies).map(([name, place]) => [name, slashed(place)])),
		base: ".",
	});
	return composed.ok ? composed : { ok: false, problem: wacProblem(program, source, composed.problems) };
}

/** A path as the server has it, with `/` on every system. */
function slashed(place: string): string {
	return path.sep === "/" ? place : place.replaceAll(path.sep, "/");
}

/** The component in a file, assembled where it is text. */
export function readComponent(composer: Composer, file: string): Resolved {
	const read = readBytes(file);
	return read.ok ? asComponent(composer, file, read.bytes) : read;
}
