// What a user does, step by step, in one workbench: each step begins where the one before ended. The screenshots go into the README.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { command, goTo, openFile, webview } from "./workbench.mjs";

/** The line of a file, from 1, on which a text first stands. */
function lineOf(file, text) {
	return (
		readFileSync(file, "utf8")
			.split("\n")
			.findIndex((line) => line.includes(text)) + 1
	);
}

async function waitFor(what, probe, timeout = 20_000) {
	const end = Date.now() + timeout;
	for (;;) {
		const found = await probe();
		if (found) return found;
		if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/** The rows of the variables view as texts. */
async function variables(page) {
	return (await page.locator(".debug-variables .monaco-list-row").allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
}

/** Opens a row of the variables view where it is closed. */
async function expand(page, name) {
	const row = page.locator(".debug-variables .monaco-list-row", { hasText: name }).first();
	await row.waitFor({ timeout: 15_000 });
	if ((await row.getAttribute("aria-expanded")) === "false") await row.click();
	await page.waitForTimeout(400);
}

export const steps = [
	[
		"a mistake is underlined while typing",
		async ({ page, shot, folder }) => {
			await openFile(page, "shop.wit");
			const line = lineOf(path.join(folder, "wit/shop.wit"), "lookup: func(sku: sku)");
			await goTo(page, line, 25);
			await page.locator(".codelens-decoration:visible", { hasText: "Run" }).first().waitFor({ timeout: 30_000 });
			// `sku: sku` becomes `sku: skuu`: the type is not known.
			const text = readFileSync(path.join(folder, "wit/shop.wit"), "utf8").split("\n")[line - 1];
			await goTo(page, line, text.indexOf("sku)") + 4);
			await page.keyboard.type("u");
			await page.locator(".squiggly-error").first().waitFor({ timeout: 10_000 });
			await command(page, "View: Show Problems");
			await page.locator(".markers-panel .monaco-list-row", { hasText: "skuu" }).first().waitFor();
			await shot("diagnostics");
			await page
				.locator(".view-lines")
				.first()
				.click({ position: { x: 600, y: 5 } });
			await page.keyboard.press("Control+Z");
			await page.locator(".squiggly-error").first().waitFor({ state: "hidden", timeout: 10_000 });
		},
	],
	[
		"completion offers the types of another interface",
		async ({ page, shot, folder }) => {
			const file = path.join(folder, "wit/shop.wit");
			const line = lineOf(file, "use types.{product, sku, traits}");
			const text = readFileSync(file, "utf8").split("\n")[line - 1];
			await goTo(page, line, text.indexOf("{") + 2);
			await page.keyboard.press("Control+Space");
			const list = page.locator(".suggest-widget .monaco-list-row");
			await list.filter({ hasText: "money" }).first().waitFor({ timeout: 10_000 });
			await shot("completion");
			await list.filter({ hasText: "money" }).first().click();
			await page.locator(".view-line", { hasText: "{money" }).first().waitFor();
			await page.keyboard.press("Control+Z");
		},
	],
	[
		"hover shows a function with its documentation",
		async ({ page, shot, folder }) => {
			const file = path.join(folder, "wit/shop.wit");
			const line = lineOf(file, "search: func");
			await goTo(page, line, 5);
			await command(page, "Show or Focus Hover");
			await page.locator(".monaco-hover", { hasText: "All products whose title" }).first().waitFor({ timeout: 10_000 });
			await shot("hover");
			await page.keyboard.press("Escape");
		},
	],
	[
		"saving writes TypeScript bindings",
		async ({ page, folder }) => {
			await openFile(page, "notes.wit");
			await page.keyboard.press("Control+End");
			await page.keyboard.press("Enter");
			await page.keyboard.press("Control+S");
			const below = path.join(folder, "notes/bindings");
			const files = await waitFor(
				"the bindings",
				() =>
					existsSync(below) && readdirSync(below, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".d.ts")),
				60_000,
			);
			assert.ok(files.length > 0);
		},
	],
	[
		"F5 on the .wac asks for the function and its arguments, and runs it",
		async ({ page, shot }) => {
			await openFile(page, "shop.wac");
			await page.keyboard.press("F5");
			const input = page.locator(".quick-input-widget input").first();
			const lookup = page.locator(".quick-input-list .monaco-list-row", { hasText: "lookup" }).first();
			await lookup.waitFor({ timeout: 30_000 });
			await shot("pick-function");
			await input.fill("lookup");
			await lookup.click();
			await page.locator(".quick-input-widget", { hasText: "WAVE" }).first().waitFor();
			await input.fill('lookup("tea-01")');
			await shot("arguments");
			await page.keyboard.press("Enter");
			await page.locator(".repl .monaco-list-row", { hasText: "tea-01" }).first().waitFor({ timeout: 30_000 });
			await page.locator(".debug-toolbar").waitFor({ state: "hidden", timeout: 20_000 });
		},
	],
	[
		"execution stops at a breakpoint in a .wit, with typed variables",
		async ({ page, shot, folder }) => {
			await openFile(page, "shop.wit");
			const line = lineOf(path.join(folder, "wit/shop.wit"), "  price: func");
			await goTo(page, line, 3);
			await page.keyboard.press("F9");
			await page.locator(".codicon-debug-breakpoint").first().waitFor();
			await openFile(page, "shop.wac");
			await page.keyboard.press("F5");
			const preview = page.locator(".quick-input-list .monaco-list-row", { hasText: "visit.preview" }).first();
			await preview.waitFor({ timeout: 30_000 });
			const input = page.locator(".quick-input-widget input").first();
			await input.fill("preview");
			await preview.click();
			await page.locator(".quick-input-widget", { hasText: "WAVE" }).first().waitFor();
			await input.fill('visit(eur); visit.put($1, "tea-01", 2); visit.preview($1, [percent(10.0)])');
			await page.keyboard.press("Enter");
			await page.locator(".debug-top-stack-frame-line, .codicon-debug-stackframe").first().waitFor({ timeout: 30_000 });
			await expand(page, "Arguments");
			await expand(page, "lines");
			await expand(page, "[0]");
			await expand(page, "product");
			await waitFor("the variables", async () =>
				(await variables(page)).some((text) => text.includes("quantity") && text.includes("2")),
			);
			await shot("debugger");
			await page.keyboard.press("F5");
			await page.locator(".repl .monaco-list-row", { hasText: "total" }).first().waitFor({ timeout: 20_000 });
			await page.locator(".debug-toolbar").waitFor({ state: "hidden", timeout: 20_000 });
		},
	],
	[
		"the trace shows the calls, and a click opens the function in its .wit",
		async ({ page, shot }) => {
			await command(page, "Witness: Show Call Trace");
			const frame = await webview(page, "#calls");
			const row = frame.locator(".row", { hasText: "price" }).first();
			await row.waitFor({ timeout: 20_000 });
			assert.ok((await frame.locator(".row").count()) >= 5);
			await row.click();
			await page.locator(".tab.active", { hasText: "shop.wit" }).waitFor({ timeout: 15_000 });
			await page.locator(".view-line", { hasText: "price: func" }).first().waitFor();
			await frame.locator("#details dd.value").first().waitFor();
			await page.waitForTimeout(500);
			await shot("trace");
		},
	],
	[
		"a trap stops the debugger and names what trapped",
		async ({ page, shot }) => {
			await openFile(page, "shop.wac");
			await page.keyboard.press("F5");
			const split = page.locator(".quick-input-list .monaco-list-row", { hasText: "split" }).first();
			await split.waitFor({ timeout: 30_000 });
			const input = page.locator(".quick-input-widget input").first();
			await input.fill("split");
			await split.click();
			await page.locator(".quick-input-widget", { hasText: "WAVE" }).first().waitFor();
			await input.fill("split({amount: 1000, currency: eur}, 0)");
			await page.keyboard.press("Enter");
			await page.locator(".exception-widget, .zone-widget", { hasText: "split" }).first().waitFor({ timeout: 30_000 });
			await shot("trap");
			await page.keyboard.press("Shift+F5");
			await page.locator(".debug-toolbar").waitFor({ state: "hidden", timeout: 20_000 });
		},
	],
];
