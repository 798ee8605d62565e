import { problemRule } from "./rule.ts";

/** Packages may not need each other in a circle. Naming the own package in full counts: inside of a package its interfaces go by their bare names. */
export const cyclicPackage = problemRule("cyclic-package", "parser", "error", "cyclic-package", ({ name, itself, item }) => {
	const written = `${name.namespace.text}:${name.name.text}`;
	if (itself) return `This is in the package \`${written}\` itself. Write \`${item.text}\` without the package.`;
	return `The package \`${written}\` needs this one, so this one cannot need it. Move what both use to a third package.`;
});
