import { declaredTypes } from "../../wit/semantic/index.ts";
import type { Rule } from "./rule.ts";

/** An enum or a variant without cases has no values at all: nothing could ever be passed. */
export const emptyType: Rule = {
	code: "empty-type",
	class: "parser",
	severity: "error",
	inText: (passage) =>
		declaredTypes(passage).flatMap(({ name, body }) => {
			if ((body.form !== "enum" && body.form !== "variant") || body.parts.length > 0 || !body.complete) return [];
			return [{ span: name.span, message: `The ${body.form} \`${name.text}\` has no cases, so it has no values. Add a case.` }];
		}),
};
