// The script of the trace view in a page of its own, without an editor: messages go in as the extension sends them, and what it draws
// and answers is looked at.
import assert from "node:assert/strict";
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

/** Opens the view in a page of a browser. Returns `{ page, send, answers }`. */
async function openView(browser, theme = "dark", size = { width: 1100, height: 420 }) {
	const page = await browser.newPage({ viewport: size });
	page.setDefaultTimeout(20_000);
	const css = readFileSync(path.join(root, "client/trace/webview/trace.css"), "utf8");
	await page.setContent(
		`<!DOCTYPE html><html style="${variables(theme)}"><head><style>${css} body { background: var(--vscode-panel-background) }</style></head><body>${BODY}</body></html>`,
	);
	await page.evaluate(() => {
		globalThis.answers = [];
		globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => globalThis.answers.push(message) });
	});
	await page.addScriptTag({ path: path.join(root, "dist/webview/trace.js") });
	return {
		page,
		send: (...messages) =>
			page.evaluate((list) => {
				for (const data of list) window.postMessage(data, "*");
			}, messages),
		answers: () => page.evaluate(() => globalThis.answers),
	};
}

const edge = (caller, callee, name, iface) => ({ caller, callee, interface: `shop:checkout/${iface}@0.1.0`, function: name });

const EDGES = [
	edge("host", "checkout", "[method]visit.put", "checkout"),
	edge("checkout", "catalog", "lookup", "catalog"),
	edge("checkout", "cart", "[method]basket.add", "cart"),
	edge("checkout", "pricing", "price", "pricing"),
];

const PRODUCT =
	'{sku: "tea-01", title: "Green tea ☕", price: {amount: 450, currency: eur}, grade: \'A\', tags: ["tea", "loose"]}';

/** A small run: one call with two below it, one with an error, one that trapped and one that did not finish. */
const SMALL = [
	{ type: "begin", title: "visit.put", live: true, edges: [] },
	{ type: "edges", edges: EDGES },
	{
		type: "calls",
		batch: {
			dropped: 0,
			started: [
				{ id: 0, parent: null, edge: 0, time: 1000, args: ["$1", '"tea-01"', "2"] },
				{ id: 1, parent: 0, edge: 1, time: 3000, args: ['"tea-01"'] },
				{ id: 2, parent: 0, edge: 2, time: 30_000, args: ["$2", PRODUCT, "2"] },
				{ id: 3, parent: null, edge: 1, time: 80_000, args: ['"tea-00"'] },
				{ id: 4, parent: null, edge: 3, time: 120_000, args: ["[]", "[bundle((0, 0))]"] },
				{ id: 5, parent: null, edge: 3, time: 150_000, args: null },
			],
			ended: [
				{ id: 1, time: 25_000, outcome: "returned", result: `ok(${PRODUCT})` },
				{ id: 2, time: 60_000, outcome: "returned", result: "2" },
				{ id: 0, time: 70_000, outcome: "returned", result: "ok(2)" },
				{ id: 3, time: 110_000, outcome: "error", result: "err(retired((2024, 11)))" },
				{ id: 4, time: 140_000, outcome: "trapped", result: null },
			],
		},
	},
];

const rows = (page) =>
	page.locator(".row").evaluateAll((found) =>
		found.map((row) => {
			const text = (name) => row.querySelector(`.${name}`)?.textContent ?? "";
			return `${row.getAttribute("aria-level")} ${text("component")} ${text("function")} ${text("arguments")} ${text("result")} ${text("took")}`;
		}),
	);

/** Runs in the page: sends a run of `count` calls, trees of three levels with six calls each, in parts. */
function manyCalls(count) {
	const PART = 20_000;
	for (let from = 0; from < count; from += PART) {
		const started = [];
		const ended = [];
		for (let id = from; id < Math.min(from + PART, count); id++) {
			const step = id % 6;
			const first = id - step;
			const parent = step === 0 ? null : step < 3 ? first : first + 2;
			const start = first * 1000 + step * 900;
			started.push({ id, parent, edge: step % 4, time: start, args: [`"sku-${id}"`, String(id)] });
			const time = step === 0 ? first * 1000 + 5800 : step === 2 ? start + 3600 : start + 700;
			ended.push({ id, time, outcome: id % 997 === 0 ? "error" : "returned", result: `ok(${id})` });
		}
		window.postMessage({ type: "calls", batch: { started, ended, dropped: 0 } }, "*");
	}
}

export const viewTests = [
	[
		"the view says that it is ready, and shows what to do as long as there is nothing",
		async ({ browser }) => {
			const { page, send, answers } = await openView(browser);
			assert.deepEqual(await answers(), [{ type: "ready" }]);
			assert.ok(await page.locator("#empty").isVisible());
			await send(SMALL[0]);
			await page.locator("#empty").waitFor({ state: "hidden" });
			await send({ type: "clear" });
			await page.locator("#empty").waitFor();
			await page.close();
		},
	],
	[
		"calls are rows below their callers with values, outcome and time",
		async ({ browser, shot }) => {
			const { page, send } = await openView(browser);
			await send(...SMALL);
			await page.locator(".row").nth(5).waitFor();
			const [put, lookup, add, missing, trapped, open] = await rows(page);
			assert.equal(put, '1 checkout visit.put ($1, "tea-01", 2) → ok(2) 69.0 µs');
			assert.match(lookup, /^2 catalog lookup \("tea-01"\) → ok\(\{sku: "tea-01".* 22\.0 µs$/);
			assert.match(add, /^2 cart basket\.add /);
			assert.equal(missing, '1 catalog lookup ("tea-00") → err(retired((2024, 11))) 30.0 µs');
			assert.equal(trapped, "1 pricing price ([], [bundle((0, 0))]) ⚡ trapped 20.0 µs");
			assert.equal(open, "1 pricing price (?) … not finished ");
			assert.match(
				await page.locator("#summary").textContent(),
				/^6 calls · 1 returned an error · 1 trapped · 149\.0 µs · visit\.put$/,
			);
			const ends = await page
				.locator(".row .took")
				.evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().right));
			assert.equal(new Set(ends).size, 1, "the times end at different places");
			await page.locator(".row", { hasText: "basket.add" }).click();
			await shot(page, "view-dark");
			await page.close();
			const light = await openView(browser, "light");
			await light.send(...SMALL);
			await light.page.locator(".row", { hasText: "basket.add" }).click();
			await shot(light.page, "view-light");
			await light.page.close();
			const narrow = await openView(browser, "dark", { width: 520, height: 400 });
			await narrow.send(...SMALL);
			await narrow.page.locator(".row").nth(5).waitFor();
			await shot(narrow.page, "view-narrow");
			await narrow.page.close();
		},
	],
	[
		"a click shows all of a call and asks for its function in the .wit",
		async ({ browser }) => {
			const { page, send, answers } = await openView(browser);
			await send(...SMALL);
			await page.locator(".row", { hasText: "basket.add" }).click();
			assert.deepEqual((await answers()).at(-1), {
				type: "open",
				interface: "shop:checkout/cart@0.1.0",
				function: "[method]basket.add",
			});
			const details = await page.locator("#details").textContent();
			assert.match(details, /checkout → cart/);
			assert.match(details, /\n {2}price: \{amount: 450, currency: eur\},\n/);
			await page.close();
		},
	],
	[
		"the keyboard walks, folds, opens, filters and leaves",
		async ({ browser }) => {
			const { page, send, answers } = await openView(browser);
			await send(...SMALL);
			await page.locator(".row").nth(5).waitFor();
			const selected = () => page.locator(".row.selected .function").textContent();
			await page.locator("#calls").focus();
			await page.keyboard.press("ArrowDown");
			assert.equal(await selected(), "visit.put");
			await page.keyboard.press("ArrowLeft");
			await page.locator(".row[aria-expanded=false]").waitFor();
			assert.equal(await page.locator(".row").count(), 4);
			await page.keyboard.press("ArrowRight");
			await page.locator(".row").nth(5).waitFor();
			await page.keyboard.press("End");
			await page.keyboard.press("ArrowUp");
			await page.keyboard.press("Enter");
			assert.equal((await answers()).at(-1).function, "price");
			await page.keyboard.press("/");
			await page.keyboard.type("RETIRED");
			await page.locator(".row").nth(1).waitFor({ state: "detached" });
			assert.equal((await rows(page)).length, 1);
			assert.match(await page.locator("#summary").textContent(), /^1 of 6 calls/);
			await page.keyboard.press("Escape");
			await page.locator(".row").nth(5).waitFor();
			await page.keyboard.press("Escape");
			assert.ok(await page.locator("#details").isHidden());
			await page.keyboard.press("Control+F");
			assert.equal(await page.evaluate(() => document.activeElement?.id), "filter");
			await page.close();
		},
	],
	[
		"a bar on the time axis leads to its call, the wheel zooms and a double click shows all again",
		async ({ browser, shot }) => {
			const { page, send } = await openView(browser);
			await send(...SMALL);
			await page.locator(".row").nth(5).waitFor();
			const axis = page.locator("#timeline");
			const { width } = await axis.boundingBox();
			const first = 1000;
			const all = (150_000 - first) * 1.02;
			const at = (time, lane) => ({ x: ((time - first) / all) * width, y: 18 + lane * 18 + 8 });
			await axis.click({ position: at(45_000, 1) });
			assert.equal(await page.locator(".row.selected .function").textContent(), "basket.add");
			await page.mouse.wheel(0, -800);
			await shot(page, "view-zoomed");
			// Zoomed in at the middle of the call, it fills the lane.
			await axis.click({ position: { x: width - 40, y: 18 + 18 + 8 } });
			assert.equal(await page.locator(".row.selected .function").textContent(), "basket.add");
			await axis.dblclick({ position: { x: 5, y: 5 } });
			await axis.click({ position: at(95_000, 0) });
			assert.equal(await page.locator(".row.selected .function").textContent(), "lookup");
			await page.close();
		},
	],
	[
		"200,000 calls keep only what is on the screen in the page, and can be walked and filtered",
		async ({ browser, shot, report }) => {
			const { page, send } = await openView(browser);
			const COUNT = 200_000;
			await send({ type: "begin", title: "many", live: false, edges: EDGES });
			await page.evaluate(manyCalls, COUNT);
			await page.locator("#summary", { hasText: "200,000 calls" }).waitFor();
			assert.ok((await page.locator(".row").count()) < 60);
			await page.locator("#calls").focus();
			await page.keyboard.press("End");
			assert.equal(await page.locator(".row.selected").getAttribute("id"), `call-${COUNT - 1}`);
			/** Milliseconds of script for one event, on average over `times`. */
			const cost = (body, times) =>
				page.evaluate(
					([code, count]) => {
						const act = new Function("i", code);
						const begun = performance.now();
						for (let i = 0; i < count; i++) act(i);
						return (performance.now() - begun) / count;
					},
					[body, times],
				);
			report({
				scroll: await cost(
					"const box = document.getElementById('calls'); box.scrollTop = i * 5000; box.dispatchEvent(new Event('scroll'));",
					50,
				),
				zoom: await cost(
					"document.getElementById('timeline').dispatchEvent(new WheelEvent('wheel', { deltaY: -40, cancelable: true }));",
					30,
				),
				key: await cost(
					"document.getElementById('calls').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', cancelable: true }));",
					30,
				),
			});
			await page.keyboard.press("/");
			await page.keyboard.type("sku-199999");
			await page.locator("#summary", { hasText: "1 of 200,000 calls" }).waitFor();
			await page.keyboard.press("Escape");
			await shot(page, "view-many");
			await page.close();
		},
	],
];
