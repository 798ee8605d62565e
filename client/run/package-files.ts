/** The texts of a WIT package as it lies on the disk, with those of the packages in its `deps/`: for everything but the editor. */
import path from "node:path";
import { dependenciesIn, layoutOfDirectory, localDisk, type PackageFolder } from "../../server/check.ts";
import { binaryWit, type Composer, type WitFile } from "../../server/engine/index.ts";
import { isFolder } from "./look.ts";
import type { Problem } from "./protocol.ts";
import { asText, readBytes, readText, type Text } from "./resolve.ts";
import { faultProblem } from "./source-problem.ts";

export type PackageFiles =
	| {
			readonly ok: true;
			readonly files: readonly WitFile[];
			/** A list of files for each dependency. One in binary or `.wat` form is a single file of the WIT in it. */
			readonly dependencies: readonly (readonly WitFile[])[];
	  }
	| { readonly ok: false; readonly problem: Problem };

/** The package at a path: a `.wit` file or a folder of them, with what is in `deps/` there, as `witness check` finds it. */
export function readPackageFiles(composer: () => Composer, place: string): PackageFiles {
	const slashed = path.sep === "/" ? place : place.replaceAll(path.sep, "/");
	const { root, dependencies } = isFolder(place)
		? layoutOfDirectory(localDisk, slashed)
		: { root: { path: slashed, files: [slashed] }, dependencies: dependenciesIn(localDisk, path.posix.join(slashed, "../deps")) };
	if (root.files.length === 0) {
		const help = "name a folder that holds the .wit files of a package, or one of its files";
		return { ok: false, problem: { where: place, message: "there are no .wit files in this folder", help, status: 2 } };
	}
	const read: WitFile[][] = [];
	for (const { files } of [root, ...dependencies] satisfies readonly PackageFolder[]) {
		const texts: WitFile[] = [];
		for (const file of files) {
			const text = witText(composer, file);
			if (!text.ok) return text;
			texts.push({ path: file, text: text.text });
		}
		read.push(texts);
	}
	const [files = [], ...others] = read;
	return { ok: true, files, dependencies: others };
}

/** The WIT in a file: its text, or what a component or a package in binary or text form holds. */
function witText(composer: () => Composer, file: string): Text {
	if (file.endsWith(".wit")) return readText(file);
	const read = readBytes(file);
	if (!read.ok) return read;
	const source = file.endsWith(".wat") ? asText(file, read.bytes) : null;
	if (source?.ok === false) return source;
	const text = binaryWit(composer(), file, read.bytes);
	if (text.ok) return { ok: true, text: text.value };
	return { ok: false, problem: faultProblem(file, source?.text ?? "", text.fault) };
}
