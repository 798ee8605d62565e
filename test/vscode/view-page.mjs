// Opens the script of the trace view in a page of its own, with what stands for the extension and the editor's themes.
import { readFileSync } from "node:fs";
import path from "node:path";
import { BODY } from "../../client/trace/webview/page.ts";
import { root } from "../../scripts/node.mjs";

/** What the editor sets of its two usual themes. */
const THEMES = {
	dark: {
		"--vscode-foreground": "#cccccc",
		"--vscode-descriptionForeground": "#9d9d9d",
		"--vscode-panel-background": "#181818",
		"--vscode-editor-background": "#1f1f1f",
		"--vscode-panel-border": "#2b2b2b",
		"--vscode-input-background": "#313131",
		"--vscode-input-foreground": "#cccccc",
		"--vscode-input-border": "#3c3c3c",
		"--vscode-input-placeholderForeground": "#989898",
		"--vscode-list-hoverBackground": "#2a2d2e",
		"--vscode-list-inactiveSelectionBackground": "#37373d",
		"--vscode-list-activeSelectionBackground": "#04395e",
		"--vscode-list-activeSelectionForeground": "#ffffff",
		"--vscode-errorForeground": "#f85149",
		"--vscode-charts-blue": "#3794ff",
		"--vscode-charts-green": "#89d185",
		"--vscode-charts-purple": "#b180d7",
		"--vscode-charts-orange": "#d18616",
		"--vscode-charts-red": "#f14c4c",
		"--vscode-focusBorder": "#0078d4",
	},
	light: {
		"--vscode-foreground": "#3b3b3b",
		"--vscode-descriptionForeground": "#3b3b3b",
		"--vscode-panel-background": "#f8f8f8",
		"--vscode-editor-background": "#ffffff",
		"--vscode-panel-border": "#e5e5e5",
		"--vscode-input-background": "#ffffff",
		"--vscode-input-foreground": "#3b3b3b",
		"--vscode-input-border": "#cecece",
		"--vscode-input-placeholderForeground": "#767676",
		"--vscode-list-hoverBackground": "#f2f2f2",
		"--vscode-list-inactiveSelectionBackground": "#e4e6f1",
		"--vscode-list-activeSelectionBackground": "#e8e8e8",
		"--vscode-list-activeSelectionForeground": "#000000",
		"--vscode-errorForeground": "#f85149",
		"--vscode-charts-blue": "#1a85ff",
		"--vscode-charts-green": "#388a34",
		"--vscode-charts-purple": "#652d90",
		"--vscode-charts-orange": "#d18616",
		"--vscode-charts-red": "#e51400",
		"--vscode-focusBorder": "#005fb8",
	},
};

const variables = (theme) =>
	Object.entries(THEMES[theme])
		.map(([name, value]) => `${name}: ${value};`)
		.join("");

/** Runs in the page, in the place of the extension: keeps what the view says, and answers what it asks for. */
function extension() {
	const OUTCOMES = ["unfinished", "returned", "error", "trapped"];
	let edges = [];
	let length = 0;
	/** The values of calls; a function makes them where they are many. */
	let known = new Map();
	const post = (data) => window.postMessage(data, "*");
	const call = (id) => {
		const found = globalThis.callOf?.(id) ?? known.get(id);
		return { ...edges[found.edge], ...found };
	};
	const noSums = () => {
		const count = edges.length;
		return { bytes: new Float64Array(count), boundary: new Float64Array(count), timed: new Uint32Array(count) };
	};
	globalThis.answers = [];
	globalThis.extension = {
		noSums,
		/** A batch as `{ started, ended }` lists, in the columns that the view takes. */
		send(messages) {
			for (const message of messages) {
				if (message.type === "begin") {
					known = new Map();
					length = 0;
					edges = message.trace.edges;
					post(message);
				} else if (message.type !== "calls") post(message);
				else this.calls(message.batch);
			}
		},
		calls({ started, ended, dropped }) {
			const first = length;
			const at = new Map(started.map(({ id }, index) => [id, index]));
			const block = {
				first,
				start: Float64Array.from(started, ({ time }) => time),
				end: new Float64Array(started.length).fill(Number.NaN),
				parent: Int32Array.from(started, ({ parent }) => parent ?? -1),
				edge: Uint16Array.from(started, ({ edge }) => edge),
				outcome: new Uint8Array(started.length),
				sums: noSums(),
			};
			for (const { id, parent, edge, time, args } of started)
				known.set(id, { id, parent, edge, args, start: time, end: null, outcome: "unfinished", result: null });
			for (const { id, time, outcome, result, boundary = null } of ended) {
				const index = at.get(id);
				Object.assign(known.get(id), { end: time, outcome, result, boundary });
				if (index === undefined) continue;
				block.end[index] = time;
				block.outcome[index] = OUTCOMES.indexOf(outcome);
				const { edge, args } = known.get(id);
				block.sums.bytes[edge] += JSON.stringify(args ?? "").length;
				if (boundary === null) continue;
				block.sums.boundary[edge] += boundary.to + boundary.back;
				block.sums.timed[edge]++;
			}
			length += started.length;
			if (started.length > 0) post({ type: "calls", block });
			const late = ended.filter(({ id }) => !at.has(id));
			if (late.length > 0) {
				const calls = {
					ids: Uint32Array.from(late, ({ id }) => id),
					end: Float64Array.from(late, ({ time }) => time),
					outcome: Uint8Array.from(late, ({ outcome }) => OUTCOMES.indexOf(outcome)),
					bytes: new Uint32Array(late.length),
					boundary: new Float32Array(late.length).fill(Number.NaN),
				};
				post({ type: "amended", calls });
			}
			if (dropped > 0) post({ type: "dropped", dropped });
		},
		block(block) {
			length = block.first + block.outcome.length;
			post({ type: "calls", block });
		},
	};
	globalThis.acquireVsCodeApi = () => ({
		postMessage(message) {
			globalThis.answers.push(message);
			if (message.type === "ask") post({ type: "values", calls: message.ids.map(call) });
			if (message.type !== "search" || message.text === "") return;
			const wanted = message.text.toLowerCase();
			const holds = (id) =>
				JSON.stringify([call(id).args, call(id).result])
					.toLowerCase()
					.includes(wanted);
			const look = (from) => {
				if (globalThis.answers.findLast((each) => each.type === "search") !== message) return;
				const upTo = Math.min(from + 10_000, length);
				const ids = [];
				for (let id = from; id < upTo; id++) if (holds(id)) ids.push(id);
				post({ type: "found", search: message.search, ids: Uint32Array.from(ids), upTo });
				if (upTo < length) setTimeout(look, 5, upTo);
			};
			setTimeout(look, 5, 0);
		},
	});
}

/** Opens the view in a page of a browser. Returns `{ page, send, answers }`. */
export async function openView(browser, theme = "dark", size = { width: 1100, height: 420 }) {
	const page = await browser.newPage({ viewport: size });
	page.setDefaultTimeout(20_000);
	const css = readFileSync(path.join(root, "client/trace/webview/trace.css"), "utf8");
	await page.setContent(
		`<!DOCTYPE html><html style="${variables(theme)}"><head><style>${css} body { background: var(--vscode-panel-background) }</style></head><body>${BODY}</body></html>`,
	);
	await page.evaluate(extension);
	await page.addScriptTag({ path: path.join(root, "dist/webview/trace.js") });
	return {
		page,
		send: (...messages) => page.evaluate((list) => globalThis.extension.send(list), messages),
		answers: (type) =>
			page.evaluate((wanted) => globalThis.answers.filter((each) => wanted === undefined || each.type === wanted), type),
	};
}
