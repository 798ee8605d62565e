/** The line above the calls: how many there are and how they ended, whether the run goes on, what is recorded, and whose colours are whose. */
import { edgeModeText } from "../edge-rules.ts";
import { duration } from "../format/tree.ts";
import type { EdgeMode } from "../recording/call-ring.ts";
import type { Calls } from "./calls.ts";
import { component } from "./details.ts";
import type { EdgeKnowledge } from "./edge-lines.ts";
import { number } from "./elements.ts";
import { levelChoice } from "./mode-control.ts";

interface Seen {
	readonly calls: Calls;
	readonly known: EdgeKnowledge;
	/** Empty where nothing is shown. */
	readonly title: string;
	/** How many calls there are, with those that have not come yet. */
	readonly expected: number;
	/** How many calls hold the text that is looked for; null where none is. */
	readonly found: number | null;
	/** How much of their values was looked at, from 0 to 1; null where nothing is left to be looked at. */
	readonly progress: number | null;
}

export class Header {
	readonly #element: (id: string) => HTMLElement;
	readonly #setMode: (mode: EdgeMode) => void;
	/** The edges that were called: their components are in the legend. */
	readonly #called = new Set<number>();

	/** `element` finds a part of the page; `setMode` says what is recorded of all edges. */
	constructor(element: (id: string) => HTMLElement, setMode: (mode: EdgeMode) => void) {
		this.#element = element;
		this.#setMode = setMode;
	}

	/** Another trace is shown. */
	begin(): void {
		this.#called.clear();
	}

	draw(seen: Seen): void {
		this.#element("summary").textContent = summary(seen);
		this.#drawState(seen);
		this.#drawLegend(seen.calls);
	}

	#drawState({ known, title }: Seen): void {
		const mark = this.#element("live");
		mark.hidden = title === "";
		mark.className = known.live ? "on" : "";
		mark.textContent = known.live ? "running" : "ended";
		mark.title = known.live ? "The run goes on: calls are shown as they happen" : "No further calls come";
		const all = this.#element("all");
		all.hidden = known.state === null;
		if (known.state === null || all.contains(document.activeElement)) return;
		const texts = new Set(known.state.modes.map(edgeModeText));
		const [mode] = known.state.modes;
		all.replaceChildren("Record ", levelChoice(texts.size === 1 ? (mode ?? null) : null, known.live, this.#setMode));
	}

	/** Names the components that were called, in order of their edges. */
	#drawLegend(calls: Calls): void {
		const before = this.#called.size;
		for (let edge = 0; edge < calls.edges.length; edge++) {
			if (!this.#called.has(edge) && calls.figures.callsOf(edge) > 0) this.#called.add(edge);
		}
		if (this.#called.size === before && before > 0) return;
		const names = new Set([...this.#called].map((edge) => calls.edges[edge]?.callee ?? "?"));
		this.#element("legend").replaceChildren(...[...names].map(component));
	}
}

function summary({ calls, known, title, expected, found, progress }: Seen): string {
	const { length, dropped, earliest, latest } = calls;
	const parts = [`${number(length)} ${length === 1 ? "call" : "calls"}`];
	if (found !== null) parts.unshift(`${number(found)} of`);
	const text = [parts.join(" ")];
	if (progress !== null) text.push(`looking into values: ${Math.floor(progress * 100)} %`);
	if (length < expected) text.push(`reading: ${Math.floor((length / expected) * 100)} % of ${number(expected)}`);
	if (calls.count("error") > 0) text.push(`${number(calls.count("error"))} returned an error`);
	if (calls.count("trapped") > 0) text.push(`${number(calls.count("trapped"))} trapped`);
	const open = calls.count("unfinished");
	if (open > 0) text.push(`${number(open)} ${known.live ? "running" : "did not finish"}`);
	if (dropped > 0) text.push(`${number(dropped)} more not kept`);
	if (length > 0) text.push(duration(latest - earliest));
	if (title !== "") text.push(title);
	return text.join(" · ");
}
