/** What other interfaces and worlds can see of an interface: its types and its gates, not its functions. */
import type { Gate, InterfaceDeclaration, TypeDeclaration } from "./declarations.ts";
import { pathText } from "./mentions.ts";
import { typeText } from "./type-text.ts";

/** While this text is the same, nothing that uses the interface has to be looked at again. */
export function visibleText({ gates, members }: InterfaceDeclaration): string {
	const lines = members.flatMap((member) => {
		switch (member.kind) {
			case "type":
				return [typeLine(member)];
			case "use": {
				const names = member.names.map(({ name, alias }) => `${name.text} ${alias?.text ?? ""}`);
				return [`use ${pathText(member.path)} ${names.join()} ${gatesText(member.gates)}`];
			}
			case "function":
				return [];
			default: {
				const impossible: never = member;
				return impossible;
			}
		}
	});
	return [gatesText(gates), ...lines].join("\n");
}

function typeLine({ name, gates, body }: TypeDeclaration): string {
	return `${body.form} ${name.text} ${gatesText(gates)} ${bodyText(body)}`;
}

function bodyText(body: TypeDeclaration["body"]): string {
	switch (body.form) {
		case "alias":
			return typeText(body.type);
		case "resource":
			return "";
		case "record":
		case "variant":
		case "enum":
		case "flags":
			return body.parts.map(({ name, type }) => `${name.text} ${type === null ? "" : typeText(type)}`).join();
		default: {
			const impossible: never = body;
			return impossible;
		}
	}
}

function gatesText(gates: readonly Gate[]): string {
	return gates.map((gate) => JSON.stringify(gate, (key, value) => (key === "span" ? undefined : value))).join();
}
