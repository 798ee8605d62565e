/** All there is to know of one call. */
import { duration } from "../format/tree.ts";
import type { Call } from "../model.ts";
import { readableFunction } from "../model.ts";
import { colourOf } from "./colours.ts";
import { spread } from "./spread.ts";

const OUTCOMES = {
	returned: "returned",
	error: "returned an error",
	trapped: "trapped",
	unfinished: "did not finish",
} as const;

/** Values longer than this are spread over lines, in UTF-16 units. */
const WIDTH = 48;

/** Fills the box with a call; null empties it. `origin` is the time that others are told from, in nanoseconds from the start of the run. */
export function showDetails(box: HTMLElement, call: Call | null, origin: number): void {
	box.replaceChildren();
	box.hidden = call === null;
	if (call === null) return;
	line(box, "function", readableFunction(call.function), "name");
	if (call.interface !== null) line(box, "interface", call.interface);
	line(box, "components", "").append(component(call.caller), " → ", component(call.callee));
	const took = call.end === null ? "" : ` after ${duration(call.end - call.start)}`;
	line(box, "outcome", `${OUTCOMES[call.outcome]}${took}`, call.outcome);
	line(box, "started", `${duration(call.start - origin)} after the first call`);
	if (call.args === null) line(box, "arguments", "their types are not known");
	else for (const [i, value] of call.args.entries()) line(box, i === 0 ? "arguments" : "", spread(value, WIDTH), "value");
	if (call.result !== null) line(box, "result", spread(call.result, WIDTH), `value ${call.outcome}`);
}

function line(box: HTMLElement, label: string, text: string, kind = ""): HTMLElement {
	const name = document.createElement("dt");
	name.textContent = label;
	const value = document.createElement("dd");
	value.textContent = text;
	value.className = kind;
	box.append(name, value);
	return value;
}

/** A component's name with the mark of its colour. */
export function component(name: string): HTMLElement {
	const label = document.createElement("span");
	label.className = "component";
	const chip = document.createElement("span");
	chip.className = "chip";
	chip.style.background = colourOf(name);
	label.append(chip, name);
	return label;
}
