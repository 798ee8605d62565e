/** The calls on a time axis, drawn on a canvas: one lane a depth, the wheel zooms, dragging moves, a double click shows all. */
import { duration } from "../format/tree.ts";
import { readableFunction } from "../model.ts";
import type { Calls } from "./calls.ts";
import { CanvasColours } from "./colours.ts";
import { number } from "./elements.ts";
import { axisMarks, barAt, MOST_LANES, type TimeBar } from "./time-blocks.ts";
import { type TimeRange, TimeView } from "./time-view.ts";

/** In CSS pixels. */
const LANE = 18;
const AXIS = 18;
/** What moves less, in pixels, is a click. */
const CLICK = 3;

export interface TimelineEvents {
	select(id: number): void;
	open(id: number): void;
}

export class Timeline {
	readonly #canvas: HTMLCanvasElement;
	readonly #calls: Calls;
	readonly #view: TimeView;
	readonly #hint: string;
	#bars: TimeBar[] = [];
	#selected: number | null = null;
	#drag: { x: number; range: TimeRange; moved: boolean } | null = null;

	constructor(canvas: HTMLCanvasElement, calls: Calls, events: TimelineEvents) {
		this.#canvas = canvas;
		this.#calls = calls;
		this.#view = new TimeView(calls);
		this.#hint = canvas.title;
		canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
		canvas.addEventListener("pointerdown", (event) => {
			this.#drag = { x: event.offsetX, range: this.#view.range(), moved: false };
			canvas.setPointerCapture(event.pointerId);
		});
		canvas.addEventListener("pointermove", (event) => this.#move(event));
		canvas.addEventListener("pointerup", (event) => {
			const dragged = this.#drag?.moved ?? false;
			this.#drag = null;
			if (dragged) return;
			const hit = this.#hit(event);
			if (hit === null) return;
			events.select(hit.id);
			events.open(hit.id);
		});
		canvas.addEventListener("dblclick", () => {
			this.#view.showAll();
			this.draw();
		});
		new ResizeObserver(() => this.draw()).observe(canvas);
	}

	/** Marks a call, and moves the window to where it is. */
	select(id: number | null): void {
		this.#selected = id;
		if (id !== null) this.#view.reveal(id);
		this.draw();
	}

	/** Shows a time that is out of sight, in nanoseconds from the start of the run. */
	reveal(time: number): void {
		this.#view.revealTime(time);
		this.draw();
	}

	/** Shows a call as wide as can be, with a little of what is beside it. */
	zoomTo(id: number): void {
		this.#view.zoomTo(id);
		this.draw();
	}

	draw(): void {
		const lanes = Math.min(this.#calls.deepest + 1, MOST_LANES);
		const height = AXIS + lanes * LANE + 4;
		this.#canvas.style.height = `${height}px`;
		const width = this.#canvas.clientWidth;
		const ratio = devicePixelRatio;
		this.#canvas.width = Math.round(width * ratio);
		this.#canvas.height = Math.round(height * ratio);
		const context = this.#canvas.getContext("2d");
		if (context === null || width === 0) return;
		context.scale(ratio, ratio);
		const style = getComputedStyle(document.body);
		context.font = `11px ${style.fontFamily}`;
		context.textBaseline = "middle";
		const view = { ...this.#view.range(), width };
		context.fillStyle = style.color;
		// The marks count from the first call on.
		const from = view.from - this.#calls.earliest;
		for (const mark of axisMarks({ from, to: from + view.to - view.from, width })) {
			const x = Math.round(((mark - from) / (view.to - view.from)) * width);
			context.globalAlpha = 0.15;
			context.fillRect(x, 0, 1, height);
			context.globalAlpha = 0.7;
			context.fillText(duration(mark), x + 4, AXIS / 2);
		}
		context.globalAlpha = 1;
		this.#bars = this.#calls.blocks.bars(this.#calls, view);
		const colours = new CanvasColours();
		for (const bar of this.#bars) this.#bar(context, bar, colours);
		this.#outline(context, view, style.color);
	}

	#bar(context: CanvasRenderingContext2D, bar: TimeBar, colours: CanvasColours): void {
		if (bar.lane >= MOST_LANES) return;
		const edge = this.#calls.edges[this.#calls.edgeOf(bar.id)];
		const y = AXIS + bar.lane * LANE;
		const width = Math.max(bar.width - 0.5, 1);
		context.fillStyle = colours.of(edge?.callee ?? "?");
		context.globalAlpha = bar.outcome === "unfinished" ? 0.45 : 0.85;
		context.fillRect(bar.x, y, width, LANE - 2);
		context.globalAlpha = 1;
		if (bar.outcome === "trapped" || bar.outcome === "error") {
			context.fillStyle = colours.variable("--vscode-charts-red", "#f14c4c");
			context.fillRect(bar.x, y + LANE - 5, Math.max(width, 2), 3);
		}
		if (width > 40 && bar.calls === 1) {
			context.save();
			context.beginPath();
			context.rect(bar.x, y, width - 3, LANE);
			context.clip();
			context.fillStyle = colours.variable("--vscode-editor-background", "#1e1e1e");
			context.fillText(readableFunction(edge?.function ?? "?"), bar.x + 4, y + LANE / 2 - 1);
			context.restore();
		}
	}

	/** The selected call is marked by a frame, also where it is one of many in a bar or narrower than a pixel. */
	#outline(context: CanvasRenderingContext2D, view: TimeRange & { readonly width: number }, colour: string): void {
		if (this.#selected === null) return;
		const lane = this.#calls.depthOf(this.#selected);
		if (lane >= MOST_LANES) return;
		const scale = view.width / (view.to - view.from);
		const { from, to } = this.#view.timesOf(this.#selected);
		const left = Math.max((from - view.from) * scale, 1);
		const right = Math.min((to - view.from) * scale, view.width - 1);
		if (right < 0 || left > view.width) return;
		context.strokeStyle = colour;
		context.lineWidth = 2;
		context.strokeRect(left - 0.5, AXIS + lane * LANE, Math.max(right - left, 3), LANE - 2);
	}

	#hit(event: PointerEvent): TimeBar | null {
		const lane = Math.floor((event.offsetY - AXIS) / LANE);
		return event.offsetY < AXIS ? null : barAt(this.#bars, event.offsetX, lane);
	}

	#move(event: PointerEvent): void {
		if (this.#drag === null) {
			const hit = this.#hit(event);
			this.#canvas.style.cursor = hit === null ? "default" : "pointer";
			this.#canvas.title = hit === null ? this.#hint : this.#describe(hit);
			return;
		}
		const pixels = event.offsetX - this.#drag.x;
		if (Math.abs(pixels) > CLICK) this.#drag.moved = true;
		if (!this.#drag.moved) return;
		this.#view.moveFrom(this.#drag.range, -pixels / Math.max(this.#canvas.clientWidth, 1));
		this.draw();
	}

	#describe(bar: TimeBar): string {
		if (bar.calls > 1) return `${number(bar.calls)} calls; zoom in to tell them apart`;
		const { caller, callee, function: name } = this.#calls.edgeNamed(bar.id);
		const end = this.#calls.endOf(bar.id);
		const time = end === null ? "not finished" : duration(end - this.#calls.startOf(bar.id));
		return `${caller} → ${callee} ${readableFunction(name)}: ${time}`;
	}

	/** Up and down zooms at the pointer, sideways (or with Shift) moves. */
	#wheel(event: WheelEvent): void {
		event.preventDefault();
		const width = Math.max(this.#canvas.clientWidth, 1);
		const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
		if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) this.#view.moveFrom(this.#view.range(), sideways / width);
		else this.#view.zoom(event.offsetX / width, Math.exp(event.deltaY / 400));
		this.draw();
	}
}
