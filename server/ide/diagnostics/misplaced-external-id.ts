import type { Gate, TopItem } from "../../wit/semantic/index.ts";
import type { Finding, Rule } from "./rule.ts";

/**
 * `@external-id` stands on imports and exports, and on the types, functions and methods of an interface, behind the feature gates (WIT.md, "Item: world", "Item:
 * interface"). Newer versions of the reference parser refuse it in some other places, older ones drop it there.
 */
export const misplacedExternalId: Rule = {
	code: "misplaced-external-id",
	class: "specification",
	severity: "warning",
	inText: ({ items, nested }) => [...items, ...nested.flatMap((inner) => inner.items)].flatMap(misplaced),
};

function misplaced(item: TopItem): readonly Finding[] {
	if (item.kind === "top-use") return [];
	const inside = item.members.flatMap((member) => {
		switch (member.kind) {
			case "use":
			case "include":
				return findings(member.gates, `a \`${member.kind}\``);
			case "type":
				if (item.kind === "world") return findings(member.gates, "a type of a world");
				return [member, ...(member.body.form === "resource" ? member.body.functions : [])].flatMap(tooEarly);
			case "extern":
			case "function":
				return tooEarly(member);
			default: {
				const impossible: never = member;
				return impossible;
			}
		}
	});
	return [...findings(item.gates, item.kind === "world" ? "a world" : "an interface"), ...inside];
}

function findings(gates: readonly Gate[], what: string): readonly Finding[] {
	const message = `\`@external-id\` has no place on ${what}. Put it on imports and exports, or on what an interface declares.`;
	return gates.flatMap((gate) => (gate.kind === "external-id" ? [{ span: gate.span, message }] : []));
}

function tooEarly({ gates }: { readonly gates: readonly Gate[] }): readonly Finding[] {
	const [first, ...others] = gates;
	if (first?.kind !== "external-id" || others.every(({ kind }) => kind === "external-id")) return [];
	return [{ span: first.span, message: "`@external-id` stands behind the feature gates. Put it last." }];
}
