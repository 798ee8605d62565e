import { problemRule } from "./rule.ts";

/** A getter and its setter are about one type. A getter that can fail gives a `result` with a value, and its setter takes that value. */
export const accessorType = problemRule("accessor-type", "encoding", "warning", "accessor-type", ({ name, mistake }) => {
	switch (mistake) {
		case "getter":
			return `The getter \`${name.text}\` gives a \`result\` without a value, which a component cannot have. Give the value: \`result<…, …>\`.`;
		case "setter":
			return `The setter \`${name.text}\` takes another type than its getter gives, which a component cannot have. Take the same type; if the getter gives a \`result\`, the type of its value.`;
		case "getter-off":
			return `The setter \`${name.text}\` is there and its getter is switched off, so a component cannot have it. Give both the same gate.`;
		default: {
			const impossible: never = mistake;
			return impossible;
		}
	}
});
