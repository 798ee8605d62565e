/** The list of calls: only the rows on the screen are in the document, however long the trace is. */
import { duration } from "../format/tree.ts";
import type { Call } from "../model.ts";
import { readableFunction } from "../model.ts";
import type { Calls } from "./calls.ts";
import { component } from "./details.ts";
import { part } from "./elements.ts";
import { moveBy } from "./keys.ts";
import { listedRows, type Rows, TreeRows } from "./rows.ts";
import { Scroller } from "./scroller.ts";
import type { Values } from "./values.ts";

const INDENT = 14;
/** Deeper calls are not moved further to the right. */
const MOST_INDENTS = 40;
/** How much of arguments and results a row shows, in UTF-16 units; the rest is in the details. */
const SHOWN = 160;

export interface ListEvents {
	select(id: number): void;
	open(id: number): void;
	toggle(id: number): void;
	zoom(id: number): void;
	copy(id: number): void;
}

const COLUMNS = [
	["name", "Call"],
	["values", "Arguments and result"],
	["started", "Start"],
	["took", "Time"],
] as const;

export class CallList {
	readonly #calls: Calls;
	readonly #values: Values;
	readonly #box: HTMLElement;
	readonly #scroller: Scroller;
	readonly #events: ListEvents;
	#rows: Rows = listedRows(new Uint32Array(0));
	#selected: number | null = null;
	/** Whether the list follows the newest call: until the user scrolls away from the end. */
	#follows: boolean;
	/** Whether calls may still end. */
	running: boolean;

	constructor(box: HTMLElement, calls: Calls, values: Values, events: ListEvents, live: boolean) {
		this.#box = box;
		this.#calls = calls;
		this.#values = values;
		this.#events = events;
		this.#follows = live;
		this.running = live;
		const titles = part("columns", "");
		titles.append(...COLUMNS.map(([name, text]) => part(name, text)));
		box.append(titles);
		this.#scroller = new Scroller(box, () => {
			this.#follows &&= this.#scroller.isAtEnd;
			this.draw();
		});
		box.addEventListener("keydown", (event) => this.#key(event));
		new ResizeObserver(() => this.show(this.#rows)).observe(box);
	}

	show(rows: Rows): void {
		this.#rows = rows;
		this.#scroller.resize(rows.length);
		if (this.#follows) this.#scroller.toEnd();
		this.draw();
	}

	/** Marks a call and brings it into sight. */
	select(id: number | null): void {
		this.#selected = id;
		this.#follows = false;
		const position = id === null ? -1 : this.#rows.rowOf(id);
		if (position >= 0) this.#scroller.reveal(position);
		this.draw();
	}

	focus(): void {
		this.#box.focus({ preventScroll: true });
	}

	draw(): void {
		const { first, count } = this.#scroller;
		const shown: number[] = [];
		for (let row = first; row < first + count; row++) {
			const id = this.#rows.at(row);
			if (id !== undefined) shown.push(id);
		}
		this.#values.want(shown);
		this.#scroller.fill(shown.map((id, index) => this.#row(id, first + index)));
		if (this.#selected === null) this.#box.removeAttribute("aria-activedescendant");
		else this.#box.setAttribute("aria-activedescendant", `call-${this.#selected}`);
	}

	#isFolded(id: number): boolean {
		return this.#rows instanceof TreeRows && this.#rows.isFolded(id);
	}

	#row(id: number, position: number): HTMLElement {
		const calls = this.#calls;
		const edge = calls.edgeNamed(id);
		const outcome = calls.outcomeOf(id);
		const selected = id === this.#selected;
		const depth = this.#rows.nested ? calls.depthOf(id) : 0;
		const parent = this.#rows.nested && calls.hasChildren(id);
		const open = !this.#isFolded(id);
		const line = part(`row ${outcome}${selected ? " selected" : ""}`, "");
		line.id = `call-${id}`;
		line.style.top = `${this.#scroller.placeOf(position)}px`;
		line.setAttribute("role", "treeitem");
		line.setAttribute("aria-level", String(depth + 1));
		line.setAttribute("aria-selected", String(selected));
		if (parent) line.setAttribute("aria-expanded", String(open));
		line.title = `${edge.caller} → ${edge.callee}`;

		const name = part("name", "");
		name.style.paddingLeft = `${Math.min(depth, MOST_INDENTS) * INDENT}px`;
		const twisty = part("twisty", parent ? (open ? "▾" : "▸") : "");
		twisty.addEventListener("click", (event) => {
			event.stopPropagation();
			if (parent) this.#events.toggle(id);
		});
		name.append(twisty, component(edge.callee), part("function", readableFunction(edge.function)));

		const end = calls.endOf(id);
		const start = calls.startOf(id);
		line.append(name, this.#valuesOf(id), part("started", duration(start - calls.earliest)));
		line.append(part("took", end === null ? "" : duration(end - start)));
		line.addEventListener("click", () => {
			this.focus();
			this.#events.select(id);
			this.#events.open(id);
		});
		line.addEventListener("dblclick", () => this.#events.zoom(id));
		return line;
	}

	#valuesOf(id: number): HTMLElement {
		const values = part("values", "");
		const call = this.#values.of(id);
		const given = call === undefined ? "" : `(${cut(call.args === null ? "?" : call.args.join(", "))})`;
		values.append(part("arguments", given), part("result", this.#resultOf(id, call)));
		return values;
	}

	#resultOf(id: number, call: Call | undefined): string {
		const outcome = this.#calls.outcomeOf(id);
		switch (outcome) {
			case "returned":
			case "error":
				return call === undefined || call.result === null ? "" : `→ ${cut(call.result)}`;
			case "trapped":
				return "⚡ trapped";
			case "unfinished":
				return this.running ? "… running" : "… not finished";
			default: {
				const never: never = outcome;
				return never;
			}
		}
	}

	#key(event: KeyboardEvent): void {
		if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c" && this.#selected !== null) {
			// What is marked with the mouse is copied as everywhere.
			if (!(getSelection()?.isCollapsed ?? true)) return;
			this.#events.copy(this.#selected);
			event.preventDefault();
			return;
		}
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const at = this.#selected === null ? -1 : this.#rows.rowOf(this.#selected);
		const by = moveBy(event.key, at, this.#scroller.page, this.#rows.length);
		if (by !== null) {
			const target = this.#rows.at(by);
			if (target !== undefined) this.#events.select(target);
		} else if (!this.#act(event.key)) return;
		event.preventDefault();
	}

	/** What a key does to the selected call; false where it does nothing. */
	#act(key: string): boolean {
		if (key === "n" || key === "p") return this.#toFailure(key === "n" ? 1 : -1);
		const id = this.#selected;
		if (id === null) return false;
		const parent = this.#rows.nested && this.#calls.hasChildren(id);
		const open = parent && !this.#isFolded(id);
		switch (key) {
			case "ArrowRight":
				if (parent && !open) this.#events.toggle(id);
				else this.#events.select(this.#rows.at(this.#rows.rowOf(id) + 1) ?? id);
				return true;
			case "ArrowLeft":
				if (open) this.#events.toggle(id);
				else this.#events.select(this.#calls.parentOf(id) ?? id);
				return true;
			case "Enter":
				this.#events.open(id);
				return true;
			case "z":
				this.#events.zoom(id);
				return true;
			case "c":
				this.#events.copy(id);
				return true;
			default:
				return false;
		}
	}

	/** Goes to the next row, or the one before, whose call returned an error, trapped or did not end. */
	#toFailure(step: 1 | -1): boolean {
		let row = (this.#selected === null ? -1 : this.#rows.rowOf(this.#selected)) + step;
		for (; row >= 0 && row < this.#rows.length; row += step) {
			const id = this.#rows.at(row);
			if (id === undefined || this.#calls.outcomeOf(id) === "returned") continue;
			this.#events.select(id);
			break;
		}
		return true;
	}
}

function cut(text: string): string {
	return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
