/** The reference parser on packages, in a process of its own: `node reference.mjs COMPOSER.wasm FOLDER` prints the milliseconds that it took. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { createComposer, type WitFile } from "../../../server/engine/index.ts";

const [core, folder] = process.argv.slice(2);
if (core === undefined || folder === undefined) throw new Error("give the engine and a folder of packages");
const composer = createComposer(new WebAssembly.Module(readFileSync(core)));
const start = performance.now();
for (const name of readdirSync(folder)) {
	const place = path.join(folder, name);
	const files = filesIn(place);
	const dependencies = dependenciesIn(path.join(place, "deps"));
	const answer = composer.checkWit(files, dependencies, featuresIn([...files, ...dependencies.flat()]));
	if (!answer.ok) throw new Error(`${name}: ${answer.fault.message}`);
}
console.log(performance.now() - start);

function dependenciesIn(place: string): readonly (readonly WitFile[])[] {
	if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
	return readdirSync(place)
		.map((name) => path.join(place, name))
		.map((entry) => (statSync(entry).isDirectory() ? filesIn(entry) : [fileAt(entry)]));
}

/** All features that the texts speak of, as the reference parser has no word for all. */
function featuresIn(files: readonly WitFile[]): string[] {
	return [...new Set(files.flatMap(({ text }) => [...text.matchAll(/feature\s*=\s*([\w-]+)/g)].map(([, name]) => name ?? "")))];
}

function filesIn(place: string): readonly WitFile[] {
	return readdirSync(place)
		.filter((name) => name.endsWith(".wit"))
		.map((name) => fileAt(path.join(place, name)));
}

function fileAt(file: string): WitFile {
	return { path: file, text: readFileSync(file, "utf8") };
}
