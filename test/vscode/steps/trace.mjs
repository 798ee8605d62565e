import assert from "node:assert/strict";
import { answerCall, command, consoleLine, ended, openFile, pressF5, until, webview } from "../workbench.mjs";

const VISIT =
	'visit(eur); visit.put($1, "tea-01", 4); visit.put($1, "mug-07", 1); visit.preview($1, [percent(10), bundle((2, 1))]); ' +
	'pay($1, [percent(10)], card({number: "4111 1111 1111 1234", expires: (2027, 12)}))';

export const trace = [
	[
		"the trace shows the calls, and a click opens the function in its .wit",
		async ({ page, shot }) => {
			await openFile(page, "shop.wac");
			await pressF5(page);
			await answerCall(page, "pay", VISIT);
			await consoleLine(page, "card …1234");
			await ended(page);
			await command(page, "Witness: Show Call Trace");
			const frame = await webview(page, "#calls");
			const row = frame.locator(".row", { has: frame.locator(".function", { hasText: /^price$/ }) }).first();
			await row.waitFor();
			assert.ok((await frame.locator(".row").count()) >= 8);
			await row.click();
			await page.locator('.tab.active[data-resource-name="shop.wit"]').waitFor();
			await page.locator(".view-line", { hasText: "price: func" }).first().waitFor();
			await frame.locator("#details dd.value").first().waitFor();
			await shot("trace");
		},
	],
	[
		"an edge shows what is generated for it, and the text of that",
		async ({ page, shot }) => {
			await openFile(page, "shop.wac");
			await pressF5(page);
			await answerCall(page, "pay", VISIT);
			await ended(page);
			await command(page, "Witness: Show Call Trace");
			const frame = await webview(page, "#calls");
			await frame.locator("#live", { hasText: "ended" }).waitFor();
			await frame.locator("#tab-edges").click();
			const row = frame.locator(".edge-row", { hasText: "checkout → catalog" }).first();
			await row.click();
			const details = frame.locator("#details");
			await details.filter({ hasText: "between two components, strings in utf8" }).waitFor();
			assert.match(
				await details.textContent(),
				/\(func \(param i32 i32\) \(result i32\)\).*fused adapter.*trampoline that records/,
			);
			// There is more to see than what fits below an editor.
			await command(page, "View: Toggle Maximized Panel");
			try {
				await page.locator(".editor-group-container").first().waitFor({ state: "hidden" });
				await row.click();
				await frame.locator(".edge-row").nth(1).scrollIntoViewIfNeeded();
				await shot("edges");
			} finally {
				await command(page, "View: Toggle Maximized Panel");
			}
			await details.locator("button", { hasText: "Show WAT" }).click();
			await page.locator(".tab.active", { hasText: ".wat" }).waitFor();
			await page.locator(".view-line", { hasText: "checkout -> catalog" }).first().waitFor();
			await shot("generated-text");
		},
	],
	[
		"what is recorded is switched while a run goes on",
		async ({ page, shot }) => {
			await openFile(page, "busy.wat");
			await pressF5(page);
			await answerCall(page, "walk", "walk(4000000000)");
			await page.locator(".debug-toolbar:visible").waitFor();
			await command(page, "Witness: Show Call Trace");
			const frame = await webview(page, "#calls");
			await frame.locator("#live", { hasText: "running" }).waitFor();
			await frame.locator("#tab-edges").click();
			const row = frame.locator(".edge-row", { hasText: "step" });
			const count = row.locator(".count");
			const numbers = async () => ((await count.textContent()) ?? "").replaceAll(",", "").split(" of ").map(Number);
			await until("calls to come", async () => (await numbers())[0] > 1000);
			await row.locator("select").selectOption("count");
			// From now on they are counted only.
			await until("calls to be counted", async () => (await numbers())[1] > (await numbers())[0] + 1_000_000);
			const [recorded] = await numbers();
			await shot("live");
			await until("more to be counted", async () => (await numbers())[1] > 2_000_000);
			assert.equal((await numbers())[0], recorded);
			await frame.locator("#all select").selectOption("off");
			await until("nothing to be counted", async () => {
				const [, before] = await numbers();
				await page.waitForTimeout(600);
				return (await numbers())[1] === before;
			});
			await page.keyboard.press("Shift+F5");
			await ended(page);
			await frame.locator("#live", { hasText: "ended" }).waitFor();
			assert.ok(await row.locator("select").isDisabled());
		},
	],
];
