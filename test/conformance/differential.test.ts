/** Texts of the suite with words changed: the reference parser and we say the same about them, except where `explained` says why not. */
import { readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WitFile } from "../../server/wit/index.ts";
import { describeShared } from "../shared.ts";
import { createReference, disagreement, load } from "./reference.ts";

const words = (
	"use type func u8 f32 char resource own borrow record flags variant enum list option result map _ as static interface tuple import export world package " +
	"constructor include with async get set @since(version=0.1.0) @unstable(feature=active) @unstable(feature=off) @deprecated(version=0.1.0) " +
	"; , : . ( ) { } < > = @ -> 1 0.1.0 % FOO a-b A- a_b foo bar /*x*/ wasi:io/streams@0.2.0"
).split(" ");

interface Edit {
	readonly kind: "remove" | "repeat" | "copy" | "replace" | "insert" | "shout";
	readonly at: number;
	readonly other: number;
}

function edited(text: string, edits: readonly Edit[]): string {
	const parts = text.match(/\s+|\/\/.*|%?[\w-]+|->|./gsu) ?? [];
	const places = parts.flatMap((part, index) => (/^[^\s/]/.test(part) ? [index] : []));
	for (const { kind, at, other } of edits) {
		const place = places[at % places.length];
		if (place === undefined) continue;
		const word = parts[place] ?? "";
		const given = words[other % words.length] ?? "";
		if (kind === "remove") parts[place] = "";
		else if (kind === "repeat") parts[place] = `${word} ${word}`;
		else if (kind === "copy") parts[place] = parts[places[other % places.length] ?? 0] ?? "";
		else if (kind === "replace") parts[place] = given;
		else if (kind === "insert") parts[place] = `${given} ${word}`;
		else parts[place] = word.toUpperCase();
	}
	return parts.join("");
}

const edits = fc.array(
	fc.record({
		kind: fc.constantFrom("remove", "repeat", "copy", "replace", "insert", "shout"),
		at: fc.nat(),
		other: fc.nat(),
	}),
	{ minLength: 1, maxLength: 2 },
);

describeShared("changed texts of the suite", "conformance/wit-parser", (directory) => {
	const reference = createReference();
	const cases = ["valid", "parse-fail"].flatMap((folder) =>
		readdirSync(path.join(directory, folder))
			.filter((name) => !/\.(json|result)$/.test(name))
			.map((name) => load(path.join(directory, folder, name)))
			.filter(({ files }) => files.length > 0 && files.every(({ text }) => text.length < 10_000)),
	);

	describe("before any change", () => {
		it("we agree on every case", () => {
			expect(cases.map((found) => disagreement(reference, found)).filter((difference) => difference !== null)).toEqual([]);
		});
	});

	it("we agree on what an edit makes of them", () => {
		fc.assert(
			fc.property(fc.nat(cases.length - 1), fc.nat(), edits, (index, file, changes) => {
				const { files, dependencies } = cases[index] ?? { files: [], dependencies: [] };
				const all = [...files, ...dependencies.flat()];
				const target = all[file % all.length];
				const change = (found: WitFile): WitFile => (found === target ? { ...found, text: edited(found.text, changes) } : found);
				const changed = { files: files.map(change), dependencies: dependencies.map((texts) => texts.map(change)) };
				expect(disagreement(reference, changed)).toBeNull();
			}),
			{
				numRuns: Number(process.env["WITNESS_DIFFERENTIAL_RUNS"] ?? 1500),
				seed: Number(process.env["WITNESS_DIFFERENTIAL_SEED"] ?? 1),
			},
		);
	});
});
