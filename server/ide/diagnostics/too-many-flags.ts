import { declaredTypes } from "../../wit/semantic/index.ts";
import type { Rule } from "./rule.ts";

const most = 32;

/** Flags are passed as the bits of one 32-bit number: more than 32 cannot be encoded. */
export const tooManyFlags: Rule = {
	code: "too-many-flags",
	class: "encoding",
	severity: "warning",
	inText: (passage) =>
		declaredTypes(passage).flatMap(({ name, body }) => {
			const first = body.form === "flags" ? body.parts[most] : undefined;
			if (first === undefined) return [];
			return [
				{
					span: first.name.span,
					message: `\`${name.text}\` has more than ${most} flags: a component cannot have such a type. Split it into two.`,
				},
			];
		}),
};
