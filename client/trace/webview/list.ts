/** The tree of calls: only the rows on the screen are in the document, however long the trace is. */
import { duration } from "../format/tree.ts";
import type { TraceShape } from "../layout.ts";
import type { Call, CallTrace } from "../model.ts";
import { readableFunction } from "../model.ts";
import { component } from "./details.ts";
import { moveBy } from "./keys.ts";

/** In CSS pixels; the style sheet says the same. The names of the columns are as high as a row. */
const ROW_HEIGHT = 22;
const INDENT = 14;
/** How much of arguments and results a row shows, in UTF-16 units; the rest is in the details. */
const SHOWN = 160;

export interface ListEvents {
	select(id: number): void;
	open(id: number): void;
	toggle(id: number): void;
	zoom(id: number): void;
}

const COLUMNS = [
	["name", "Call"],
	["values", "Arguments and result"],
	["started", "Start"],
	["took", "Time"],
] as const;

export class CallList {
	readonly #trace: CallTrace;
	readonly #shape: TraceShape;
	readonly #box: HTMLElement;
	readonly #spacer = part("spacer", "");
	readonly #events: ListEvents;
	#rows: readonly number[] = [];
	#collapsed: ReadonlySet<number> = new Set();
	/** Whether rows stand below their callers; with a filter they are a plain list. */
	#nested = true;
	#selected: number | null = null;
	/** Whether the list follows the newest call: until the user scrolls away from the end. */
	#follows: boolean;

	constructor(box: HTMLElement, trace: CallTrace, shape: TraceShape, events: ListEvents, follows: boolean) {
		this.#box = box;
		this.#trace = trace;
		this.#shape = shape;
		this.#events = events;
		this.#follows = follows;
		const titles = part("columns", "");
		titles.append(...COLUMNS.map(([name, text]) => part(name, text)));
		box.append(titles, this.#spacer);
		box.addEventListener("scroll", () => {
			this.#follows &&= box.scrollTop + box.clientHeight >= box.scrollHeight - ROW_HEIGHT;
			this.draw();
		});
		box.addEventListener("keydown", (event) => this.#key(event));
		new ResizeObserver(() => this.draw()).observe(box);
	}

	/** Shows calls by their numbers. `collapsed` are those whose callees are not among them; null for a plain list. */
	show(rows: readonly number[], collapsed: ReadonlySet<number> | null): void {
		this.#rows = rows;
		this.#nested = collapsed !== null;
		this.#collapsed = collapsed ?? new Set();
		this.#spacer.style.height = `${rows.length * ROW_HEIGHT}px`;
		if (this.#follows) this.#box.scrollTop = this.#box.scrollHeight;
		this.draw();
	}

	/** Marks a call and brings it into sight. */
	select(id: number | null): void {
		this.#selected = id;
		this.#follows = false;
		const position = id === null ? -1 : this.#rows.indexOf(id);
		if (position >= 0) {
			const top = position * ROW_HEIGHT;
			const bottom = top + 2 * ROW_HEIGHT - this.#box.clientHeight;
			if (top < this.#box.scrollTop) this.#box.scrollTop = top;
			else if (bottom > this.#box.scrollTop) this.#box.scrollTop = bottom;
		}
		this.draw();
	}

	focus(): void {
		this.#box.focus({ preventScroll: true });
	}

	draw(): void {
		const first = Math.max(Math.floor(this.#box.scrollTop / ROW_HEIGHT) - 2, 0);
		const count = Math.ceil(this.#box.clientHeight / ROW_HEIGHT) + 4;
		const shown = this.#rows.slice(first, first + count).map((id, i) => this.#row(this.#trace.call(id), first + i));
		this.#spacer.replaceChildren(...shown);
		if (this.#selected === null) this.#box.removeAttribute("aria-activedescendant");
		else this.#box.setAttribute("aria-activedescendant", `call-${this.#selected}`);
	}

	#row(call: Call, position: number): HTMLElement {
		const { id } = call;
		const selected = id === this.#selected;
		const depth = this.#nested ? this.#shape.depthOf(id) : 0;
		const parent = this.#nested && this.#shape.hasChildren(id);
		const open = !this.#collapsed.has(id);
		const line = part(`row ${call.outcome}${selected ? " selected" : ""}`, "");
		line.id = `call-${id}`;
		line.style.top = `${position * ROW_HEIGHT}px`;
		line.setAttribute("role", "treeitem");
		line.setAttribute("aria-level", String(depth + 1));
		line.setAttribute("aria-selected", String(selected));
		if (parent) line.setAttribute("aria-expanded", String(open));
		line.title = `${call.caller} → ${call.callee}`;

		const name = part("name", "");
		name.style.paddingLeft = `${depth * INDENT}px`;
		const twisty = part("twisty", parent ? (open ? "▾" : "▸") : "");
		twisty.addEventListener("click", (event) => {
			event.stopPropagation();
			if (parent) this.#events.toggle(id);
		});
		name.append(twisty, component(call.callee), part("function", readableFunction(call.function)));

		const values = part("values", "");
		values.append(part("arguments", `(${cut(call.args === null ? "?" : call.args.join(", "))})`), outcome(call));
		line.append(name, values, part("started", duration(call.start - this.#trace.earliest)));
		line.append(part("took", call.end === null ? "" : duration(call.end - call.start)));
		line.addEventListener("click", () => {
			this.focus();
			this.#events.select(id);
			this.#events.open(id);
		});
		line.addEventListener("dblclick", () => this.#events.zoom(id));
		return line;
	}

	#key(event: KeyboardEvent): void {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const at = this.#selected === null ? -1 : this.#rows.indexOf(this.#selected);
		const page = Math.max(Math.floor(this.#box.clientHeight / ROW_HEIGHT) - 2, 1);
		const by = moveBy(event.key, at, page, this.#rows.length);
		if (by !== null) {
			const target = this.#rows[by];
			if (target !== undefined) this.#events.select(target);
		} else if (!this.#act(event.key)) return;
		event.preventDefault();
	}

	/** What a key does to the selected call; false where it does nothing. */
	#act(key: string): boolean {
		const id = this.#selected;
		if (id === null) return false;
		const parent = this.#nested && this.#shape.hasChildren(id);
		const open = parent && !this.#collapsed.has(id);
		switch (key) {
			case "ArrowRight":
				if (parent && !open) this.#events.toggle(id);
				else this.#events.select(this.#rows[this.#rows.indexOf(id) + 1] ?? id);
				return true;
			case "ArrowLeft":
				if (open) this.#events.toggle(id);
				else this.#events.select(this.#trace.parentOf(id) ?? id);
				return true;
			case "Enter":
				this.#events.open(id);
				return true;
			case "z":
				this.#events.zoom(id);
				return true;
			default:
				return false;
		}
	}
}

function outcome(call: Call): HTMLElement {
	switch (call.outcome) {
		case "returned":
		case "error":
			return part("result", call.result === null ? "" : `→ ${cut(call.result)}`);
		case "trapped":
			return part("result", "⚡ trapped");
		case "unfinished":
			return part("result", "… not finished");
		default: {
			const never: never = call.outcome;
			return never;
		}
	}
}

function part(name: string, text: string): HTMLElement {
	const span = document.createElement("div");
	span.className = name;
	span.textContent = text;
	return span;
}

function cut(text: string): string {
	return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
