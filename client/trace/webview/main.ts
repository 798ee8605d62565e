/** The trace view's script: takes calls from the extension as they happen, and shows them as a list, on a time axis, and by edge. */

import { edgeModeText } from "../edge-rules.ts";
import type { FromView, ToView } from "../messages.ts";
import { unpackCalls } from "../packed-calls.ts";
import type { EdgeMode } from "../recording/call-ring.ts";
import { callText } from "./call-text.ts";
import { Calls } from "./calls.ts";
import { callLines, component } from "./details.ts";
import { type EdgeKnowledge, edgeLines } from "./edge-lines.ts";
import { EdgeTable } from "./edge-table.ts";
import { wantedOf } from "./filter.ts";
import { Header } from "./header.ts";
import { CallList } from "./list.ts";
import { listenToKeys } from "./page-keys.ts";
import { listedRows, TreeRows } from "./rows.ts";
import { Search } from "./search.ts";
import { Timeline } from "./timeline.ts";
import { Values } from "./values.ts";

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

let calls = new Calls();
let tree = new TreeRows(calls);
let values = new Values(() => undefined);
let list: CallList;
let timeline: Timeline;
let known: EdgeKnowledge = { plans: [], state: null, live: false, hasText: false };
/** What the details are of. */
let selected: { readonly kind: "call" | "edge"; readonly id: number } | null = null;
let title = "";
let isEdges = false;
/** How many calls there are beyond those that have come. */
let expected = 0;
/** Whether a frame is due: messages come far more often than a screen is drawn. */
let due = false;
/** Whether the rows are to be looked at again. */
let stale = true;

const search = new Search((message) => editor.postMessage(message));

const events = {
	select(id: number): void {
		selected = { kind: "call", id };
		values.want([id]);
		list.select(id);
		timeline.select(id);
		showDetails();
	},
	open(id: number): void {
		const { interface: iface, function: name } = calls.edgeNamed(id);
		editor.postMessage({ type: "open", interface: iface, function: name });
	},
	toggle(id: number): void {
		tree.toggle(id);
		schedule();
	},
	zoom(id: number): void {
		timeline.zoomTo(id);
	},
	copy(id: number): void {
		const call = values.of(id);
		if (call !== undefined) editor.postMessage({ type: "copy", text: callText(call) });
	},
	selectEdge(edge: number): void {
		selected = { kind: "edge", id: edge };
		edges.select(edge);
		showDetails();
	},
	showCalls(edge: number): void {
		const wanted = calls.edges[edge];
		if (wanted === undefined) return;
		input.value = wanted.interface === null ? wanted.function : `${wanted.interface}#${wanted.function}`;
		showTab(false);
		schedule();
	},
	setMode(mode: EdgeMode, edge: number | null): void {
		editor.postMessage({ type: "setMode", mode: edgeModeText(mode), edge });
	},
	showText(edge: number): void {
		editor.postMessage({ type: "text", edge });
	},
};
const edges = new EdgeTable(element("edges"), events);
const header = new Header(element, (mode) => events.setMode(mode, null));

function unselect(): void {
	selected = null;
	list.select(null);
	timeline.select(null);
	edges.select(null);
	showDetails();
}

function showDetails(): void {
	const box = element("details");
	// What is being written into it would be lost.
	if (box.contains(document.activeElement) && document.activeElement?.matches("input, select")) return;
	box.replaceChildren();
	box.hidden = selected === null;
	if (selected === null) return;
	const { kind, id } = selected;
	if (kind === "call") callLines(box, calls, id, values.of(id), known.live);
	const edge = kind === "call" ? calls.edgeOf(id) : id;
	const heading = document.createElement("h3");
	const { caller, callee } = calls.edges[edge] ?? { caller: "?", callee: "?" };
	heading.append(kind === "call" ? "Edge " : "", component(caller), " → ", component(callee));
	if (kind === "edge") heading.append(` ${calls.edges[edge]?.function ?? "?"}`);
	box.append(heading);
	edgeLines(box, calls, edge, known, events);
}

/** Shows edges or calls. */
function showTab(toEdges: boolean): void {
	isEdges = toEdges;
	element("calls").hidden = toEdges;
	element("edges").hidden = !toEdges;
	element("tab-calls").setAttribute("aria-selected", String(!toEdges));
	element("tab-edges").setAttribute("aria-selected", String(toEdges));
	schedule();
	if (toEdges) edges.focus();
	else list.focus();
}

/** Forgets the trace before. `live` is true where calls come as they happen: then the newest is kept in sight. */
function begin(live: boolean, room: number): void {
	calls = new Calls(room);
	expected = room;
	tree = new TreeRows(calls);
	values = new Values((ids) => editor.postMessage({ type: "ask", ids }));
	selected = null;
	header.begin();
	known = { plans: [], state: null, live, hasText: false };
	// A fresh box and a fresh canvas: the old ones carry the listeners of the trace before.
	const box = element("calls").cloneNode(false);
	element("calls").replaceWith(box);
	const axis = element("timeline").cloneNode(false);
	element("timeline").replaceWith(axis);
	if (!(box instanceof HTMLElement) || !(axis instanceof HTMLCanvasElement)) return;
	list = new CallList(box, calls, values, events, live);
	timeline = new Timeline(axis, calls, events);
	search.begin(calls);
	showDetails();
	schedule();
}

function schedule(): void {
	stale = true;
	if (due) return;
	due = true;
	requestAnimationFrame(() => {
		due = false;
		if (stale) draw();
	});
}

function draw(): void {
	stale = false;
	const wanted = wantedOf(input.value);
	const found = search.look(wanted.kind === "text" ? wanted.text : "");
	if (found === null) tree.update();
	if (isEdges) edges.draw(calls, known, wanted.kind === "text" ? wanted.text : "");
	else list.show(found === null ? tree : listedRows(found));
	timeline.draw();
	header.draw({ calls, known, title, expected, found: found?.length ?? null, progress: search.progress });
	document.body.classList.toggle("idle", title === "" && calls.length === 0);
	if (selected !== null && known.live) showDetails();
}

function receive(message: ToView): void {
	switch (message.type) {
		case "begin": {
			const { title: name, live, edges: named, plans, expected: room, dropped, hasText } = message.trace;
			title = name;
			begin(live, room);
			calls.edges = named;
			calls.dropped = dropped;
			known = { ...known, plans, hasText };
			break;
		}
		case "edges":
			calls.edges = message.edges;
			known = { ...known, plans: message.plans, hasText: message.hasText };
			break;
		case "calls":
			calls.append("since" in message.block ? unpackCalls(message.block) : message.block);
			editor.postMessage({ type: "taken", calls: calls.length });
			break;
		case "amended":
			calls.amend(message.calls);
			values.forget(message.calls.ids);
			if (selected?.kind === "call") values.want([selected.id]);
			break;
		case "dropped":
			calls.dropped = message.dropped;
			break;
		case "state":
			known = { ...known, state: message.state };
			showDetails();
			break;
		case "values":
			values.take(message.calls);
			if (selected?.kind === "call" && message.calls.some(({ id }) => id === selected?.id)) showDetails();
			if (!isEdges) list.draw();
			return;
		case "found":
			search.found(message.search, message.ids, message.upTo);
			break;
		case "end":
			known = { ...known, live: false };
			list.running = false;
			showDetails();
			break;
		case "clear":
			title = "";
			begin(false, 0);
			break;
		default: {
			const never: never = message;
			throw new Error(`no such message: ${JSON.stringify(never)}`);
		}
	}
	schedule();
}

/** Goes to the first call at a time or behind it. */
function goTo(time: number): void {
	// What was filtered before is not so any more.
	draw();
	const at = calls.earliest + time;
	const id = Math.min(calls.firstFrom(at), calls.length - 1);
	timeline.reveal(at);
	if (id >= 0) events.select(id);
}

listenToKeys(input, {
	changed: schedule,
	leave() {
		if (isEdges) edges.focus();
		else list.focus();
	},
	goTo(time) {
		showTab(false);
		goTo(time);
	},
	switchTab: () => showTab(!isEdges),
	unselect,
});
/** A value that is clicked is copied, unless a part of it was marked. */
function copyOf(event: Event): void {
	const cell = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-copy]") : null;
	const text = cell?.dataset["copy"];
	if (text === undefined || !(getSelection()?.isCollapsed ?? true)) return;
	editor.postMessage({ type: "copy", text });
}
element("details").addEventListener("click", copyOf);
element("details").addEventListener("keydown", (event) => {
	if (event.key === "Enter" || event.key === "c") copyOf(event);
});
element("tab-calls").addEventListener("click", () => showTab(false));
element("tab-edges").addEventListener("click", () => showTab(true));
// The editor writes another theme's colours there, and a canvas does not follow by itself.
new MutationObserver(() => timeline.draw()).observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
begin(false, 0);
window.addEventListener("message", (event: MessageEvent<ToView>) => receive(event.data));
editor.postMessage({ type: "ready" });
