import assert from "node:assert/strict";
import { answerCall, command, consoleLine, ended, openFile, pressF5, webview } from "../workbench.mjs";

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
];
