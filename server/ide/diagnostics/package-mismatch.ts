import { problemRule } from "./rule.ts";

/** All `.wit` files of a directory are one package, so those that have a header must have the same name and version in it. */
export const packageMismatch = problemRule(
	"package-mismatch",
	"parser",
	"error",
	"package-mismatch",
	({ found, first }, _model) => {
		const [name, other] = [found, first].map(
			(header) => `${header.namespace.text}:${header.name.text}${header.version === null ? "" : `@${header.version.text}`}`,
		);
		return `This directory is the package \`${other}\`, not \`${name}\`. Give its files one name, or move this file to a directory of its own.`;
	},
);
