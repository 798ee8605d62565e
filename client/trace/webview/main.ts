/** The trace view's script: takes calls from the extension as they happen, and shows them as a tree and on a time axis. */
import { TraceShape, type TreeRow, treeRows } from "../layout.ts";
import type { FromView, ToView } from "../messages.ts";
import { CallTrace, edgeName } from "../model.ts";
import { showDetails } from "./details.ts";
import { argumentsOf, CallList } from "./list.ts";
import { Timeline } from "./timeline.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromView): void };

const editor = acquireVsCodeApi();

function element(id: string): HTMLElement {
	const found = document.getElementById(id);
	if (found === null) throw new Error(`the view has no #${id}`);
	return found;
}

const canvas = element("timeline");
const filter = element("filter");
if (!(canvas instanceof HTMLCanvasElement) || !(filter instanceof HTMLInputElement))
	throw new Error("the view's page is not ours");

let trace = new CallTrace();
let shape = new TraceShape(trace);
let list: CallList;
let timeline: Timeline;
let collapsed = new Set<number>();
let selected: number | null = null;
let title = "";
/** Whether a frame is due: messages come far more often than a screen is drawn. */
let due = false;

const events = {
	select(id: number): void {
		selected = id;
		list.select(id);
		timeline.select(id);
		showDetails(element("details"), trace.call(id));
	},
	open(id: number): void {
		const call = trace.call(id);
		editor.postMessage({ type: "open", interface: call.interface, function: call.function });
	},
	toggle(id: number): void {
		if (!collapsed.delete(id)) collapsed.add(id);
		schedule();
	},
};

function begin(): void {
	trace = new CallTrace();
	shape = new TraceShape(trace);
	collapsed = new Set();
	selected = null;
	element("calls").replaceChildren();
	// A fresh box and a fresh canvas: the old ones carry the listeners of the trace before.
	const box = element("calls").cloneNode(false);
	element("calls").replaceWith(box);
	const axis = element("timeline").cloneNode(false);
	element("timeline").replaceWith(axis);
	if (!(box instanceof HTMLElement) || !(axis instanceof HTMLCanvasElement)) return;
	list = new CallList(box, trace, events);
	timeline = new Timeline(axis, trace, shape, events);
	showDetails(element("details"), null);
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
	list.show(rows());
	timeline.draw();
	const trapped = count("trapped");
	const errors = count("error");
	const parts = [`${trace.length} ${trace.length === 1 ? "call" : "calls"}`];
	if (errors > 0) parts.push(`${errors} with an error`);
	if (trapped > 0) parts.push(`${trapped} trapped`);
	if (trace.dropped > 0) parts.push(`${trace.dropped} not kept`);
	element("summary").textContent = trace.length === 0 ? title : `${title === "" ? "" : `${title}: `}${parts.join(", ")}`;
	element("empty").hidden = trace.length > 0 || title !== "";
	if (selected !== null) showDetails(element("details"), trace.call(selected));
}

function count(outcome: string): number {
	let found = 0;
	for (let id = 0; id < trace.length; id++) if (trace.outcomeOf(id) === outcome) found++;
	return found;
}

/** The tree, or with a filter the flat list of the calls whose names or values hold its text. */
function rows(): TreeRow[] {
	const wanted = filter instanceof HTMLInputElement ? filter.value.trim().toLowerCase() : "";
	if (wanted === "") return treeRows(shape, collapsed);
	const found: TreeRow[] = [];
	for (const call of trace.calls()) {
		const text = `${call.caller} ${call.callee} ${edgeName(call, true)} ${argumentsOf(call)} ${call.result ?? ""} ${call.outcome}`;
		if (text.toLowerCase().includes(wanted)) found.push({ id: call.id, depth: 0, children: 0, open: true });
	}
	return found;
}

function receive(message: ToView): void {
	switch (message.type) {
		case "begin":
			title = message.title;
			begin();
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
			schedule();
			break;
		case "clear":
			title = "";
			begin();
			break;
		default: {
			const never: never = message;
			throw new Error(`no such message: ${JSON.stringify(never)}`);
		}
	}
}

filter.addEventListener("input", schedule);
begin();
window.addEventListener("message", (event: MessageEvent<ToView>) => receive(event.data));
editor.postMessage({ type: "ready" });
