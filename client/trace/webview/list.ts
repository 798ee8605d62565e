/** The tree of calls: only the rows on the screen are in the document, however long the trace is. */
import { duration } from "../format/tree.ts";
import type { TreeRow } from "../layout.ts";
import type { Call, CallTrace } from "../model.ts";
import { readableFunction } from "../model.ts";
import { colourOf } from "./colours.ts";

/** In CSS pixels; the style sheet says the same. */
const ROW_HEIGHT = 22;
/** How much of arguments and results a row shows, in UTF-16 units; the rest is in the details. */
const SHOWN = 120;

export interface ListEvents {
	select(id: number): void;
	open(id: number): void;
	toggle(id: number): void;
}

const MARKS = { returned: "", error: "✗", trapped: "⚡", unfinished: "…" } as const;

export class CallList {
	readonly #trace: CallTrace;
	readonly #box: HTMLElement;
	readonly #spacer = document.createElement("div");
	readonly #events: ListEvents;
	#rows: readonly TreeRow[] = [];
	#selected: number | null = null;
	/** Whether the list follows the newest call: until the user scrolls away from the end. */
	#follows = true;

	constructor(box: HTMLElement, trace: CallTrace, events: ListEvents) {
		this.#box = box;
		this.#trace = trace;
		this.#events = events;
		box.append(this.#spacer);
		this.#spacer.className = "spacer";
		box.addEventListener("scroll", () => {
			this.#follows = box.scrollTop + box.clientHeight >= box.scrollHeight - ROW_HEIGHT;
			this.draw();
		});
		box.addEventListener("keydown", (event) => this.#key(event));
		new ResizeObserver(() => this.draw()).observe(box);
	}

	show(rows: readonly TreeRow[]): void {
		this.#rows = rows;
		this.#spacer.style.height = `${rows.length * ROW_HEIGHT}px`;
		if (this.#follows) this.#box.scrollTop = this.#box.scrollHeight;
		this.draw();
	}

	/** Marks a call and brings it into sight. */
	select(id: number | null): void {
		this.#selected = id;
		const position = this.#rows.findIndex((row) => row.id === id);
		if (position >= 0) {
			const top = position * ROW_HEIGHT;
			if (top < this.#box.scrollTop) this.#box.scrollTop = top;
			else if (top + ROW_HEIGHT > this.#box.scrollTop + this.#box.clientHeight)
				this.#box.scrollTop = top + ROW_HEIGHT - this.#box.clientHeight;
		}
		this.draw();
	}

	draw(): void {
		const first = Math.max(Math.floor(this.#box.scrollTop / ROW_HEIGHT) - 2, 0);
		const count = Math.ceil(this.#box.clientHeight / ROW_HEIGHT) + 4;
		const shown = this.#rows.slice(first, first + count).map((row, i) => this.#row(row, first + i));
		this.#spacer.replaceChildren(...shown);
	}

	#row(row: TreeRow, position: number): HTMLElement {
		const call = this.#trace.call(row.id);
		const line = document.createElement("div");
		line.className = `row ${call.outcome}${row.id === this.#selected ? " selected" : ""}`;
		line.style.top = `${position * ROW_HEIGHT}px`;
		line.dataset["call"] = String(row.id);
		line.setAttribute("role", "treeitem");
		line.setAttribute("aria-level", String(row.depth + 1));
		if (row.children > 0) line.setAttribute("aria-expanded", String(row.open));
		line.title = `${call.caller} → ${call.callee}`;
		const twisty = part("twisty", row.children > 0 ? (row.open ? "▾" : "▸") : "");
		twisty.style.marginLeft = `${row.depth * 14}px`;
		twisty.addEventListener("click", (event) => {
			event.stopPropagation();
			this.#events.toggle(row.id);
		});
		const callee = part("callee", call.callee);
		callee.style.color = colourOf(call.callee);
		line.append(twisty, part("mark", MARKS[call.outcome]), callee, part("function", readableFunction(call.function)));
		line.append(part("arguments", `(${cut(argumentsOf(call))})`));
		if (call.result !== null) line.append(part("result", `→ ${cut(call.result)}`));
		line.append(part("time", call.end === null ? "" : duration(call.end - call.start)));
		line.addEventListener("click", () => {
			this.#box.focus({ preventScroll: true });
			this.#events.select(row.id);
			this.#events.open(row.id);
		});
		return line;
	}

	#key(event: KeyboardEvent): void {
		const position = this.#rows.findIndex((row) => row.id === this.#selected);
		const row = this.#rows[position];
		const go = (to: number) => {
			const target = this.#rows[Math.min(Math.max(to, 0), this.#rows.length - 1)];
			if (target !== undefined) this.#events.select(target.id);
		};
		const page = Math.max(Math.floor(this.#box.clientHeight / ROW_HEIGHT) - 1, 1);
		switch (event.key) {
			case "ArrowDown":
				go(position + 1);
				break;
			case "ArrowUp":
				go(position - 1);
				break;
			case "PageDown":
				go(position + page);
				break;
			case "PageUp":
				go(position - page);
				break;
			case "Home":
				go(0);
				break;
			case "End":
				go(this.#rows.length - 1);
				break;
			case "ArrowRight":
				if (row !== undefined && row.children > 0 && !row.open) this.#events.toggle(row.id);
				else go(position + 1);
				break;
			case "ArrowLeft":
				if (row === undefined) return;
				if (row.children > 0 && row.open) this.#events.toggle(row.id);
				else this.#events.select(this.#trace.parentOf(row.id) ?? row.id);
				break;
			case "Enter":
				if (row !== undefined) this.#events.open(row.id);
				break;
			default:
				return;
		}
		event.preventDefault();
	}
}

function part(name: string, text: string): HTMLElement {
	const span = document.createElement("span");
	span.className = name;
	span.textContent = text;
	return span;
}

/** The arguments as WAVE, or a mark where their types are not known. */
export function argumentsOf(call: Call): string {
	return call.args === null ? "?" : call.args.join(", ");
}

function cut(text: string): string {
	return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
