import { declaredTypes, typeExpressions } from "../../wit/semantic/index.ts";
import type { Rule } from "./rule.ts";

/** A record, flags or a tuple with nothing in it is read by the reference parser but refused when the WIT is encoded into a component. */
export const emptyRecord: Rule = {
	code: "empty-record",
	class: "encoding",
	severity: "warning",
	inText: (passage) => [
		...declaredTypes(passage).flatMap(({ name, body }) => {
			if ((body.form !== "record" && body.form !== "flags") || body.parts.length > 0 || !body.complete) return [];
			const part = body.form === "record" ? "field" : "flag";
			return [
				{
					span: name.span,
					message: `\`${name.text}\` has no ${part}s: a component cannot have such a type. Add a ${part}, or remove the type.`,
				},
			];
		}),
		...typeExpressions(passage).flatMap((type) => {
			if (type.kind !== "tuple" || type.elements.length > 0 || type.span.end === type.head.end) return [];
			return [{ span: type.span, message: "A component cannot have an empty tuple. Give it an element, or leave it out." }];
		}),
	],
};
