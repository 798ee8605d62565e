/** Texts that others wrote, with words changed. */
import { readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import type { WitFile } from "../../../server/wit/index.ts";
import { load, type WitCase } from "../../conformance/reference.ts";
import { sharedDirectory } from "../../shared-folder.ts";
import { statementsIn } from "../smaller.ts";

const words = (
	"use type func u8 f32 char resource own borrow record flags variant enum list option result map _ as static interface tuple import export world package " +
	"constructor include with async get set @since(version=0.1.0) @unstable(feature=active) @unstable(feature=off) @deprecated(version=0.1.0) " +
	"; , : . ( ) { } < > = @ -> 1 0.1.0 % FOO a-b A- a_b foo bar /*x*/ wasi:io/streams@0.2.0"
).split(" ");

const WORD_EDITS = ["remove", "repeat", "copy", "replace", "insert", "shout"] as const;
const STATEMENT_EDITS = ["drop", "twice", "move", "graft"] as const;

interface Edit {
	readonly kind: (typeof WORD_EDITS)[number] | (typeof STATEMENT_EDITS)[number];
	readonly at: number;
	readonly other: number;
}

function isWordEdit(edit: Edit): boolean {
	return WORD_EDITS.some((kind) => kind === edit.kind);
}

/** `others` gives statements of other texts. */
function edited(text: string, edits: readonly Edit[], others: readonly string[]): string {
	const words = editedWords(text, edits.filter(isWordEdit));
	return edits.filter((edit) => !isWordEdit(edit)).reduce((before, edit) => editedStatements(before, edit, others), words);
}

/** Leaves out, repeats, moves or brings in a whole statement with all that is in it. */
function editedStatements(text: string, { kind, at, other }: Edit, others: readonly string[]): string {
	const statements = statementsIn(text);
	const one = statements[at % statements.length];
	if (one === undefined) return text;
	const place = text.indexOf(one);
	if (kind === "drop") return text.slice(0, place) + text.slice(place + one.length);
	if (kind === "twice") return `${text.slice(0, place + one.length)} ${text.slice(place)}`;
	const rest = kind === "move" ? text.slice(0, place) + text.slice(place + one.length) : text;
	const brought = kind === "move" ? one : (others[other % others.length] ?? "");
	const before = statements[other % statements.length] ?? "";
	const target = Math.max(0, rest.indexOf(before));
	return `${rest.slice(0, target)} ${brought} ${rest.slice(target)}`;
}

function editedWords(text: string, edits: readonly Edit[]): string {
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
		kind: fc.oneof(fc.constantFrom(...WORD_EDITS), fc.constantFrom(...STATEMENT_EDITS)),
		at: fc.nat(),
		other: fc.nat(),
	}),
	{ minLength: 1, maxLength: 2 },
);

/** The cases of the suite and the packages of the corpus that are not too long to be tried often; null where they are absent. */
export function sharedCases(): readonly WitCase[] | null {
	const suite = sharedDirectory("conformance/wit-parser");
	const corpus = sharedDirectory("corpus");
	if (suite === null || corpus === null) return null;
	return [path.join(suite, "valid"), path.join(suite, "parse-fail"), corpus].flatMap((folder) =>
		readdirSync(folder)
			.filter((name) => !/\.(json|result)$/.test(name))
			.map((name) => load(path.join(folder, name)))
			.filter(
				({ files, dependencies }) =>
					files.length > 0 && [...files, ...dependencies.flat()].every(({ text }) => text.length < 10_000),
			),
	);
}

/** Cases of which one file has an edit or two. */
export function mutations(cases: readonly WitCase[]): fc.Arbitrary<WitCase> {
	const statements = cases
		.flatMap(({ files }) => files.flatMap(({ text }) => statementsIn(text)))
		.filter((text) => text.length < 400);
	return fc.tuple(fc.nat(cases.length - 1), fc.nat(), edits).map(([index, file, changes]) => {
		const { files, dependencies } = cases[index] ?? { files: [], dependencies: [] };
		const all = [...files, ...dependencies.flat()];
		const target = all[file % all.length];
		const change = (found: WitFile): WitFile =>
			found === target ? { ...found, text: edited(found.text, changes, statements) } : found;
		return { files: files.map(change), dependencies: dependencies.map((texts) => texts.map(change)) };
	});
}
