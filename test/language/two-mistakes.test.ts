/** Two mistakes planted in every valid document: each is found at its place, nothing else is reported, and the outline keeps all other items. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { diagnose } from "../../server/ide/diagnostics/index.ts";
import { documentSymbols } from "../../server/ide/document-symbols.ts";
import type { WitFile } from "../../server/wit/file.ts";
import {
	type FunctionDeclaration,
	readWit,
	type Span,
	type TopItem,
	type TypeDeclaration,
} from "../../server/wit/semantic/index.ts";
import { load, modelOf, type WitCase } from "../conformance/reference.ts";
import { describeShared } from "../shared.ts";
import { Random } from "../soak/random.ts";

type Declaration = FunctionDeclaration | TypeDeclaration;

/** A way to break a declaration, from its name on; null where this one cannot be broken so. What stands behind it is left alone. */
type Break<D> = (text: string, read: D) => string | null;

const breaks: Readonly<Record<string, Break<FunctionDeclaration>>> = {
	"an unknown result": (text) => (text.includes("->") ? null : text.replace(/\);$/, ") -> no-such-type;")),
	"an unknown type": (text) => text.replace(/\(([\w-]+):\s*[\w-]+(?=[,)])/, "($1: no-such-type"),
	"no colon": (text, { role }) => (role === "constructor" ? null : text.replace(/:\s*/, " ")),
	"no parenthesis": (text) => text.replace("(", ""),
	"a word that is none": (text) => text.replace(/(?<=[ :])func(?=\()/, "fnc"),
	"a missing type": (text) => text.replace(/:\s*[\w-]+\s*\)/, ": )"),
	"a mark too many": (text) => text.replace("(", "(="),
	"a name that is none": (text, { role, name }) => (role === "constructor" ? null : text.replace(/^[%\w-]+/, `no_${name.text}`)),
	"a version that is none": (text, { gates }) => (gates.length > 0 ? null : `@since(version = one) ${text}`),
};

const typeBreaks: Readonly<Record<string, Break<TypeDeclaration>>> = {
	"an unknown type": (text, { body }) => (body.form === "alias" ? text.replace(/=[^;]*/, "= no-such-type") : null),
	"a mark too many": (text) => text.replace(/[{=]/, "$& ="),
	"a part without its type": (text, { body }) => (body.form === "record" ? text.replace(/:\s*[\w-]+(?=\s*[,}])/, ":") : null),
	"a name that is none": (text, { body }) =>
		body.form === "enum" ? text.replace(/(?<=[{,]\s*)[a-z][\w-]*(?=\s*[,}])/, "no_name") : null,
};

function broken(text: string, read: Declaration, random: Random): readonly [what: string, text: string] | null {
	const tried =
		read.kind === "function"
			? random.shuffled(Object.entries(breaks)).map(([what, change]) => [what, change(text, read)] as const)
			: random.shuffled(Object.entries(typeBreaks)).map(([what, change]) => [what, change(text, read)] as const);
	for (const [what, result] of tried) if (result !== null && result !== text) return [what, result];
	return null;
}

/** The types and functions of interfaces, worlds and resources; of a resource its functions alone, since they lie in it. */
function declarationsIn(items: readonly TopItem[]): readonly Declaration[] {
	return items.flatMap((item) => {
		if (item.kind === "top-use") return [];
		return item.members.flatMap((member): readonly Declaration[] => {
			if (member.kind === "function") return [member];
			if (member.kind === "type") return member.body.form === "resource" ? member.body.functions : [member];
			if (member.kind !== "extern" || member.shape.form !== "interface") return [];
			return member.shape.interface.members.flatMap((inner) => (inner.kind === "function" ? [inner] : []));
		});
	});
}

interface Planted {
	readonly what: string;
	readonly name: string;
	/** In the changed text. */
	readonly span: Span;
}

/** Breaks two declarations of a text, or answers null where it has no two that can be. */
function plant(text: string, random: Random): { readonly text: string; readonly planted: readonly Planted[] } | null {
	const declarations = declarationsIn(readWit("", text).items).filter((read) => read.kind === "type" || read.accessor === null);
	const chosen = random
		.shuffled(declarations)
		.slice(0, 2)
		.toSorted((a, b) => a.span.start - b.span.start);
	if (chosen.length < 2) return null;
	let changed = "";
	let at = 0;
	const planted: Planted[] = [];
	for (const read of chosen) {
		const [start, end] = [read.name.span.start, read.span.end];
		const whole = text.slice(start, end);
		const made = broken(whole, read, random);
		if (made === null) return null;
		const [what, now] = made;
		changed += text.slice(at, start);
		planted.push({ what, name: read.name.text, span: { start: changed.length, end: changed.length + now.length } });
		changed += now;
		at = end;
	}
	return { text: changed + text.slice(at), planted };
}

function outline(file: WitFile): readonly string[] {
	type Entry = ReturnType<typeof documentSymbols>[number];
	const lines = (entry: Entry, above: string): readonly string[] => {
		const here = `${above}/${entry.kind} ${entry.name}`;
		return [here, ...entry.children.flatMap((child) => lines(child, here))];
	};
	return documentSymbols(readWit(file.path, file.text)).flatMap((entry) => lines(entry, ""));
}

function checkPlanted(found: WitCase, seed: number): { readonly said: string | null } | null {
	const random = new Random(seed);
	const all = [...found.files, ...found.dependencies.flat()];
	const target = random.pick(all);
	const made = plant(target.text, random);
	if (made === null) return null;
	const change = (file: WitFile): WitFile => (file === target ? { ...file, text: made.text } : file);
	const changed = { files: found.files.map(change), dependencies: found.dependencies.map((files) => files.map(change)) };
	const errors = diagnose(modelOf(changed)).filter(({ severity }) => severity === "error");
	const told = errors.map(({ path: file, span, message }) => `${file}@${span.start} ${message}`).join("\n");
	const what = `${made.planted.map((one) => `${one.what} in ${one.name}`).join(", ")}:\n${told}\n${made.text}`;
	const missed = made.planted.filter(
		({ span }) =>
			!errors.some((error) => error.path === target.path && span.start <= error.span.start && error.span.start <= span.end),
	);
	if (missed.length > 0) return { said: `missed: ${missed.map((one) => one.what).join()} of ${what}` };
	if (errors.length > 2) return { said: `said too much of ${what}` };
	const names = new Set(made.planted.map(({ name }) => name));
	const isOther = (line: string) => !line.split("/").some((step) => names.has(step.split(" ")[1] ?? ""));
	const [before, after] = [target, { ...target, text: made.text }].map((file) => outline(file).filter(isOther));
	const lost = before?.filter((line) => after?.includes(line) !== true) ?? [];
	return { said: lost.length === 0 ? null : `lost ${lost.join()} with ${what}` };
}

const runs = Number(process.env["WITNESS_DIFFERENTIAL_RUNS"] ?? 25);

for (const folder of ["conformance/wit-parser/valid", "corpus"]) {
	describeShared(`two mistakes in ${folder}`, folder, (directory) => {
		it.each(readdirSync(directory).filter((name) => !name.endsWith(".json")))("%s", (name) => {
			const found = load(path.join(directory, name));
			if (found.files.length === 0) return;
			const said = Array.from({ length: runs }, (_, seed) => checkPlanted(found, seed)?.said ?? null);
			expect(said.filter((one) => one !== null)[0] ?? null).toBeNull();
		});
	});
}
