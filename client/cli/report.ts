/** Messages for people on standard error: where, what, what to do. */

import type { CallPlace, Problem, Trap } from "../run/index.ts";
import { edgeName } from "../trace/index.ts";

export function problemText({ where, message, excerpt, help, others }: Problem): string {
	const place = where === null ? "" : `${where}: `;
	const advice = help === null ? "" : `  help: ${help}\n`;
	return `error: ${place}${message}\n${excerpt ?? ""}${advice}${(others ?? []).map(problemText).join("")}`;
}

/** A trap with the names of component, interface and function, innermost first, then the places in core modules. */
export function trapText({ message, stack, core, help }: Trap): string {
	const [innermost, ...outer] = stack;
	const lines = [`error: ${innermost === undefined ? "" : `${placeText(innermost)}: `}trap: ${message}`];
	for (const place of outer) lines.push(`  called from ${placeText(place)}`);
	for (const { module, function: name, index, offset } of core) {
		lines.push(`    at ${name ?? `function ${index}`} of ${module}, byte 0x${offset.toString(16)}`);
	}
	if (help !== null) lines.push(`  help: ${help}`);
	return `${lines.join("\n")}\n`;
}

/** `component pricing, shop:checkout/pricing@0.1.0#price`. */
function placeText({ component, interface: iface, function: name }: CallPlace): string {
	return `component ${component}, ${edgeName({ caller: "", callee: component, interface: iface, function: name }, true)}`;
}
