/** Problems and traps as the editor shows them: a line for each problem, as it is a message; several for a trap, as it is output. */
import type { CallPlace, Problem, Trap } from "../run/index.ts";

export function problemMessage({ where, message, help, others }: Problem): string {
	const line = `${where === null ? "" : `${where}: `}${message}${help === null ? "" : `. Help: ${help}`}`;
	return [line, ...(others ?? []).map(problemMessage)].join("\n");
}

export function trapMessage({ message, stack, help }: Trap): string {
	const [innermost, ...outer] = stack;
	const lines = [`trap: ${message}${innermost === undefined ? "" : ` in ${placeText(innermost)}`}`];
	for (const place of outer) lines.push(`  called from ${placeText(place)}`);
	if (help !== null) lines.push(`  help: ${help}`);
	return lines.join("\n");
}

/** `component pricing, shop:checkout/pricing@0.1.0#price`. */
export function placeText({ component, interface: iface, function: name }: CallPlace): string {
	return `component ${component}, ${iface === null ? name : `${iface}#${name}`}`;
}
