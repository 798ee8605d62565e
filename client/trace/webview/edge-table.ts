/** The table of edges: what the calls over each come to, and what is recorded of them. */
import { duration } from "../format/tree.ts";
import { edgeName, readableFunction } from "../model.ts";
import type { Calls } from "./calls.ts";
import { component } from "./details.ts";
import type { EdgeEvents, EdgeKnowledge } from "./edge-lines.ts";
import { number, part } from "./elements.ts";
import type { Figures } from "./figures.ts";
import { moveBy } from "./keys.ts";
import { levelChoice } from "./mode-control.ts";

const COLUMNS = [
	["edge", "Edge", "Who calls which function of whom"],
	["recorded", "Recorded", "What is recorded of its calls"],
	["count", "Calls", "Calls that were recorded; of how many, where not all of them were"],
	["failed", "Failed", "Calls that returned an error, trapped or did not finish"],
	["bytes", "Bytes", "Bytes of the values that crossed, as they were recorded"],
	["total", "Total", "Time from the beginning to the end of its calls"],
	["self", "Self", "Time without the calls inside of them, and without adapters"],
	["mean", "Mean", "Time of a call"],
	["way", "Adapter", "Of a call, the time for lifting and lowering"],
] as const;

type Column = (typeof COLUMNS)[number][0];

export interface EdgeTableEvents extends EdgeEvents {
	selectEdge(edge: number): void;
	/** Shows the calls over an edge. */
	showCalls(edge: number): void;
}

export class EdgeTable {
	readonly #box: HTMLElement;
	readonly #events: EdgeTableEvents;
	#rows: HTMLElement[] = [];
	#selected: number | null = null;
	/** The edges in the order in which they are shown. */
	#order: readonly number[] = [];
	/** The column that they are sorted by, the most first; null for those that were called before the others. */
	#sorted: Column | null = null;

	constructor(box: HTMLElement, events: EdgeTableEvents) {
		this.#box = box;
		this.#events = events;
		box.addEventListener("keydown", (event) => this.#key(event));
	}

	select(edge: number | null): void {
		this.#selected = edge;
		for (const [index, row] of this.#rows.entries()) {
			const selected = this.#order[index] === edge;
			row.classList.toggle("selected", selected);
			row.setAttribute("aria-selected", String(selected));
			if (selected) row.scrollIntoView({ block: "nearest" });
		}
	}

	focus(): void {
		this.#box.focus({ preventScroll: true });
	}

	/** Shows the edges whose names hold a text. */
	draw(calls: Calls, known: EdgeKnowledge, text: string): void {
		// A list that is open would close.
		if (this.#box.querySelector("select:focus") !== null && known.live) {
			this.#refresh(calls, known);
			return;
		}
		this.#order = this.#arrange(calls, known, text.toLowerCase());
		const titles = part("edge-row columns", "");
		titles.append(
			...COLUMNS.map(([name, label, title]) => {
				const cell = part(name, `${label}${name === this.#sorted ? " ▾" : ""}`);
				cell.title = title;
				cell.addEventListener("click", () => {
					this.#sorted = name === this.#sorted || name === "edge" || name === "recorded" ? null : name;
					this.draw(calls, known, text);
				});
				return cell;
			}),
		);
		this.#rows = this.#order.map((edge) => this.#row(calls, edge, known));
		this.#box.replaceChildren(titles, ...this.#rows);
		this.select(this.#selected);
	}

	#arrange(calls: Calls, { state }: EdgeKnowledge, text: string): readonly number[] {
		const found = calls.edges.flatMap((edge, id) => {
			const names = `${edge.caller} ${edge.callee} ${edgeName(edge)} ${edgeName(edge, true)}`.toLowerCase();
			if (!names.includes(text)) return [];
			const figures = calls.figures.of(calls, id);
			const made = Math.max(figures.calls, state?.counted[id] ?? 0) + (state?.dropped[id] ?? 0);
			return [{ id, weight: weightOf(this.#sorted, figures, made) }];
		});
		// Those that weigh the same stay as they are.
		return found.sort((a, b) => b.weight - a.weight).map(({ id }) => id);
	}

	#row(calls: Calls, edge: number, known: EdgeKnowledge): HTMLElement {
		const row = part("edge-row", "");
		row.setAttribute("role", "row");
		const names = calls.edges[edge] ?? { caller: "?", callee: "?", interface: null, function: "?" };
		const name = part("edge", "");
		name.append(component(names.caller), " → ", component(names.callee), part("called", readableFunction(names.function)));
		name.title = `${names.caller} → ${names.callee} ${edgeName(names, true)}`;
		const recorded = part("recorded", "");
		const mode = known.state?.modes[edge];
		if (mode !== undefined) {
			const choice = levelChoice(mode, known.live, (wanted) => this.#events.setMode(wanted, edge));
			recorded.title = choice.title;
			recorded.append(choice);
		}
		row.append(name, recorded, ...figureCells(calls, edge, known));
		row.addEventListener("click", () => {
			this.focus();
			this.#events.selectEdge(edge);
		});
		row.addEventListener("dblclick", () => this.#events.showCalls(edge));
		return row;
	}

	/** Only the figures, where a cell is in use. */
	#refresh(calls: Calls, known: EdgeKnowledge): void {
		for (const [index, row] of this.#rows.entries()) {
			const edge = this.#order[index] ?? 0;
			for (const cell of figureCells(calls, edge, known)) row.querySelector(`.${cell.className}`)?.replaceWith(cell);
		}
	}

	#key(event: KeyboardEvent): void {
		if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.#box) return;
		const at = this.#selected === null ? -1 : this.#order.indexOf(this.#selected);
		const by = moveBy(event.key, at, 10, this.#order.length);
		const target = by === null ? undefined : this.#order[by];
		if (target !== undefined) this.#events.selectEdge(target);
		else if (event.key === "Enter" && this.#selected !== null) this.#events.showCalls(this.#selected);
		else return;
		event.preventDefault();
	}
}

/** `made` are all calls, recorded or not. */
function weightOf(column: Column | null, figures: Figures, made: number): number {
	const { calls, errors, trapped, unfinished, bytes, total, self, boundary, timed } = figures;
	switch (column) {
		case "count":
			return made;
		case "failed":
			return errors + trapped + unfinished;
		case "bytes":
			return bytes;
		case "total":
			return total;
		case "self":
			return self;
		case "mean":
			return total / Math.max(calls, 1);
		case "way":
			return boundary / Math.max(timed, 1);
		case "edge":
		case "recorded":
		case null:
			return made > 0 ? 1 : 0;
		default: {
			const never: never = column;
			return never;
		}
	}
}

function figureCells(calls: Calls, edge: number, { state, live }: EdgeKnowledge): readonly HTMLElement[] {
	const { calls: count, errors, trapped, unfinished, bytes, total, self, boundary, timed } = calls.figures.of(calls, edge);
	const counted = state?.counted[edge] ?? 0;
	const dropped = state?.dropped[edge] ?? 0;
	const made = Math.max(counted, count + dropped);
	const failed = errors + trapped + (live ? 0 : unfinished);
	const time = (ns: number) => (count === 0 ? "" : duration(ns));
	const cells = [
		part("count", made > count ? `${number(count)} of ${number(made)}` : number(count)),
		part("failed", failed === 0 ? "" : number(failed)),
		part("bytes", bytes === 0 ? "" : number(bytes)),
		part("total", time(total)),
		part("self", time(self)),
		part("mean", time(total / Math.max(count, 1))),
		part("way", timed === 0 ? "" : duration(boundary / timed)),
	];
	const [first] = cells;
	if (first !== undefined && dropped > 0) first.title = `${number(dropped)} were dropped for want of room`;
	return cells;
}
