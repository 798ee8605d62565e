import { declaredTypes, difference, folded, isName, type Part } from "../../wit/semantic/index.ts";
import type { Finding, Rule } from "./rule.ts";

/** Fields of a record, cases of a variant or enum, and flags have a name each; names that differ by upper and lower case or `-` alone are the same in a component. */
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
				const apart = difference(part.name.text, first.name.text);
				if (apart === null) {
					return { ...place, message: `\`${name.text}\` has a ${what} \`${part.name.text}\` already. Rename or remove one.` };
				}
				const message = `The ${what} \`${part.name.text}\` differs from \`${first.name.text}\` by ${apart}, so a component cannot have both. Rename one.`;
				return { ...place, message, severity: "warning", class: "encoding" };
			});
		}),
};

/** Parts with the earlier one of the same name or, where there is none, of a similar one. What is no name has its own mistake. */
function repeated(parts: readonly Part[]): readonly (readonly [Part, Part])[] {
	const exact = new Map<string, Part>();
	const similar = new Map<string, Part>();
	return parts.flatMap((part) => {
		const { text } = part.name;
		const same = exact.get(text);
		if (same !== undefined) return [[part, same] as const];
		exact.set(text, part);
		if (!isName(text)) return [];
		const first = similar.get(folded(text));
		if (first === undefined) similar.set(folded(text), part);
		return first === undefined ? [] : [[part, first] as const];
	});
}
