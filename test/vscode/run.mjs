// Runs the tests of the real editor: the trace view by itself, a suite inside the extension host, then a user's steps in the browser.
//   node test/vscode/run.mjs [--results FILE] [--screenshots DIR] [--only view|suite|steps] [--step PART-OF-A-NAME]
// Closes with a line `N passed, N failed`.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { cache, root } from "../../scripts/node.mjs";
import { startVsCodeWeb } from "../../scripts/vscode-web.mjs";
import { restricted, steps } from "./steps/index.mjs";
import { viewTests } from "./view.mjs";
import { calm, installExtension, openBrowser, openWorkbench, remote } from "./workbench.mjs";
import { makeWorkspace } from "./workspace.mjs";

const { values: flags } = parseArgs({
	options: { results: { type: "string" }, screenshots: { type: "string" }, only: { type: "string" }, step: { type: "string" } },
});
/** The screenshots that the documentation shows. */
const PICTURES = ["diagnostics", "completion", "elaborated-world", "debugger", "trace", "edges", "trap", "pick-function"];
/** The editor opens the folder restricted without asking. */
const RESTRICTED = { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "never" };
const out = path.join(cache, "vscode-tests");
mkdirSync(path.join(out, "screenshots"), { recursive: true });
const results = [];

function record({ name, ok, ms, error }) {
	results.push({ name, ok, ms, ...(error === undefined ? {} : { error }) });
	console.log(
		`${ok ? "ok  " : "FAIL"} ${name}${ms === undefined ? "" : ` (${Math.round(ms)} ms)`}${error === undefined ? "" : `\n     ${error}`}`,
	);
}

/** The suite of `suite/index.ts`, in the extension host of a workbench that a browser shows. */
async function runSuite() {
	const bundle = path.join(out, "suite", "index.cjs");
	await build({
		entryPoints: [path.join(root, "test/vscode/suite/index.ts")],
		outfile: bundle,
		bundle: true,
		platform: "node",
		format: "cjs",
		external: ["vscode"],
		logLevel: "warning",
		sourcemap: "inline",
	});
	const file = path.join(out, "suite.json");
	rmSync(file, { force: true });
	const workspace = makeWorkspace();
	const extensions = mkdtempSync(path.join(tmpdir(), "witness-extensions-"));
	const server = await startVsCodeWeb({ testing: true, env: { WITNESS_TEST_RESULTS: file } });
	const lines = [];
	let finish;
	const finished = new Promise((resolve) => {
		finish = resolve;
	});
	const timer = setTimeout(() => finish("the suite took longer than 5 minutes"), 300_000);
	const { browser, page } = await openWorkbench({
		port: server.port,
		folder: workspace.folder,
		payload: [
			["extensionDevelopmentPath", remote(server.port, installExtension(extensions))],
			["extensionTestsPath", remote(server.port, bundle)],
			["skipWelcome", "true"],
		],
		onLog: (type, args) => lines.push(`[${type}] ${args.join(" ")}`),
		onExit: finish,
	});
	const code = await finished;
	clearTimeout(timer);
	if (code !== 0) await page.screenshot({ path: path.join(out, "suite-failed.png") }).catch(() => {});
	await browser.close();
	await server.stop();
	workspace.remove();
	rmSync(extensions, { recursive: true, force: true });
	writeFileSync(path.join(out, "suite.log"), lines.join("\n"));
	const found = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
	for (const result of found) record(result);
	if (code !== 0 && found.every(({ ok }) => ok)) {
		record({ name: "the suite in the extension host", ok: false, error: `${code}\n${lines.slice(-30).join("\n")}` });
	}
}

/** Settings that let screenshots show what they are about. */
const SETTINGS = {
	"workbench.colorTheme": "Default Dark Modern",
	"editor.minimap.enabled": false,
	"breadcrumbs.enabled": false,
	// In the browser it is on: files would be saved while a step types.
	"files.autoSave": "off",
	"workbench.layoutControl.enabled": false,
	"remote.autoForwardPorts": false,
};

/** The steps of `steps/`, one after another in one workbench with the extension installed as a user has it. */
async function runSteps(wanted, options) {
	const shots = flags.screenshots === undefined ? path.join(out, "screenshots") : path.resolve(flags.screenshots);
	mkdirSync(shots, { recursive: true });
	const workspace = makeWorkspace();
	const extensions = mkdtempSync(path.join(tmpdir(), "witness-extensions-"));
	installExtension(extensions);
	const server = await startVsCodeWeb({
		extensionsDir: extensions,
		settings: { ...SETTINGS, ...options.settings },
		trust: options.trust,
	});
	const { browser, page } = await openWorkbench({ port: server.port, folder: workspace.folder });
	const shot = async (name) => {
		// Only what the documentation shows is written where it keeps its pictures.
		const folder = PICTURES.includes(name) ? shots : path.join(out, "screenshots");
		await page.screenshot({ path: path.join(folder, `${name}.png`) });
	};
	for (const [name, step] of wanted) {
		const started = performance.now();
		const attempt = async () => {
			await calm(page);
			await step({ page, shot, folder: workspace.folder });
		};
		try {
			// A browser on a busy machine may lose a key: each step begins from where nothing is open, so it can be taken again, once, and says so.
			await attempt().catch(async (error) => {
				await page.screenshot({ path: path.join(out, `first-try-${results.length}.png`) }).catch(() => {});
				console.log(`     a second try of "${name}": ${reasonOf(error)}`);
				await attempt();
			});
			record({ name, ok: true, ms: performance.now() - started });
		} catch (error) {
			await page.screenshot({ path: path.join(out, `failed-${results.length}.png`) }).catch(() => {});
			record({ name, ok: false, ms: performance.now() - started, error: reasonOf(error) });
		}
	}
	await browser.close();
	await server.stop();
	workspace.remove();
	rmSync(extensions, { recursive: true, force: true });
}

function reasonOf(error) {
	return error instanceof Error ? error.message.split("\n").slice(0, 4).join("\n     ") : String(error);
}

/** The trace view's script in a page of its own. */
async function runView() {
	const browser = await openBrowser();
	for (const [name, body] of viewTests) {
		const started = performance.now();
		try {
			await body({
				browser,
				shot: (page, picture) => page.screenshot({ path: path.join(out, "screenshots", `${picture}.png`) }),
				report: (figures) =>
					console.log(
						`     ${Object.entries(figures)
							.map(([key, ms]) => `${key} ${ms.toFixed(1)} ms`)
							.join(", ")}`,
					),
			});
			record({ name, ok: true, ms: performance.now() - started });
		} catch (error) {
			record({ name, ok: false, ms: performance.now() - started, error: error instanceof Error ? error.message : String(error) });
		}
	}
	await browser.close();
}

const runs = (part) => flags.only === undefined || flags.only === part;
if (runs("view")) await runView();
if (runs("suite")) await runSuite();
if (runs("steps")) {
	const named = (list) => list.filter(([name]) => name.includes(flags.step ?? ""));
	if (named(steps).length > 0) await runSteps(named(steps), { trust: false });
	// With workspace trust on, and the folder not trusted.
	if (named(restricted).length > 0) await runSteps(named(restricted), { trust: true, settings: RESTRICTED });
}
if (flags.results !== undefined) writeFileSync(flags.results, JSON.stringify(results, null, 1));
const failed = results.filter(({ ok }) => !ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 && results.length > 0 ? 0 : 1);
