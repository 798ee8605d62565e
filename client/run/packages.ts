/** The package at a path that a person names: a component, a file of WIT or a folder of them. */
import path from "node:path";
import type { Composer } from "../../server/engine/index.ts";
import { isFolder } from "./look.ts";
import { readPackageFiles } from "./package-files.ts";
import { asComponent, type Resolved, readBytes } from "./resolve.ts";
import { faultProblem } from "./source-problem.ts";

/** The bytes of a package: a component, or WIT encoded as a binary package. */
export function packageBytes(composer: Composer, place: string): Resolved {
	if (isFolder(place) || path.extname(place) === ".wit") return encode(composer, place);
	const file = readBytes(place);
	if (!file.ok) return file;
	if (file.bytes[0] === 0 && composer.kind(file.bytes) === "wit-package") return file;
	return asComponent(composer, place, file.bytes);
}

function encode(composer: Composer, place: string): Resolved {
	const read = readPackageFiles(() => composer, place);
	if (!read.ok) return read;
	const answer = composer.encodeWit(
		[...read.files],
		read.dependencies.map((files) => [...files]),
		[],
	);
	if (answer.ok) return { ok: true, bytes: answer.value };
	const at = answer.fault.labels[0]?.path ?? place;
	const source = [read.files, ...read.dependencies].flat().find((file) => file.path === at)?.text ?? "";
	return {
		ok: false,
		problem: faultProblem(at, source, answer.fault, "correct the file; `witness check` on it shows the place"),
	};
}
