/** Measures a call from the editor: the command line does it, in processes of its own, and its report is shown. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";
import { runWitness } from "../../cli/index.ts";
import { compositionArguments, compositionSettings } from "../../compose/index.ts";

const SAVE = "Save Report…";

interface Benchmarked {
	readonly program: string;
	/** The last is the call that is measured. */
	readonly invoke: readonly string[];
}

/** `bundle` is the command line, `options` what it is given besides. Answers with the report's HTML; undefined where there is none. */
export async function benchmark(
	context: vscode.ExtensionContext,
	bundle: string,
	{ program, invoke }: Benchmarked,
	options: readonly string[],
): Promise<string | undefined> {
	const call = invoke.at(-1) ?? "";
	const folder = context.globalStorageUri.fsPath;
	await mkdir(folder, { recursive: true });
	const report = path.join(folder, `benchmark-${process.pid}.html`);
	const composition = program.endsWith(".wac") ? compositionSettings(program) : null;
	const args = ["bench", program, ...invoke.flatMap((each) => ["--invoke", each]), "--html", report, ...options];
	if (composition !== null) args.push(...compositionArguments(composition));
	const stop = new AbortController();
	const answer = await vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title: `Measuring ${call}: most of a minute`, cancellable: true },
		(_progress, token) => {
			token.onCancellationRequested(() => stop.abort());
			return runWitness(bundle, args, { cwd: composition?.root ?? path.dirname(program), signal: stop.signal });
		},
	);
	if (stop.signal.aborted) return undefined;
	if (answer.status !== 0 && answer.stdout === "") {
		const reason = /^error: (.*)$/m.exec(answer.stderr)?.[1] ?? "the bench has not come to its end";
		void vscode.window.showErrorMessage(`${call} was not measured: ${reason}.`);
		return undefined;
	}
	const html = await readFile(report, "utf8");
	const panel = vscode.window.createWebviewPanel("witness.bench", `Benchmark: ${call}`.slice(0, 60), vscode.ViewColumn.Active, {
		enableScripts: false,
		localResourceRoots: [],
	});
	panel.webview.html = html;
	// Not waited for: the report is there.
	void offerToSave(html);
	return html;
}

async function offerToSave(html: string): Promise<void> {
	if ((await vscode.window.showInformationMessage("The report is one HTML file with everything in it.", SAVE)) !== SAVE) return;
	const target = await vscode.window.showSaveDialog({ filters: { HTML: ["html"] } });
	if (target !== undefined) await writeFile(target.fsPath, html);
}
