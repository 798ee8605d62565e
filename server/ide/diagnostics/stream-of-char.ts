import { typeExpressions } from "../../wit/semantic/index.ts";
import type { Rule } from "./rule.ts";

/** `stream<char>` cannot be encoded: how its characters would be packed is not settled in the Component Model. */
export const streamOfChar: Rule = {
	code: "stream-of-char",
	severity: "warning",
	inText: (passage) =>
		typeExpressions(passage).flatMap((type) => {
			if (type.kind !== "stream" || type.element?.kind !== "primitive" || type.element.primitive !== "char") return [];
			return [
				{
					span: type.span,
					message: "A component cannot have a stream of `char`. Use `stream<u8>` with UTF-8, or a stream of strings.",
				},
			];
		}),
};
