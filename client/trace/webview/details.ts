/** All there is to know of one call. */
import { duration } from "../format/tree.ts";
import type { Call } from "../model.ts";
import { readableFunction } from "../model.ts";
import type { Calls } from "./calls.ts";
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

/** Lines about a call. `values` are missing as long as they are on their way. */
export function callLines(box: HTMLElement, calls: Calls, id: number, values: Call | undefined, running: boolean): void {
	const edge = calls.edgeNamed(id);
	const outcome = calls.outcomeOf(id);
	const start = calls.startOf(id);
	const end = calls.endOf(id);
	line(box, "function", readableFunction(edge.function), "name");
	if (edge.interface !== null) line(box, "interface", edge.interface);
	line(box, "components", "").append(component(edge.caller), " → ", component(edge.callee));
	const took = end === null ? "" : ` after ${duration(end - start)}`;
	line(box, "outcome", `${running && outcome === "unfinished" ? "still running" : OUTCOMES[outcome]}${took}`, outcome);
	line(box, "started", `${duration(start - calls.earliest)} after the first call`);
	if (values === undefined) return;
	const { to = null, back = null } = values.boundary ?? {};
	const ways = [
		...(to === null ? [] : [`${duration(to)} on the way there`]),
		...(back === null ? [] : [`${duration(back)} on the way back`]),
	];
	if (ways.length > 0) line(box, "adapter", `${ways.join(", ")} for lifting and lowering`);
	if (values.args === null) line(box, "arguments", NO_VALUES);
	else for (const [i, value] of values.args.entries()) text(box, i === 0 ? "arguments" : "", value, "value");
	if (values.result !== null) text(box, "result", values.result, `value ${outcome}`);
	if ([...(values.args ?? []), values.result ?? ""].some(isCut))
		line(box, "", "… stands for what was not recorded: values are kept up to 64 KiB");
}

const NO_VALUES = "not recorded, or their types are not known";

/** Whether some of a value is missing: outside of texts nothing else is written so. */
function isCut(value: string): boolean {
	return value.includes("…") && value.replace(/"(?:[^"\\]|\\.)*"/g, "").includes("…");
}

/** A value, spread over lines, that can be copied. */
function text(box: HTMLElement, label: string, value: string, kind: string): void {
	const cell = line(box, label, spread(value, WIDTH), kind);
	cell.dataset["copy"] = value;
	cell.tabIndex = 0;
	cell.title = "Click: copy";
}

export function line(box: HTMLElement, label: string, value: string, kind = ""): HTMLElement {
	const name = document.createElement("dt");
	name.textContent = label;
	const cell = document.createElement("dd");
	cell.textContent = value;
	cell.className = kind;
	box.append(name, cell);
	return cell;
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
