import { declaredTypes, type Part } from "../../wit/semantic/index.ts";
import type { Finding, Rule } from "./rule.ts";

/** Fields of a record, cases of a variant or enum, and flags have a name each; names that differ by upper and lower case alone are the same in a component. */
export const duplicatePart: Rule = {
	code: "duplicate-part",
	class: "parser",
	severity: "error",
	inText: (passage) =>
		declaredTypes(passage).flatMap(({ name, body }) => {
			if (body.form === "alias" || body.form === "resource") return [];
			const what = body.form === "record" ? "field" : body.form === "flags" ? "flag" : "case";
			return repeated(body.parts).map(([part, first]): Finding => {
				const related = [{ path: passage.file.path, span: first.name.span, message: "the first one" }];
				const place = { span: part.name.span, related };
				if (part.name.text === first.name.text) {
					return { ...place, message: `\`${name.text}\` has a ${what} \`${part.name.text}\` already. Rename or remove one.` };
				}
				const message = `The ${what} \`${part.name.text}\` differs from \`${first.name.text}\` by upper and lower case alone, so a component cannot have both. Rename one.`;
				return { ...place, message, severity: "warning", class: "encoding" };
			});
		}),
};

function repeated(parts: readonly Part[]): readonly (readonly [Part, Part])[] {
	const seen = new Map<string, Part>();
	return parts.flatMap((part) => {
		const folded = part.name.text.toLowerCase();
		const first = seen.get(folded);
		if (first === undefined) seen.set(folded, part);
		return first === undefined ? [] : [[part, first] as const];
	});
}
