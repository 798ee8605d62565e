import { nearestName } from "../../wit/nearest.ts";
import { type Model, nearestVersion, type PackageName, type PackageSymbol } from "../../wit/semantic/index.ts";
import { listed, problemRule } from "./rule.ts";

/**
 * The package is neither in `deps/` nor in a file of this package. The name, with its version, must be exactly the one in the package's header. When a file is
 * looked at alone, packages outside of it are not known.
 */
export const unresolvedPackage = problemRule(
	"unresolved-package",
	"parser",
	"error",
	"unresolved-package",
	({ name, known }, model) => {
		const plain = `${name.namespace.text}:${name.name.text}`;
		const written = name.version === null ? plain : `${plain}@${name.version.text}`;
		const missing = `There is no package \`${written}\``;
		const same = known.filter(({ id }) => `${id.namespace}:${id.name}` === plain);
		if (same.length > 0)
			return `${missing}, but there ${same.length === 1 ? "is" : "are"} ${listed(same.map(({ key }) => key))}: ${whichVersion(name, same)}.`;
		const others = known.filter(({ origin }) => origin !== "main");
		const there =
			others.length === 0 ? "no other packages are known" : `the known ones are ${listed(others.map(({ key }) => key))}`;
		// Whoever mistypes a name need not have its version right.
		const near = nearestName(
			plain,
			others.map(({ id }) => `${id.namespace}:${id.name}`),
		);
		const meant = others.find(({ id }) => `${id.namespace}:${id.name}` === near);
		const guess = meant === undefined ? "" : ` Did you mean \`${meant.key}\`?`;
		return `${missing}; ${there}.${guess} ${whatToDo(model)}`;
	},
);

function whichVersion({ version }: PackageName, same: readonly PackageSymbol[]): string {
	const [only] = same;
	if (same.length === 1 && only?.id.version === null) return "write it without a version";
	const versions = same.flatMap(({ id }) => id.version ?? []);
	const nearest = nearestVersion(version?.text ?? null, versions);
	return same.length === 1 ? "write the version that is there" : `the nearest version is \`${nearest}\``;
}

function whatToDo({ input: { dependencyDirectory } }: Model): string {
	if (dependencyDirectory === null) return "This file was looked at alone: put it in a directory with the package in `deps/`.";
	return `Put it in ${dependencyDirectory}, as a directory or a \`.wit\`, \`.wat\` or \`.wasm\` file.`;
}
