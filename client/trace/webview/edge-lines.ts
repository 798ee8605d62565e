/** All there is to know of an edge: what is generated for it, what its calls come to, and what is recorded of them. */
import { duration } from "../format/tree.ts";
import type { EdgePlan } from "../messages.ts";
import type { EdgeMode } from "../recording/call-ring.ts";
import type { Calls } from "./calls.ts";
import { line } from "./details.ts";
import { button, number } from "./elements.ts";
import { modeForm } from "./mode-control.ts";

/** What is known of the edges beside their calls. */
export interface EdgeKnowledge {
	readonly plans: readonly (EdgePlan | null)[];
	/** Null where it cannot be switched what is recorded. */
	readonly state: {
		readonly modes: readonly EdgeMode[];
		readonly counted: readonly number[];
		readonly dropped: readonly number[];
	} | null;
	/** Whether the run goes on. */
	readonly live: boolean;
	/** Whether the text of what is generated can be shown. */
	readonly hasText: boolean;
}

export interface EdgeEvents {
	setMode(mode: EdgeMode, edge: number | null): void;
	showText(edge: number): void;
}

const KINDS = {
	between: "between two components",
	export: "an export that the host calls",
	import: "an import that the host provides",
} as const;

export function edgeLines(box: HTMLElement, calls: Calls, edge: number, known: EdgeKnowledge, events: EdgeEvents): void {
	planLines(box, edge, known, events);
	const { calls: count, errors, trapped, unfinished, ...sums } = calls.figures.of(calls, edge);
	const { total, self, boundary, timed, bytes } = sums;
	line(box, "calls", countText(count, known.state?.counted[edge] ?? 0, known.state?.dropped[edge] ?? 0));
	const failed = [
		[errors, "returned an error"],
		[trapped, "trapped"],
		[unfinished, known.live ? "still running" : "did not finish"],
	] as const;
	const text = failed.filter(([found]) => found > 0).map(([found, what]) => `${number(found)} ${what}`);
	if (text.length > 0) line(box, "", text.join(", "));
	if (count > 0) {
		line(box, "time", `${duration(total)} in all, ${duration(self)} without the calls inside, ${duration(total / count)} each`);
		if (timed > 0) line(box, "adapter", `${duration(boundary)} in all, ${duration(boundary / timed)} each: lifting and lowering`);
		line(box, "bytes", `${number(bytes)} crossed with the values that were recorded`);
	}
	const mode = known.state?.modes[edge];
	if (mode !== undefined) {
		line(box, "recorded", "").append(modeForm(mode, known.live, (wanted) => events.setMode(wanted, edge)));
	}
}

function planLines(box: HTMLElement, edge: number, { plans, hasText }: EdgeKnowledge, events: EdgeEvents): void {
	const plan = plans[edge] ?? null;
	if (plan === null) return;
	line(box, "kind", `${KINDS[plan.kind]}, strings in ${plan.encoding}`);
	line(box, "core", `(func${plan.core === "" ? "" : ` ${plan.core}`})`, "code");
	const generated = line(box, "generated", plan.generated.join("; "));
	if (hasText)
		generated.append(
			" ",
			button("Show WAT", "What is generated for this edge, as a document", () => events.showText(edge)),
		);
}

/** `7`, or how many of how many, and how many found no room. */
function countText(recorded: number, counted: number, dropped: number): string {
	const made = counted > recorded ? `${number(recorded)} recorded of ${number(counted)} counted` : `${number(recorded)} recorded`;
	return dropped > 0 ? `${made}, ${number(dropped)} dropped for want of room` : made;
}
