/** The package at a path that a person names: a component, a file of WIT or a folder of them. */
import path from "node:path";
import type { Composer } from "../../server/engine/index.ts";
import { isFolder } from "./look.ts";
import { readPackageFiles } from "./package-files.ts";
import { asComponent, type Resolved, readBytes } from "./resolve.ts";
import { faultProblem } from "./source-problem.ts";

/** The bytes of a package: a component, or WIT encoded as a binary package with the features that are on for `@unstable` items. */
export function packageBytes(composer: Composer, place: string, features: "all" | ReadonlySet<string> = new Set()): Resolved {
	if (isFolder(place) || path.extname(place) === ".wit") return encode(composer, place, features);
	const file = readBytes(place);
	if (!file.ok) return file;
	if (file.bytes[0] === 0 && composer.kind(file.bytes) === "wit-package") return file;
	return asComponent(composer, place, file.bytes);
}

function encode(composer: Composer, place: string, features: "all" | ReadonlySet<string>): Resolved {
	const read = readPackageFiles(() => composer, place);
	if (!read.ok) return read;
	const all = [read.files, ...read.dependencies].flat();
	const answer = composer.encodeWit(
		[...read.files],
		read.dependencies.map((files) => [...files]),
		features === "all" ? all.flatMap(({ text }) => featuresIn(text)) : [...features],
	);
	if (answer.ok) return { ok: true, bytes: answer.value };
	const at = answer.fault.labels[0]?.path ?? place;
	const source = all.find((file) => file.path === at)?.text ?? "";
	return {
		ok: false,
		problem: faultProblem(at, source, answer.fault, "correct the file; `witness check` on it shows the place"),
	};
}

/** The features that a text names. The engine has no word for all of them. */
function featuresIn(text: string): string[] {
	return [...text.matchAll(/@unstable\s*\(\s*feature\s*=\s*%?([\w-]+)/g)].flatMap((found) => found[1] ?? []);
}
