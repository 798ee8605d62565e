import { problemRule } from "./rule.ts";

/** `name: get() -> T;` reads and `name: set(value: T);` writes. A setter may fail, with a `result` without value, and needs its getter. */
export const invalidAccessor = problemRule("invalid-accessor", "parser", "error", "accessor", ({ name, mistake }) => {
	switch (mistake) {
		case "getter-parameters":
			return `The getter \`${name.text}\` cannot have parameters. Make it a function: \`${name.text}: func(…)\`.`;
		case "getter-result":
			return `The getter \`${name.text}\` must give a value: \`${name.text}: get() -> …;\`.`;
		case "setter-parameters":
			return `The setter \`${name.text}\` must have one parameter: \`${name.text}: set(value: …);\`.`;
		case "setter-result":
			return `The setter \`${name.text}\` can give only a \`result\` without value, \`result\` or \`result<_, …>\`.`;
		case "no-getter":
			return `The setter \`${name.text}\` has no getter beside it. Add \`${name.text}: get() -> …;\`.`;
		default: {
			const impossible: never = mistake;
			return impossible;
		}
	}
});
