import { problemRule } from "./rule.ts";

/** `stream<char>` cannot be encoded, whatever `char` is called: how its characters would be packed is not settled in the Component Model. */
export const streamOfChar = problemRule("stream-of-char", "encoding", "warning", "stream-of-char", ({ alias }) => {
	const which = alias === null ? "`char`" : `\`${alias}\`, which is \`char\``;
	return `A component cannot have a stream of ${which}. Use \`stream<u8>\` with UTF-8, or a stream of strings.`;
});
