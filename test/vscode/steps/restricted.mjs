// In a folder that the user does not trust.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { command, goTo, openFile, quickRow } from "../workbench.mjs";
import { lineOf } from "../workspace.mjs";
import { makeMistake, showWorld } from "./language.mjs";

export const restricted = [
	[
		"in an untrusted workspace mistakes are underlined",
		async ({ page, folder }) => {
			await makeMistake(page, folder);
			await page.keyboard.press("Control+Z");
			await page.locator(".squiggly-error").first().waitFor({ state: "hidden" });
		},
	],
	[
		"in an untrusted workspace a world is shown",
		async ({ page, folder }) => {
			await showWorld(page, folder);
			await page.locator('.tab[data-resource-name="checkout-service (elaborated).wit"]').click();
			await command(page, "View: Close Editor");
		},
	],
	[
		"in an untrusted workspace nothing is composed, run or written",
		async ({ page, shot, folder }) => {
			await openFile(page, "notes.wit");
			await page.keyboard.press("Control+End");
			await page.keyboard.press("Enter");
			await page.keyboard.press("Control+S");
			await page.locator(".tab.active:not(.dirty)").waitFor();
			await openFile(page, "shop.wac");
			await page.keyboard.press("F5");
			const question = page.locator(".monaco-dialog-box", { hasText: "Do you trust" });
			await question.waitFor();
			await shot("restricted");
			await question.locator(".monaco-button", { hasText: "Cancel" }).click();
			await question.waitFor({ state: "hidden" });
			await page.keyboard.press("F1");
			await page.locator(".quick-input-widget:visible input").first().fill(">Witness:");
			await quickRow(page, "Witness: Show Call Trace").waitFor();
			for (const title of ["Run Function", "Debug Function", "Witness: Compose", "Generate TypeScript Bindings"]) {
				assert.equal(await quickRow(page, title).count(), 0, `${title} is offered`);
			}
			await page.keyboard.press("Escape");
			await openFile(page, "shop.wit");
			await goTo(page, lineOf(path.join(folder, "wit/shop.wit"), "search: func"));
			await page.locator(".codelens-decoration:visible a", { hasText: "Run" }).first().waitFor();
			await page.locator(".codelens-decoration:visible a", { hasText: "Run" }).first().click();
			await page.locator(".notification-list-item", { hasText: "trusted workspace" }).first().waitFor();
			assert.ok(!existsSync(path.join(folder, "notes/bindings")), "bindings were written");
			assert.ok(!existsSync(path.join(folder, "shop.wasm")), "a component was written");
		},
	],
];
