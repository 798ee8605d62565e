import path from "node:path";
import { answerCall, command, consoleLine, ended, goTo, openFile, pressF5, until } from "../workbench.mjs";
import { lineOf } from "../workspace.mjs";

/** The row of a variable or scope by its whole name: others hold it in their values. */
const rowOf = (page, name) =>
	page
		.locator(".debug-variables .monaco-list-row", { hasText: new RegExp(`^\\s*${name.replace(/[[\]]/g, "\\$&")}(?:\\s|$)`) })
		.first();

/** Opens a row of the variables view where it is closed. */
async function expand(page, name) {
	const row = rowOf(page, name);
	await row.waitFor();
	await until(`${name} to be open`, async () => {
		if ((await row.getAttribute("aria-expanded")) === "true") return true;
		await row.locator(".monaco-tl-twistie").click();
		return row
			.and(page.locator("[aria-expanded=true]"))
			.waitFor({ timeout: 2000 })
			.then(
				() => true,
				() => false,
			);
	});
}

async function stopAtPrice(page, shot) {
	await openFile(page, "shop.wac");
	await pressF5(page);
	await answerCall(page, "preview", 'visit(eur); visit.put($1, "tea-01", 2); visit.preview($1, [percent(10.0)])');
	await page.locator(".codicon-debug-stackframe").first().waitFor();
	await page.locator(".debug-call-stack .monaco-list-row", { hasText: "pricing price" }).first().waitFor();
	for (const name of ["Arguments", "lines", "[0]", "product"]) await expand(page, name);
	await rowOf(page, "quantity").filter({ hasText: "2" }).waitFor();
	await rowOf(page, "title").filter({ hasText: "Green tea" }).waitFor();
	await shot("debugger");
	await page.keyboard.press("F5");
	await consoleLine(page, "total");
	await ended(page);
}

export const debug = [
	[
		"execution stops at a breakpoint in a .wit, with typed variables",
		async ({ page, shot, folder }) => {
			await openFile(page, "shop.wit");
			await goTo(page, lineOf(path.join(folder, "wit/shop.wit"), "  price: func"), 3);
			await page.keyboard.press("F9");
			try {
				await page.locator(".glyph-margin-widgets .codicon-debug-breakpoint").first().waitFor();
				await stopAtPrice(page, shot);
			} finally {
				await command(page, "Remove All Breakpoints");
			}
		},
	],
	[
		"a trap stops the debugger and names what trapped",
		async ({ page, shot }) => {
			await openFile(page, "shop.wac");
			await pressF5(page);
			await answerCall(page, "split", "split({amount: 1000, currency: eur}, 0)");
			const widget = page.locator(".exception-widget").first();
			await widget.filter({ hasText: "component checkout" }).waitFor();
			await widget.filter({ hasText: "split" }).waitFor();
			await shot("trap");
		},
	],
	[
		"Stop ends a guest that loops for ever",
		async ({ page }) => {
			await openFile(page, "endless.wat");
			await pressF5(page);
			await answerCall(page, "spin", "spin()");
			await page.locator(".debug-toolbar:visible").waitFor();
			await page.locator(".statusbar-item:visible", { hasText: "1 call" }).waitFor();
			await page.keyboard.press("Shift+F5");
			await ended(page);
		},
	],
];
