/**
 * The reference parser's own suite: what it accepts has no error here, and what it refuses has an error at the line and column that it names. One feature, `active`, is on.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check, type Diagnostic, localDisk } from "../../server/check.ts";
import { binaryReader, createComposer } from "../../server/engine/index.ts";
import { asset } from "../assets.ts";
import { describeShared } from "../shared.ts";
import { knownGaps } from "./known-gaps.ts";

const composer = createComposer(new WebAssembly.Module(new Uint8Array(asset("composer.core.wasm"))));

function checkCase(file: string, features: "all" | ReadonlySet<string> = new Set(["active"])): readonly Diagnostic[] {
	return check(localDisk, [file], {
		features,
		dependencyDirectory: null,
		engine: () => composer,
		readBinary: binaryReader(() => composer),
	}).diagnostics;
}

/** A case is a file or directory with what the reference says about it beside it. */
function casesIn(folder: string, answer: "json" | "result"): string[] {
	const entries = readdirSync(folder);
	return entries.filter((name) => entries.includes(`${name.replace(/\.(wit|wat)$/, "")}.wit.${answer}`));
}

/** Where the reference reports its error, `file.wit:line:column`, the column in UTF-8 bytes from 1; null where it names no place. */
function placeInResult(result: string): string | null {
	return /(?:-->|\*) (?:.*\/)?([^/]+\.wit:\d+:\d+)/.exec(result)?.[1] ?? /^\S*\/([^/]+\.wit:\d+:\d+): /.exec(result)?.[1] ?? null;
}

function placeOf({ path: file, range: { start } }: Diagnostic): string {
	const line = readFileSync(file, "utf8").split("\n")[start.line] ?? "";
	return `${path.basename(file)}:${start.line + 1}:${Buffer.byteLength(line.slice(0, start.character)) + 1}`;
}

describeShared("the suite of the reference parser", "conformance/wit-parser", (directory) => {
	const right: string[] = [];
	const gaps: string[] = [];

	describe("what it accepts has no error", () => {
		it.each(casesIn(path.join(directory, "valid"), "json"))("%s", (name) => {
			const errors = checkCase(path.join(directory, "valid", name)).filter(({ severity }) => severity === "error");
			expect(errors).toEqual([]);
		});
	});

	describe("what it refuses has an error at the same place", () => {
		const folder = path.join(directory, "parse-fail");
		it.each(casesIn(folder, "result"))("%s", (name) => {
			const result = path.join(folder, `${name.replace(/\.(wit|wat)$/, "")}.wit.result`);
			const wanted = placeInResult(readFileSync(result, "utf8"));
			const places = checkCase(path.join(folder, name))
				.filter(({ severity }) => severity === "error")
				.map(placeOf);
			const isRight = wanted === null ? places.length > 0 : places.includes(wanted);
			(isRight ? right : gaps).push(name);
			if (knownGaps.has(name)) expect(isRight, "a case in the list of known gaps is right: take it out").toBe(false);
			else if (wanted === null) expect(places).not.toEqual([]);
			else expect(places).toContain(wanted);
		});
	});

	afterAll(() => {
		console.log(
			`failing cases reported at the right place: ${right.length} of ${right.length + gaps.length}; known gaps: ${gaps.join(", ") || "none"}`,
		);
	});
});

describeShared("the corpus", "corpus", (directory) => {
	it.each(readdirSync(directory))("%s has nothing to report", (name) => {
		expect(checkCase(path.join(directory, name))).toEqual([]);
		expect(checkCase(path.join(directory, name), "all")).toEqual([]);
	});
});
