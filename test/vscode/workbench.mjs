// Opens VS Code's workbench in Debian's Chromium and finds its parts.
import { symlinkSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { root } from "../../scripts/node.mjs";

const SIZE = { width: 1440, height: 900 };

/** Installs the checkout as an extension: a link, so that what was built last is what runs. */
export function installExtension(folder) {
	symlinkSync(root, path.join(folder, "witness.witness-0.1.0"));
}

/** The address of a file of this machine as the workbench in the browser sees it. */
export function remote(port, file) {
	return `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
}

/** Opens a folder; `onLog` and `onExit` are told what a suite inside the extension host says. Returns `{ browser, page }`. */
export async function openWorkbench({ port, folder, payload = [], onLog, onExit }) {
	const browser = await chromium.launch({
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
	const context = await browser.newContext({ viewport: SIZE });
	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	const page = await context.newPage();
	if (onLog !== undefined) await page.exposeFunction("codeAutomationLog", onLog);
	if (onExit !== undefined) await page.exposeFunction("codeAutomationExit", onExit);
	const address = new URL(`http://127.0.0.1:${port}/`);
	address.searchParams.set("folder", folder);
	if (payload.length > 0) address.searchParams.set("payload", JSON.stringify(payload));
	await page.goto(address.href);
	await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
	return { browser, page };
}

/** Runs a command by its title in the palette. */
export async function command(page, title) {
	await page.keyboard.press("F1");
	const input = page.locator(".quick-input-widget input").first();
	await input.waitFor();
	await input.fill(`>${title}`);
	await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
	await page.keyboard.press("Enter");
}

/** Opens a file by its name, as Ctrl+P does. */
export async function openFile(page, name) {
	// A view that has the focus may use the key for something of its own.
	await page.keyboard.press("Control+1");
	await page.keyboard.press("Control+P");
	const input = page.locator(".quick-input-widget input").first();
	await input.waitFor();
	await input.fill(name);
	await page
		.locator(".quick-input-list .monaco-list-row", { hasText: path.basename(name) })
		.first()
		.waitFor();
	await page.keyboard.press("Enter");
	await page.locator(".tab.active", { hasText: path.basename(name) }).waitFor();
}

/** Puts the cursor on a line and column, both from 1. */
export async function goTo(page, line, column = 1) {
	await page.keyboard.press("Control+G");
	const input = page.locator(".quick-input-widget input").first();
	await input.waitFor();
	await input.fill(`:${line}:${column}`);
	await page.keyboard.press("Enter");
	await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
}

/** The frame of a webview that holds an element. */
export async function webview(page, selector, timeout = 20_000) {
	const end = Date.now() + timeout;
	for (;;) {
		for (const frame of page.frames()) {
			try {
				if ((await frame.locator(selector).count()) > 0) return frame;
			} catch {
				// The frame has gone meanwhile.
			}
		}
		if (Date.now() > end) throw new Error(`no webview with ${selector}`);
		await page.waitForTimeout(100);
	}
}
