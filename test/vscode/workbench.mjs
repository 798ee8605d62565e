// Opens VS Code's workbench in Debian's Chromium and finds its parts. Everything here waits for what is on the screen, never for a time,
// and asks again where a key can come before the workbench listens.
import { cpSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { root } from "../../scripts/node.mjs";

const SIZE = { width: 1440, height: 900 };

/** Generous: the machine may be busy with other things. In milliseconds. */
const PATIENCE = 60_000;

/** Installs what was built as an extension, by copying what a package of it holds: a build meanwhile does not disturb. Returns where it is. */
export function installExtension(folder) {
	const target = path.join(folder, "witness.witness-0.1.0");
	for (const part of ["package.json", "dist", "syntaxes"]) {
		cpSync(path.join(root, part), path.join(target, part), { recursive: true });
	}
	return target;
}

/** The address of a file of this machine as the workbench in the browser sees it. */
export function remote(port, file) {
	return `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
}

/** Starts the browser that shows the workbench. */
export function openBrowser() {
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
			"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
		],
	});
}

/** Opens a folder; `onLog` and `onExit` are told what a suite inside the extension host says. Returns `{ browser, page }`. */
export async function openWorkbench({ port, folder, payload = [], onLog, onExit }) {
	const browser = await openBrowser();
	const context = await browser.newContext({ viewport: SIZE });
	context.setDefaultTimeout(PATIENCE);
	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	const page = await context.newPage();
	if (onLog !== undefined) await page.exposeFunction("codeAutomationLog", onLog);
	if (onExit !== undefined) await page.exposeFunction("codeAutomationExit", onExit);
	const address = new URL(`http://127.0.0.1:${port}/`);
	address.searchParams.set("folder", folder);
	if (payload.length > 0) address.searchParams.set("payload", JSON.stringify(payload));
	await page.goto(address.href);
	await page.locator(".monaco-workbench").waitFor();
	return { browser, page };
}

/** Repeats an action until what it is to bring about is there; `probe` waits for that and throws where it does not come. */
export async function insist(action, probe, attempts = 6) {
	for (let attempt = 1; ; attempt++) {
		await action();
		try {
			return await probe(5000);
		} catch (error) {
			if (attempt === attempts) throw error;
		}
	}
}

/** Waits until a probe gives something; says what was waited for. Polls, as it looks at files too. */
export async function until(what, probe, timeout = PATIENCE) {
	const end = Date.now() + timeout;
	for (;;) {
		const found = await probe();
		if (found) return found;
		if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/** The visible box that asks for something. */
export const quickInput = (page) => page.locator(".quick-input-widget:visible");

/** A visible row of the list below the box that asks. */
export const quickRow = (page, text) => page.locator(".quick-input-widget:visible .monaco-list-row", { hasText: text }).first();

/** Closes the box that asks, where one is open. */
async function closeQuickInput(page) {
	if (!(await quickInput(page).isVisible())) return;
	await insist(
		() => page.keyboard.press("Escape"),
		(timeout) => quickInput(page).waitFor({ state: "hidden", timeout }),
	);
}

/** Opens a quick input with a key, fills it, and takes the row that has a text. */
async function choose(page, key, text, row) {
	await closeQuickInput(page);
	const input = page.locator(".quick-input-widget:visible input").first();
	await insist(
		async () => {
			if (!(await input.isVisible())) await page.keyboard.press(key);
		},
		async (timeout) => {
			// It may close again when something else takes the focus.
			await input.fill(text, { timeout });
			await quickRow(page, row).click({ timeout });
		},
	);
}

/** Runs a command by its title in the palette. */
export async function command(page, title) {
	await choose(page, "F1", `>${title}`, title);
}

const tab = (page, name) => page.locator(`.tab[data-resource-name="${path.basename(name)}"]`).first();

/** Brings a file to the front and gives it the focus: by its tab where it has one, else by its name. */
export async function openFile(page, name) {
	await closeQuickInput(page);
	if ((await tab(page, name).count()) === 0) await choose(page, "Control+P", name, path.basename(name));
	await insist(
		() => tab(page, name).click(),
		(timeout) => page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor({ timeout }),
	);
}

/** Puts the cursor of the active editor on a line and column, both from 1. */
export async function goTo(page, line, column = 1) {
	await choose(page, "Control+G", `:${line}:${column}`, String(line));
	await quickInput(page).waitFor({ state: "hidden" });
	await page.locator(".statusbar-item", { hasText: `Ln ${line}, Col ${column}` }).waitFor();
}

/** Brings the workbench to where each step begins: nothing asks, nothing runs, all files are as on disk. */
export async function calm(page) {
	await page.locator(".monaco-workbench").waitFor();
	const menu = page.locator(".monaco-menu:visible").first();
	if (await menu.isVisible()) {
		await insist(
			() => page.keyboard.press("Escape"),
			(timeout) => menu.waitFor({ state: "hidden", timeout }),
		);
	}
	await closeQuickInput(page);
	const toolbar = page.locator(".debug-toolbar:visible");
	if (await toolbar.isVisible()) {
		await insist(
			() => page.keyboard.press("Shift+F5"),
			(timeout) => toolbar.waitFor({ state: "hidden", timeout }),
		);
	}
	if ((await page.locator(".notifications-toasts .notification-list-item").count()) > 0) {
		await command(page, "Notifications: Clear All Notifications");
	}
	for (let left = await page.locator(".tab.dirty").count(); left > 0; left--) {
		await page.locator(".tab.dirty").first().click();
		await command(page, "File: Revert File");
		await until("the file to be as on disk", async () => (await page.locator(".tab.dirty").count()) < left);
	}
}

/** Waits until nothing runs any more. */
export async function ended(page) {
	await page.locator(".debug-toolbar").waitFor({ state: "hidden" });
}

/** Answers the questions after F5 or Run: the function by a text of its row (null where it is not asked), then the line of calls. */
export async function answerCall(page, row, line, between) {
	const input = page.locator(".quick-input-widget:visible input").first();
	if (row !== null) {
		// Only the rows on the screen are in the document: what is typed brings the one that is meant there.
		await page.locator(".quick-input-widget:visible .monaco-list-row").first().waitFor();
		await input.fill(row);
		await quickRow(page, row).click();
	}
	await quickInput(page).filter({ hasText: "WAVE" }).waitFor();
	await input.fill(line);
	await between?.(input);
	await input.press("Enter");
}

/** Chooses from the menu of what a locator finds. A menu does not listen at once. */
export async function chooseFromMenu(page, target, text) {
	const item = page.locator(".monaco-menu .action-item:visible", { hasText: text }).first();
	await insist(
		async () => {
			if (!(await item.isVisible())) await target.click({ button: "right" });
			await item.click();
		},
		(timeout) => item.waitFor({ state: "hidden", timeout }),
	);
}

/**
 * Presses F5 on the active file until Witness asks which function is meant. The editor asks something else where it does not know yet
 * which file is active.
 */
export async function pressF5(page) {
	await insist(
		async () => {
			await closeQuickInput(page);
			await page.keyboard.press("F5");
		},
		() => quickInput(page).filter({ hasText: "which function?" }).waitFor({ timeout: 15_000 }),
		3,
	);
}

/** Waits for a line of the debug console. */
export async function consoleLine(page, text) {
	await page.locator(".repl .monaco-list-row", { hasText: text }).first().waitFor();
}

/** The frame of a webview that holds an element. */
export async function webview(page, selector) {
	return until(`a webview with ${selector}`, async () => {
		for (const frame of page.frames()) {
			// A frame may go while it is asked.
			const count = await frame
				.locator(selector)
				.count()
				.catch(() => 0);
			if (count > 0) return frame;
		}
		return null;
	});
}
