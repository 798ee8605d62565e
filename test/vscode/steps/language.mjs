import assert from "node:assert/strict";
import path from "node:path";
import { command, goTo, insist, openFile } from "../workbench.mjs";
import { lineOf, textOfLine } from "../workspace.mjs";

/** Types a letter too many into `lookup: func(sku: sku)`: the type is not known. */
export async function makeMistake(page, folder) {
	await openFile(page, "shop.wit");
	const file = path.join(folder, "wit/shop.wit");
	const line = lineOf(file, "lookup: func(sku: sku)");
	await goTo(page, line, textOfLine(file, line).indexOf("sku)") + 4);
	await page.keyboard.type("u");
	await page.locator(".squiggly-error").first().waitFor();
}

/** Shows the world `checkout-service` by the keyboard, and waits until what it needs stands there, in the colours of WIT. */
export async function showWorld(page, folder) {
	await openFile(page, "shop.wit");
	await goTo(page, lineOf(path.join(folder, "wit/shop.wit"), "world checkout-service") + 1, 3);
	await command(page, "Witness: Show Elaborated World");
	await page.locator('.tab[data-resource-name="checkout-service (elaborated).wit"]').waitFor();
	const shown = page.locator(".editor-group-container").last();
	await shown.locator(".view-line", { hasText: "import shop:checkout/types" }).first().waitFor();
	// A word of the language has another colour than a name.
	await shown.locator(".view-line", { hasText: "export shop:checkout/checkout" }).locator("span span").nth(1).waitFor();
	return shown;
}

export const language = [
	[
		"a mistake is underlined while typing, and its underline goes when it is mended",
		async ({ page, shot, folder }) => {
			await makeMistake(page, folder);
			await page.locator(".codelens-decoration:visible", { hasText: "Run" }).first().waitFor();
			await command(page, "Problems: Focus on Problems View");
			await page.locator(".markers-panel .monaco-list-row", { hasText: "skuu" }).first().waitFor();
			await shot("diagnostics");
			await openFile(page, "shop.wit");
			await page.keyboard.press("Control+Z");
			await page.locator(".squiggly-error").first().waitFor({ state: "hidden" });
		},
	],
	[
		"completion offers the types of another interface",
		async ({ page, shot, folder }) => {
			await openFile(page, "shop.wit");
			const file = path.join(folder, "wit/shop.wit");
			const line = lineOf(file, "use types.{product, sku, traits}");
			await goTo(page, line, textOfLine(file, line).indexOf("{") + 2);
			await page.keyboard.press("Control+Space");
			const money = page.locator(".suggest-widget .monaco-list-row", { hasText: "money" }).first();
			await money.waitFor();
			await shot("completion");
			await money.click();
			await page.locator(".view-line", { hasText: "{money" }).first().waitFor();
		},
	],
	[
		"hover shows a function with its documentation",
		async ({ page, shot, folder }) => {
			await openFile(page, "shop.wit");
			await goTo(page, lineOf(path.join(folder, "wit/shop.wit"), "search: func"), 5);
			await command(page, "Show or Focus Hover");
			await page.locator(".monaco-hover", { hasText: "All products whose title" }).first().waitFor();
			await shot("hover");
			await page.keyboard.press("Escape");
		},
	],
	[
		"a quick fix mends a mistake by the keyboard",
		async ({ page, shot, folder }) => {
			await makeMistake(page, folder);
			await page.keyboard.press("ArrowLeft");
			const menu = page.locator(".action-widget:visible", { hasText: "Write `sku`" });
			await insist(
				() => page.keyboard.press("Control+."),
				(timeout) => menu.waitFor({ timeout }),
			);
			await shot("quick-fix");
			await page.keyboard.press("Enter");
			await page.locator(".squiggly-error").first().waitFor({ state: "hidden" });
			await page.locator(".view-line", { hasText: "lookup: func(sku: sku)" }).first().waitFor();
		},
	],
	[
		"a world is shown with what it includes and needs, and follows its sources",
		async ({ page, shot, folder }) => {
			const shown = await showWorld(page, folder);
			assert.equal(await page.locator(".squiggly-error").count(), 0, "it is checked");
			await page.locator(".codelens-decoration:visible", { hasText: "Show elaborated world" }).first().waitFor();
			await shot("elaborated-world");
			// The cursor has stayed in the source.
			await page.keyboard.press("End");
			await page.keyboard.type(" import log: func(line: string);");
			await shown.locator(".view-line", { hasText: "import log: func(line: string);" }).first().waitFor();
			await page.keyboard.press("Control+Z");
			await page.locator('.tab[data-resource-name="checkout-service (elaborated).wit"]').click();
			await command(page, "View: Close Editor");
		},
	],
];
