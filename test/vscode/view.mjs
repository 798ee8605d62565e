// The script of the trace view in a page of its own, without an editor: messages go in as the extension sends them, and what it draws
// and answers is looked at.
import assert from "node:assert/strict";
import { openView } from "./view-page.mjs";
import { begin, PRODUCT, SMALL, STATE } from "./view-runs.mjs";

const rows = (page) =>
	page.locator(".row").evaluateAll((found) =>
		found.map((row) => {
			const text = (name) => row.querySelector(`.${name}`)?.textContent ?? "";
			return `${row.getAttribute("aria-level")} ${text("component")} ${text("function")} ${text("arguments")} ${text("result")} ${text("took")}`;
		}),
	);

/** Runs in the page: sends a run of `count` calls, trees of three levels with six calls each, in parts, as the view takes them. */
async function manyCalls(count) {
	const PART = 65_536;
	globalThis.callOf = (id) => {
		const step = id % 6;
		const first = id - step;
		return {
			id,
			parent: step === 0 ? null : step < 3 ? first : first + 2,
			edge: step % 4,
			args: [`"sku-${id}"`, String(id)],
			result: `ok(${id})`,
		};
	};
	const startOf = (id) => id * 1000 - (id % 6) * 100;
	for (let from = 0; from < count; from += PART) {
		const length = Math.min(PART, count - from);
		const block = {
			first: from,
			base: from === 0 ? 0 : startOf(from - 1),
			since: new Uint32Array(length),
			took: new Uint32Array(length),
			long: new Float64Array(0),
			parent: new Int32Array(length),
			edge: new Uint8Array(length),
			outcome: new Uint8Array(length),
			sums: globalThis.extension.noSums(),
		};
		for (let i = 0; i < length; i++) {
			const id = from + i;
			const step = id % 6;
			block.since[i] = id === 0 ? 0 : startOf(id) - startOf(id - 1);
			block.took[i] = step === 0 ? 5800 : step === 2 ? 3600 : 700;
			block.parent[i] = step === 0 ? -1 : step < 3 ? id - step : id - step + 2;
			block.edge[i] = step % 4;
			block.outcome[i] = id % 997 === 0 ? 2 : 1;
		}
		globalThis.extension.block(block);
		// The view says so when it has taken a block.
		while (!globalThis.answers.some((each) => each.type === "taken" && each.calls >= from + length))
			await new Promise((resolve) => setTimeout(resolve));
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
			assert.equal(open, "1 pricing price (?) … running ");
			assert.equal(await page.locator("#live").textContent(), "running");
			assert.match(
				await page.locator("#summary").textContent(),
				/^6 calls · 1 returned an error · 1 trapped · 1 running · 149\.0 µs · visit\.put$/,
			);
			await send({ type: "dropped", dropped: 12 }, { type: "end" });
			await page.locator("#live", { hasText: "ended" }).waitFor();
			assert.equal((await rows(page))[5], "1 pricing price (?) … not finished ");
			assert.match(await page.locator("#summary").textContent(), /· 1 did not finish · 12 more not kept ·/);
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
			assert.deepEqual((await answers("open")).at(-1), {
				type: "open",
				interface: "shop:checkout/cart@0.1.0",
				function: "[method]basket.add",
			});
			const details = await page.locator("#details").textContent();
			assert.match(details, /checkout → cart/);
			assert.match(details, /800 ns on the way there, 200 ns on the way back for lifting and lowering/);
			assert.match(details, /\n {2}price: \{amount: 450, currency: eur\},\n/);
			// What is known of its edge stands below.
			assert.match(details, /between two components, strings in utf16/);
			assert.match(details, /\(func \(param i32 i32 i32\) \(result i64\)\)/);
			assert.match(details, /fused adapter \(core module 5\); handle lent/);
			await page.locator("#details button", { hasText: "Show WAT" }).click();
			assert.deepEqual((await answers()).at(-1), { type: "text", edge: 2 });
			await page.locator("#details dd.value", { hasText: "Green tea" }).click();
			assert.deepEqual((await answers()).at(-1), { type: "copy", text: PRODUCT });
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
			assert.equal((await answers("open")).at(-1).function, "price");
			await page.keyboard.press("Home");
			await page.keyboard.press("n");
			assert.equal(await selected(), "lookup");
			await page.keyboard.press("Control+C");
			assert.deepEqual((await answers()).at(-1), { type: "copy", text: 'catalog lookup("tea-00") -> err(retired((2024, 11)))' });
			await page.keyboard.press("@");
			await page.keyboard.type("119us");
			await page.keyboard.press("Enter");
			assert.equal(await selected(), "price");
			assert.equal(await page.evaluate(() => document.activeElement?.id), "calls");
			await page.keyboard.press("/");
			await page.keyboard.press("Escape");
			await page.keyboard.press("/");
			await page.keyboard.type("RETIRED");
			await page.locator(".row", { hasText: "retired" }).waitFor();
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
		"the edges are a table with what their calls come to, and what is recorded is switched while the run goes on",
		async ({ browser, shot }) => {
			const { page, send, answers } = await openView(browser);
			await send(...SMALL, STATE);
			await page.locator("#tab-edges").click();
			await page.locator(".edge-row").nth(4).waitFor();
			const cells = await page
				.locator(".edge-row:not(.columns)")
				.evaluateAll((found) =>
					found.map((row) => [...row.children].map((cell) => cell.querySelector("select")?.value ?? cell.textContent)),
				);
			const [put, lookup, add, price] = cells;
			assert.deepEqual(put.slice(0, 3), ["host → checkoutvisit.put", "values", "1"]);
			assert.deepEqual(lookup.slice(1, 4), ["values", "2 of 5", "1"]);
			assert.deepEqual(lookup.slice(5), ["52.0 µs", "52.0 µs", "26.0 µs", ""]);
			assert.deepEqual(add.slice(5), ["30.0 µs", "29.0 µs", "30.0 µs", "1.0 µs"]);
			assert.deepEqual(add.slice(1, 3), ["time", "1 of 40"]);
			assert.deepEqual(price.slice(1, 4), ["off", "2", "1"]);
			// Of its 69 µs the calls inside take 22 and 30.
			assert.deepEqual(put.slice(5), ["69.0 µs", "17.0 µs", "69.0 µs", ""]);
			await page.locator(".edge-row", { hasText: "basket.add" }).locator("select").selectOption("values");
			assert.deepEqual((await answers("setMode")).at(-1), { type: "setMode", mode: "values,every=10", edge: 2 });
			assert.equal(await page.locator("#all select").inputValue(), "mixed");
			await page.locator("#all select").selectOption("count");
			assert.deepEqual((await answers("setMode")).at(-1), { type: "setMode", mode: "count", edge: null });
			await page.locator("#edges").focus();
			await page.keyboard.press("Home");
			await page.keyboard.press("ArrowDown");
			assert.match(await page.locator("#details").textContent(), /2 recorded, 3 dropped for want of room.*1 returned an error/);
			const first = page.locator("#details .mode input[type=number]").nth(1);
			await first.fill("100");
			await first.press("Enter");
			assert.deepEqual((await answers("setMode")).at(-1), { type: "setMode", mode: "values,first=100", edge: 1 });
			await shot(page, "view-edges-dark");
			await send({ type: "end" });
			await page.locator("#live", { hasText: "ended" }).waitFor();
			assert.ok(await page.locator("#all select").isDisabled());
			await page.locator(".edge-row", { hasText: "lookup" }).dblclick();
			await page.locator("#summary", { hasText: "2 of 6 calls" }).waitFor();
			await page.close();
			const light = await openView(browser, "light");
			await light.send(...SMALL, STATE);
			await light.page.locator("#tab-edges").click();
			await light.page.locator(".edge-row", { hasText: "lookup" }).click();
			await shot(light.page, "view-edges-light");
			await light.page.close();
		},
	],
	[
		"1,000,000 calls keep only what is on the screen in the page, and can be walked and filtered",
		async (test) => manyCallsTest(test, 1_000_000, "view-many"),
	],
	["10,000,000 calls can be walked and filtered, too", async (test) => manyCallsTest(test, 10_000_000, "view-very-many")],
];

async function manyCallsTest({ browser, shot, report }, count, picture) {
	const { page, send } = await openView(browser);
	page.setDefaultTimeout(120_000);
	const written = count.toLocaleString("en");
	await send(begin("many", false, count));
	const begun = performance.now();
	await page.evaluate(manyCalls, count);
	await page
		.locator("#summary", { hasText: new RegExp(`^${written} calls · ${Math.ceil(count / 997).toLocaleString("en")} returned`) })
		.waitFor();
	const loaded = performance.now() - begun;
	assert.ok((await page.locator(".row").count()) < 60);
	const selected = () => page.locator(".row.selected").getAttribute("id");
	await page.locator("#calls").focus();
	await page.keyboard.press("End");
	assert.equal(await selected(), `call-${count - 1}`);
	await page.locator(".row.selected .arguments", { hasText: `"sku-${count - 1}"` }).waitFor();
	await page.keyboard.press("ArrowUp");
	assert.equal(await selected(), `call-${count - 2}`);
	await page.keyboard.press("Home");
	await page.keyboard.press("ArrowLeft");
	await page.keyboard.press("ArrowDown");
	assert.equal(await selected(), "call-6");
	const before = await page.locator(".row").first().getAttribute("id");
	await page.locator("#calls").hover();
	await page.mouse.wheel(0, 2200);
	await page.waitForFunction((id) => document.querySelector(".row")?.id !== id, before);
	// A wheel moves by so many rows, however long the bar.
	const top = Number((await page.locator(".row").first().getAttribute("id")).slice(5));
	assert.ok(top > 60 && top < 140, `the wheel went to call ${top}`);
	/** Milliseconds of script for one event, on average over `times`. */
	const cost = (body, times) =>
		page.evaluate(
			([code, repeated]) => {
				const act = new Function("i", code);
				const from = performance.now();
				for (let i = 0; i < repeated; i++) act(i);
				return (performance.now() - from) / repeated;
			},
			[body, times],
		);
	report({
		load: loaded,
		scroll: await cost(
			"const box = document.getElementById('calls'); box.scrollTop = i * 50000; box.dispatchEvent(new Event('scroll'));",
			50,
		),
		zoom: await cost(
			"document.getElementById('timeline').dispatchEvent(new WheelEvent('wheel', { deltaY: -40, cancelable: true }));",
			60,
		),
		key: await cost(
			"document.getElementById('calls').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', cancelable: true }));",
			30,
		),
		filter: await page.evaluate(async () => {
			const input = document.getElementById("filter");
			const from = performance.now();
			input.value = "pricing";
			input.dispatchEvent(new Event("input"));
			await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
			return performance.now() - from;
		}),
		jump: await page.evaluate(async () => {
			const input = document.getElementById("filter");
			const from = performance.now();
			input.value = "@500ms";
			input.dispatchEvent(new Event("input"));
			input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true }));
			await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
			return performance.now() - from;
		}),
	});
	assert.equal(await selected(), "call-500001");
	await page.keyboard.press("/");
	await page.keyboard.type("sku-19999");
	await page.locator("#summary", { hasText: new RegExp(`^1 of ${written} calls · looking into values`) }).waitFor();
	await page.keyboard.press("Escape");
	await shot(page, picture);
	await page.close();
}
