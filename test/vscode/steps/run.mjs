import path from "node:path";
import {
	answerCall,
	calm,
	chooseFromMenu,
	command,
	consoleLine,
	ended,
	goTo,
	openFile,
	pressF5,
	quickInput,
	quickRow,
} from "../workbench.mjs";
import { lineOf } from "../workspace.mjs";

/** Clicks the code lens over the line of the cursor. */
async function clickLens(page, text) {
	await page.locator(".codelens-decoration:visible a", { hasText: text }).first().waitFor();
	await page.locator(".codelens-decoration:visible a", { hasText: text }).first().click();
}

export const run = [
	[
		"F5 on the .wac asks for the function and its arguments, says what is wrong with them, and runs it",
		async ({ page, shot }) => {
			await openFile(page, "shop.wac");
			await pressF5(page);
			await quickRow(page, "lookup").waitFor();
			await shot("pick-function");
			await answerCall(page, "lookup", "lookup(7)", async (input) => {
				await quickInput(page).filter({ hasText: "expected string" }).waitFor();
				await shot("arguments-wrong");
				await input.fill('lookup("tea-01")');
				await quickInput(page).filter({ hasNotText: "expected string" }).waitFor();
				await shot("arguments");
			});
			await consoleLine(page, "Green tea");
			await ended(page);
			await page.locator(".statusbar-item:visible", { hasText: "1 call" }).waitFor();
		},
	],
	[
		"a code lens over a function in a .wit runs it in a component that exports it",
		async ({ page, shot, folder }) => {
			await openFile(page, "shop.wit");
			await goTo(page, lineOf(path.join(folder, "wit/shop.wit"), "lookup: func"), 3);
			await clickLens(page, "Run");
			await quickRow(page, "shop.wac").waitFor();
			await shot("pick-program");
			await quickRow(page, "shop.wac").click();
			await answerCall(page, null, 'lookup("tea-00")');
			await consoleLine(page, "err(retired((2024, 11)))");
			await ended(page);
		},
	],
	[
		"a code lens over an export in a .wac runs it",
		async ({ page, folder }) => {
			await openFile(page, "shop.wac");
			await goTo(page, lineOf(path.join(folder, "shop.wac"), 'export catalog["shop:checkout/catalog'), 1);
			await clickLens(page, "Run shelf");
			await answerCall(page, null, "shelf()");
			await consoleLine(page, '("tea-01", 40)');
			await ended(page);
		},
	],
	[
		"F5 on a component that is open asks for its functions",
		async ({ page }) => {
			await openFile(page, "pricing.wasm");
			await pressF5(page);
			await answerCall(page, "price", "price([], [])");
			await consoleLine(page, "err(empty-cart)");
			await ended(page);
		},
	],
	[
		"the menu of a component in the explorer runs a function of it",
		async ({ page }) => {
			await command(page, "File: Focus on Files Explorer");
			await openFile(page, "catalog.wasm");
			const row = page.locator(".explorer-folders-view .monaco-list-row", { hasText: "catalog.wasm" });
			await chooseFromMenu(page, row, "Run Function…");
			await answerCall(page, "shelf", "shelf()");
			await consoleLine(page, '("mug-07", 12)');
			await ended(page);
		},
	],
	[
		"a program that cannot run is refused with one message, and the next run works",
		async ({ page, shot }) => {
			await openFile(page, "core.wat");
			await page.keyboard.press("F5");
			await page
				.locator(".notification-list-item:visible, .monaco-dialog-box:visible", { hasText: "core module" })
				.first()
				.waitFor();
			await shot("core-module");
			await calm(page);
			await openFile(page, "shop.wac");
			await pressF5(page);
			await answerCall(page, "lookup", 'lookup("tea-01")');
			await consoleLine(page, "Green tea");
			await ended(page);
		},
	],
];
