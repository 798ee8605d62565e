import { nearestName } from "../../wit/nearest.ts";
import type { PackageName, PackageSymbol, ProblemOf } from "../../wit/semantic/index.ts";
import type { WitDocument } from "../packages.ts";
import { type Fix, replacing } from "./fix.ts";

/** Says the name of a package that has none: that of its folder, in the namespace `local`. */
export function addHeader({ package: { layout }, file }: WitDocument): readonly Fix[] {
	const words = nameOfFolder(layout.root.path)
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => /^[a-z]/.test(word));
	const header = `package local:${words.length === 0 ? "app" : words.join("-")};`;
	const start = file.text.startsWith("\uFEFF") ? 1 : 0;
	return [replacing(`Insert \`${header}\``, { span: { start, end: start }, text: `${header}\n\n` })];
}

/** The folder that holds the package; one that is called `wit` says nothing, its parent does. */
function nameOfFolder(path: string): string {
	const folders = path.split("/").filter((part) => part !== "" && part !== "wit" && !part.endsWith(".wit"));
	return folders.at(-1) ?? "";
}

/** Gives a file the name that the first file of its package has. */
export function takeFirstName({ found, first }: ProblemOf<"package-mismatch">): readonly Fix[] {
	const name = nameText(first);
	return [replacing(`Write \`${name}\``, { span: found.span, text: name })];
}

function nameText({ namespace, name, version }: PackageName): string {
	return `${namespace.text}:${name.text}${version === null ? "" : `@${version.text}`}`;
}

/** For a package that is not there: the versions of it that are, or the one with the nearest name. */
export function mendPackage({ file: { text } }: WitDocument, { name, known }: ProblemOf<"unresolved-package">): readonly Fix[] {
	const others = known.filter(({ id }) => id.namespace === name.namespace.text && id.name === name.name.text);
	if (others.length > 0) {
		return others.flatMap(({ key, id }): Fix[] => {
			const edit = versionEdit(text, name, id.version);
			return edit === null ? [] : [replacing(`Use \`${key}\``, edit, others.length === 1)];
		});
	}
	const near = nearestName(
		nameText(name),
		known.map(({ key }) => key),
	);
	const meant = known.find(({ key }) => key === near);
	return meant === undefined ? [] : [takingPackage(text, name, meant)];
}

function takingPackage(text: string, name: PackageName, { key, id }: PackageSymbol): Fix {
	const span = { start: name.namespace.span.start, end: name.name.span.end };
	const version = versionEdit(text, name, id.version);
	const edits = [{ span, text: `${id.namespace}:${id.name}` }, ...(version === null ? [] : [version])];
	return { title: `Use \`${key}\``, edits, preferred: true };
}

/** Writes another version, behind the name of the item where there is one; null where nothing is to be done. */
function versionEdit(text: string, { version: written, name }: PackageName, version: string | null): Fix["edits"][number] | null {
	if (written !== null) {
		if (version !== null) return version === written.text ? null : { span: written.span, text: version };
		const at = text.lastIndexOf("@", written.span.start);
		return { span: { start: at, end: written.span.end }, text: "" };
	}
	if (version === null) return null;
	const item = /^\s*\/\s*%?[\p{L}\p{N}-]+/u.exec(text.slice(name.span.end, name.span.end + 500))?.[0] ?? "";
	const end = name.span.end + item.length;
	return { span: { start: end, end }, text: `@${version}` };
}
