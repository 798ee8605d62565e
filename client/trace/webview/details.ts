/** All there is to know of one call. */
import { duration } from "../format/tree.ts";
import type { Call } from "../model.ts";
import { edgeName } from "../model.ts";

const OUTCOMES = {
	returned: "returned",
	error: "returned an error",
	trapped: "trapped",
	unfinished: "did not finish",
} as const;

/** Fills the box with a call; null empties it. */
export function showDetails(box: HTMLElement, call: Call | null): void {
	box.replaceChildren();
	box.hidden = call === null;
	if (call === null) return;
	const time = call.end === null ? "" : `, ${duration(call.end - call.start)}`;
	line(box, "function", edgeName(call, true));
	line(box, "from", `${call.caller} → ${call.callee}, ${OUTCOMES[call.outcome]}${time}, started at ${duration(call.start)}`);
	if (call.args === null) line(box, "arguments", "their types are not known");
	else for (const [i, value] of call.args.entries()) line(box, i === 0 ? "arguments" : "", value, "value");
	if (call.result !== null) line(box, "result", call.result, "value");
}

function line(box: HTMLElement, label: string, text: string, kind = ""): void {
	const name = document.createElement("dt");
	name.textContent = label;
	const value = document.createElement("dd");
	value.textContent = text;
	value.className = kind;
	box.append(name, value);
}
