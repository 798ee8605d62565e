/** The trace view's script: takes calls from the extension as they happen, and shows them as a tree and on a time axis. */
import { duration } from "../format/tree.ts";
import { TraceShape } from "../layout.ts";
import type { FromView, ToView } from "../messages.ts";
import { CallTrace } from "../model.ts";
import { component, showDetails } from "./details.ts";
import { filterCalls } from "./filter.ts";
import { CallList } from "./list.ts";
import { Timeline } from "./timeline.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromView): void };

const editor = acquireVsCodeApi();

function element(id: string): HTMLElement {
	const found = document.getElementById(id);
	if (found === null) throw new Error(`the view has no #${id}`);
	return found;
}

const filter = element("filter");
if (!(filter instanceof HTMLInputElement)) throw new Error("the view's page is not ours");
const input: HTMLInputElement = filter;

let trace = new CallTrace();
let shape = new TraceShape(trace);
let list: CallList;
let timeline: Timeline;
let collapsed = new Set<number>();
let selected: number | null = null;
let title = "";
let running = false;
/** The components that were called, and how many calls were looked at for that. */
const called = new Set<string>();
let counted = 0;
/** Whether a frame is due: messages come far more often than a screen is drawn. */
let due = false;

const events = {
	select(id: number): void {
		selected = id;
		showDetails(element("details"), trace.call(id), trace.earliest);
		list.select(id);
		timeline.select(id);
	},
	open(id: number): void {
		const call = trace.call(id);
		editor.postMessage({ type: "open", interface: call.interface, function: call.function });
	},
	toggle(id: number): void {
		if (!collapsed.delete(id)) collapsed.add(id);
		schedule();
	},
	zoom(id: number): void {
		timeline.zoomTo(id);
	},
};

function unselect(): void {
	selected = null;
	showDetails(element("details"), null, 0);
	list.select(null);
	timeline.select(null);
}

/** Forgets the trace before. `live` is true where calls come as they happen: then the newest is kept in sight. */
function begin(live: boolean): void {
	trace = new CallTrace();
	shape = new TraceShape(trace);
	collapsed = new Set();
	selected = null;
	called.clear();
	counted = 0;
	running = live;
	// A fresh box and a fresh canvas: the old ones carry the listeners of the trace before.
	const box = element("calls").cloneNode(false);
	element("calls").replaceWith(box);
	const axis = element("timeline").cloneNode(false);
	element("timeline").replaceWith(axis);
	if (!(box instanceof HTMLElement) || !(axis instanceof HTMLCanvasElement)) return;
	list = new CallList(box, trace, shape, events, live);
	timeline = new Timeline(axis, trace, shape, events);
	showDetails(element("details"), null, 0);
	schedule();
}

function schedule(): void {
	if (due) return;
	due = true;
	requestAnimationFrame(() => {
		due = false;
		draw();
	});
}

function draw(): void {
	shape.update();
	const wanted = input.value.trim();
	const rows = wanted === "" ? shape.visible(collapsed) : filterCalls(trace, wanted);
	list.show(rows, wanted === "" ? collapsed : null);
	timeline.draw();
	element("summary").textContent = summary(wanted === "" ? null : rows.length);
	updateLegend();
	document.body.classList.toggle("idle", title === "" && trace.length === 0);
	if (selected !== null && running) showDetails(element("details"), trace.call(selected), trace.earliest);
}

/** Names the components that were called, in order of their first call. */
function updateLegend(): void {
	const before = called.size;
	for (; counted < trace.length; counted++) called.add(trace.edges[trace.edgeOf(counted)]?.callee ?? "?");
	if (called.size !== before || before === 0) element("legend").replaceChildren(...[...called].map(component));
}

function summary(found: number | null): string {
	const { length, dropped, earliest, latest } = trace;
	const parts = [`${length.toLocaleString("en")} ${length === 1 ? "call" : "calls"}`];
	if (found !== null) parts.unshift(`${found.toLocaleString("en")} of`);
	const text = [parts.join(" ")];
	if (trace.count("error") > 0) text.push(`${trace.count("error").toLocaleString("en")} returned an error`);
	if (trace.count("trapped") > 0) text.push(`${trace.count("trapped").toLocaleString("en")} trapped`);
	if (dropped > 0) text.push(`${dropped.toLocaleString("en")} more not kept`);
	if (length > 0) text.push(duration(latest - earliest));
	if (title !== "") text.push(title);
	return text.join(" · ");
}

function receive(message: ToView): void {
	switch (message.type) {
		case "begin":
			title = message.title;
			begin(message.live);
			trace.addEdges(message.edges);
			break;
		case "edges":
			trace.addEdges(message.edges);
			break;
		case "calls":
			trace.apply(message.batch);
			schedule();
			break;
		case "end":
			// One last time the details show what the end has changed.
			schedule();
			requestAnimationFrame(() => {
				running = false;
			});
			break;
		case "clear":
			title = "";
			begin(false);
			break;
		default: {
			const never: never = message;
			throw new Error(`no such message: ${JSON.stringify(never)}`);
		}
	}
}

input.addEventListener("input", schedule);
input.addEventListener("keydown", (event) => {
	if (event.key === "Escape" && input.value !== "") {
		input.value = "";
		schedule();
	} else if (event.key !== "Escape" && event.key !== "ArrowDown" && event.key !== "Enter") return;
	event.preventDefault();
	event.stopPropagation();
	list.focus();
});
document.addEventListener("keydown", (event) => {
	const find =
		(event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && event.target !== input);
	if (find) {
		input.focus();
		input.select();
	} else if (event.key === "Escape") unselect();
	else return;
	event.preventDefault();
});
// The editor writes another theme's colours there, and a canvas does not follow by itself.
new MutationObserver(() => timeline.draw()).observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
begin(false);
window.addEventListener("message", (event: MessageEvent<ToView>) => receive(event.data));
editor.postMessage({ type: "ready" });
