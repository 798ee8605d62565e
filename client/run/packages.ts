/** The package at a path that a person names: a component, a file of WIT or a folder of them. */
import { readdirSync } from "node:fs";
import path from "node:path";
import type { Composer } from "../../server/engine/index.ts";
import { isFolder } from "./look.ts";
import { asComponent, type Resolved, readBytes, readText } from "./resolve.ts";
import { faultProblem } from "./source-problem.ts";

/** The bytes of a package: a component, or WIT encoded as a binary package. */
export function packageBytes(composer: Composer, place: string): Resolved {
	if (isFolder(place)) return encode(composer, place, witFiles(place), witFolders(path.join(place, "deps")));
	if (path.extname(place) === ".wit") return encode(composer, place, [place], witFolders(path.join(path.dirname(place), "deps")));
	const file = readBytes(place);
	if (!file.ok) return file;
	if (file.bytes[0] === 0 && composer.kind(file.bytes) === "wit-package") return file;
	return asComponent(composer, place, file.bytes);
}

function encode(
	composer: Composer,
	place: string,
	files: readonly string[],
	dependencies: readonly (readonly string[])[],
): Resolved {
	if (files.length === 0) {
		const help = "name a folder that holds the .wit files of a package, or one of its files";
		return { ok: false, problem: { where: place, message: "there are no .wit files in this folder", help, status: 2 } };
	}
	const sources: { path: string; text: string }[][] = [];
	for (const group of [files, ...dependencies]) {
		const texts: { path: string; text: string }[] = [];
		for (const file of group) {
			const read = readText(file);
			if (!read.ok) return read;
			texts.push({ path: file, text: read.text });
		}
		sources.push(texts);
	}
	const [main = [], ...others] = sources;
	const answer = composer.encodeWit(main, others, []);
	if (answer.ok) return { ok: true, bytes: answer.value };
	const at = answer.fault.labels[0]?.path ?? place;
	const source = sources.flat().find((file) => file.path === at)?.text ?? "";
	return {
		ok: false,
		problem: faultProblem(at, source, answer.fault, "correct the file; `witness check` on it shows the place"),
	};
}

function witFiles(folder: string): string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith(".wit"))
		.sort()
		.map((name) => path.join(folder, name));
}

/** The packages of a `deps` folder: each `.wit` file, and each folder of them. */
function witFolders(folder: string): string[][] {
	if (!isFolder(folder)) return [];
	const groups: string[][] = [];
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const place = path.join(folder, entry.name);
		if (entry.isDirectory()) groups.push(witFiles(place));
		else if (entry.name.endsWith(".wit")) groups.push([place]);
	}
	return groups.filter((group) => group.length > 0);
}
