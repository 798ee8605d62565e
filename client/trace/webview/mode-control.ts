/** Says what is recorded of an edge, or of all, and lets it be changed while the run goes on. */
import { LEVELS } from "../edge-rules.ts";
import type { EdgeMode } from "../recording/call-ring.ts";

const LABELS = { off: "off", count: "count only", time: "time", values: "values" } as const;

/** A list to choose from. `mode` is null where edges differ. */
export function levelChoice(mode: EdgeMode | null, enabled: boolean, change: (mode: EdgeMode) => void): HTMLSelectElement {
	const select = document.createElement("select");
	select.setAttribute("aria-label", "What is recorded");
	if (mode === null) select.append(new Option("mixed", "mixed", true, true));
	for (const level of LEVELS) {
		const selected = level === mode?.level;
		select.append(
			new Option(
				selected && mode !== null && isPart(mode) ? `${LABELS[level]}, in part` : LABELS[level],
				level,
				selected,
				selected,
			),
		);
	}
	select.disabled = !enabled;
	select.title = enabled ? "What is recorded from the next call on" : "The run is over: this is what was recorded at its end";
	select.addEventListener("change", () => {
		const level = LEVELS.find((each) => each === select.value);
		if (level !== undefined) change({ ...withoutSpent(mode), level });
	});
	select.addEventListener("click", (event) => event.stopPropagation());
	return select;
}

/** All that can be said: the level, one in so many, the first so many, failures only. */
export function modeForm(mode: EdgeMode, enabled: boolean, change: (mode: EdgeMode) => void): HTMLElement {
	const form = document.createElement("div");
	form.className = "mode";
	const every = field(String(mode.every ?? 1), "one in", enabled, "Record one in so many calls", (count) =>
		change({ ...withoutSpent(mode), every: count ?? 1 }),
	);
	const first = field(
		mode.first === undefined ? "" : String(mode.first),
		"first",
		enabled,
		"Record only so many calls from now on",
		(count) => {
			const { first: _, ...rest } = mode;
			change(count === null ? rest : { ...rest, first: count });
		},
	);
	const failures = document.createElement("label");
	const box = document.createElement("input");
	box.type = "checkbox";
	box.checked = mode.failuresOnly === true;
	box.disabled = !enabled;
	box.addEventListener("change", () => change({ ...withoutSpent(mode), failuresOnly: box.checked }));
	failures.append(box, "failures only");
	failures.title = "Keep only calls that return an error, trap or never end, and those around them";
	form.append(levelChoice(mode, enabled, change), every, first, failures);
	return form;
}

function isPart({ every = 1, first, failuresOnly = false }: EdgeMode): boolean {
	return every > 1 || first !== undefined || failuresOnly;
}

/** Where the first so many calls were recorded already, what comes next is not about them. */
function withoutSpent(mode: EdgeMode | null): Partial<EdgeMode> & { level: EdgeMode["level"] } {
	if (mode === null) return { level: "off" };
	const { first, ...rest } = mode;
	return first === undefined || first === 0 ? rest : mode;
}

/** A number of 1 or more; null for an empty field. */
function field(
	value: string,
	text: string,
	enabled: boolean,
	title: string,
	change: (count: number | null) => void,
): HTMLElement {
	const label = document.createElement("label");
	const input = document.createElement("input");
	input.type = "number";
	input.min = "1";
	input.value = value;
	input.disabled = !enabled;
	input.addEventListener("change", () => {
		const count = Math.floor(Number(input.value));
		if (input.value === "") change(null);
		else if (count >= 1) change(count);
	});
	label.title = title;
	label.append(text, input);
	return label;
}
