import { didYouMean } from "../../wit/nearest.ts";
import type { Model } from "../../wit/semantic/index.ts";
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
		const versions = known.filter(({ id }) => `${id.namespace}:${id.name}` === plain).map(({ key }) => key);
		if (versions.length > 0)
			return `There is no package \`${written}\`, but there is ${listed(versions)}: write the version that is there.`;
		const guess = didYouMean(
			written,
			known.map(({ key }) => key),
		);
		const others = known.filter(({ origin }) => origin !== "main").map(({ key }) => key);
		const there = others.length === 0 ? "no other packages are known" : `the known ones are ${listed(others)}`;
		return `There is no package \`${written}\`; ${there}.${guess} ${whatToDo(model)}`;
	},
);

function whatToDo({ input: { dependencyDirectory } }: Model): string {
	if (dependencyDirectory === null) return "This file was looked at alone: put it in a directory with the package in `deps/`.";
	return `Put it in ${dependencyDirectory}, as a directory or a \`.wit\`, \`.wat\` or \`.wasm\` file.`;
}
