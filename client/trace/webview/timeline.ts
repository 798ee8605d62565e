/** The calls on a time axis, drawn on a canvas: one lane a depth, the wheel zooms, dragging moves, a double click shows all. */
import { duration } from "../format/tree.ts";
import type { TimeBar, TraceShape } from "../layout.ts";
import { axisMarks, barAt, timeBars } from "../layout.ts";
import type { CallTrace } from "../model.ts";
import { readableFunction } from "../model.ts";
import { canvasColourOf } from "./colours.ts";

/** In CSS pixels. */
const LANE = 18;
const AXIS = 18;
const MOST_LANES = 12;

export interface TimelineEvents {
	select(id: number): void;
	open(id: number): void;
}

export class Timeline {
	readonly #canvas: HTMLCanvasElement;
	readonly #trace: CallTrace;
	readonly #shape: TraceShape;
	#bars: TimeBar[] = [];
	/** Null shows everything, also what still comes. */
	#window: { from: number; to: number } | null = null;
	#selected: number | null = null;
	#drag: { x: number; from: number; to: number; moved: boolean } | null = null;

	constructor(canvas: HTMLCanvasElement, trace: CallTrace, shape: TraceShape, events: TimelineEvents) {
		this.#canvas = canvas;
		this.#trace = trace;
		this.#shape = shape;
		canvas.addEventListener("wheel", (event) => this.#zoom(event), { passive: false });
		canvas.addEventListener("pointerdown", (event) => {
			this.#drag = { x: event.offsetX, ...this.#range(), moved: false };
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
			this.#window = null;
			this.draw();
		});
		new ResizeObserver(() => this.draw()).observe(canvas);
	}

	select(id: number | null): void {
		this.#selected = id;
		this.draw();
	}

	/** Forgets zoom and selection, for a new run. */
	reset(): void {
		this.#window = null;
		this.#selected = null;
	}

	draw(): void {
		const lanes = Math.min(this.#shape.deepest + 1, MOST_LANES);
		const height = AXIS + Math.max(lanes, 1) * LANE + 4;
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
		const view = { ...this.#range(), width };
		context.fillStyle = style.color;
		for (const mark of axisMarks(view)) {
			const x = ((mark - view.from) / Math.max(view.to - view.from, 1)) * width;
			context.globalAlpha = 0.2;
			context.fillRect(x, 0, 1, height);
			context.globalAlpha = 0.7;
			context.fillText(duration(mark), x + 3, AXIS / 2);
		}
		context.globalAlpha = 1;
		this.#bars = timeBars(this.#trace, this.#shape, view);
		for (const bar of this.#bars) this.#bar(context, bar, style);
	}

	#bar(context: CanvasRenderingContext2D, bar: TimeBar, style: CSSStyleDeclaration): void {
		if (bar.lane >= MOST_LANES) return;
		const call = this.#trace.call(bar.id);
		const y = AXIS + bar.lane * LANE;
		const width = Math.max(bar.width - 0.5, 1);
		context.fillStyle = canvasColourOf(call.callee);
		context.globalAlpha = bar.outcome === "unfinished" ? 0.45 : 0.85;
		context.fillRect(bar.x, y, width, LANE - 2);
		context.globalAlpha = 1;
		if (bar.outcome === "trapped" || bar.outcome === "error") {
			context.fillStyle = cssVariable("--vscode-charts-red", "#f14c4c");
			context.fillRect(bar.x, y + LANE - 4, width, 2);
		}
		if (bar.id === this.#selected) {
			context.strokeStyle = style.color;
			context.lineWidth = 1.5;
			context.strokeRect(bar.x + 0.5, y + 0.5, Math.max(width - 1, 1), LANE - 3);
		}
		if (width > 40 && bar.calls === 1) {
			context.save();
			context.beginPath();
			context.rect(bar.x, y, width - 2, LANE);
			context.clip();
			context.fillStyle = cssVariable("--vscode-editor-background", "#1e1e1e");
			context.fillText(readableFunction(call.function), bar.x + 4, y + LANE / 2 - 1);
			context.restore();
		}
	}

	#range(): { from: number; to: number } {
		return this.#window ?? { from: 0, to: Math.max(this.#trace.latest * 1.02, 1000) };
	}

	#hit(event: PointerEvent): TimeBar | null {
		const lane = Math.floor((event.offsetY - AXIS) / LANE);
		return event.offsetY < AXIS ? null : barAt(this.#bars, event.offsetX, lane);
	}

	#move(event: PointerEvent): void {
		if (this.#drag === null) {
			const hit = this.#hit(event);
			this.#canvas.style.cursor = hit === null ? "default" : "pointer";
			this.#canvas.title = hit === null ? "" : this.#describe(hit);
			return;
		}
		const pixels = event.offsetX - this.#drag.x;
		if (Math.abs(pixels) > 3) this.#drag.moved = true;
		if (!this.#drag.moved) return;
		const shift = (-pixels / Math.max(this.#canvas.clientWidth, 1)) * (this.#drag.to - this.#drag.from);
		this.#window = { from: this.#drag.from + shift, to: this.#drag.to + shift };
		this.draw();
	}

	#describe(bar: TimeBar): string {
		const call = this.#trace.call(bar.id);
		const time = call.end === null ? "unfinished" : duration(call.end - call.start);
		return bar.calls > 1 ? `${bar.calls} calls` : `${call.callee} ${readableFunction(call.function)}: ${time}`;
	}

	#zoom(event: WheelEvent): void {
		event.preventDefault();
		const { from, to } = this.#range();
		const at = from + ((to - from) * event.offsetX) / Math.max(this.#canvas.clientWidth, 1);
		const factor = Math.exp(event.deltaY / 400);
		this.#window = { from: at - (at - from) * factor, to: at + (to - at) * factor };
		this.draw();
	}
}

function cssVariable(name: string, fallback: string): string {
	const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
	return value === "" ? fallback : value;
}
