/** Names of packages, and of the interfaces and worlds in one, that a component cannot have (Explainer.md, "Import and export definitions", "Name uniqueness"). */
import type { Name, PackageName } from "./declarations.ts";
import type { Resolution } from "./resolution.ts";
import type { PackageSymbol } from "./symbols.ts";

/** Checks a package by its items and headers; what is in the items does not count. */
export function checkPackageNames(resolution: Resolution, owner: PackageSymbol): void {
	checkItems(resolution, owner);
	// Without items nothing has the name when the package is encoded.
	if (owner.items.size > 0 && /[A-Z]/.test(owner.id.namespace + owner.id.name)) checkHeaders(resolution, owner);
}

/** Interfaces and worlds are exports of the package when it is encoded, and may not differ by case alone. */
function checkItems(resolution: Resolution, owner: PackageSymbol): void {
	const folded = new Map<string, Name>();
	for (const { name, file, kind } of owner.items.values()) {
		const key = name.text.toLowerCase();
		const other = folded.get(key);
		if (other === undefined) {
			folded.set(key, name);
			continue;
		}
		const first = owner.items.get(other.text);
		const related = first === undefined ? [] : [{ file: first.file, span: other.span, message: "the first one" }];
		const what = kind === "interface" ? "an interface" : "a world";
		resolution.report({ kind: "case-conflict", name, other, what, severe: false, file, span: name.span, related });
	}
}

/** Each header that gives the name in capital letters: those that a name of a package may not have, unlike all other names. */
function checkHeaders(resolution: Resolution, owner: PackageSymbol): void {
	for (const { file, items } of owner.units) {
		const header = owner.origin !== "nested" ? file.header : file.nested.find((nested) => nested.items === items)?.header;
		if (header === undefined || header === null) continue;
		const { name } = header;
		resolution.report({ kind: "package-name-case", written: written(name), file, span: name.span });
	}
}

function written({ namespace, name }: PackageName): string {
	return `${namespace.text}:${name.text}`;
}
