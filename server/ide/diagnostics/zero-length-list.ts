import { typeExpressions } from "../../wit/semantic/index.ts";
import type { Rule } from "./rule.ts";

/** `list<T, N>` holds exactly N elements; with N = 0 it cannot be encoded. */
export const zeroLengthList: Rule = {
	code: "zero-length-list",
	class: "encoding",
	severity: "warning",
	inText: (passage) =>
		typeExpressions(passage).flatMap((type) => {
			if (type.kind !== "list" || type.length !== 0) return [];
			return [
				{
					span: type.span,
					message: "A component cannot have a list of length 0. Leave the length out for a list of any length.",
				},
			];
		}),
};
