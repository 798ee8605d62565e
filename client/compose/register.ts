/** Composing from the editor: one key on a `.wac` writes the component beside it. */
import * as path from "node:path";
import * as vscode from "vscode";
import { runWitness } from "../cli/index.ts";
import { saved } from "./ui/saved.ts";
import { type CompositionSettings, compositionArguments, compositionSettings } from "./ui/settings.ts";

export function registerCompose(context: vscode.ExtensionContext): void {
	const bundle = vscode.Uri.joinPath(context.extensionUri, "dist", "witness.mjs").fsPath;
	context.subscriptions.push(
		vscode.commands.registerCommand("witness.compose", (uri?: vscode.Uri) =>
			compose(bundle, context.workspaceState, uri ?? vscode.window.activeTextEditor?.document.uri),
		),
	);
}

/** Answers the path of what was written, for other commands and tests; undefined where nothing was. */
async function compose(bundle: string, memory: vscode.Memento, uri: vscode.Uri | undefined): Promise<string | undefined> {
	if (!vscode.workspace.isTrusted) {
		tell("Composing writes a file: trust the workspace first.");
		return undefined;
	}
	if (uri === undefined || uri.scheme !== "file" || !uri.path.endsWith(".wac")) {
		tell("Open the .wac document to compose first.");
		return undefined;
	}
	if (!(await saved(uri.fsPath))) return undefined;
	const output = uri.fsPath.replace(/\.wac$/, ".wasm");
	const settings = compositionSettings(uri.fsPath);
	if (!(await mayWrite(memory, output, settings))) return undefined;
	const args = ["compose", uri.fsPath, ...compositionArguments(settings), "-o", output];
	const answer = await vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title: `Composing ${path.basename(uri.fsPath)}`, cancellable: true },
		(_progress, token) => {
			const stop = new AbortController();
			token.onCancellationRequested(() => stop.abort());
			return runWitness(bundle, args, { cwd: settings.root, signal: stop.signal });
		},
	);
	if (answer.status !== 0) {
		tell(shortReason(answer.stderr));
		return undefined;
	}
	await memory.update(writtenKey(output), true);
	vscode.window.setStatusBarMessage(`$(check) Composed ${path.basename(output)}`, 5000);
	return output;
}

/** A file that composing has written before is written again. One that stands there otherwise is somebody's: it is asked for, once. */
async function mayWrite(memory: vscode.Memento, output: string, { dependencies }: CompositionSettings): Promise<boolean> {
	const name = path.basename(output);
	if (Object.values(dependencies).includes(output)) {
		tell(
			`${name} is one of the packages that this document composes (witness.wac.dependencies): give the document another name.`,
		);
		return false;
	}
	if (memory.get(writtenKey(output)) === true || !(await exists(output))) return true;
	const answer = await vscode.window.showWarningMessage(
		`${name} exists beside the document. Write the composition over it?`,
		{ modal: true },
		"Overwrite",
	);
	return answer === "Overwrite";
}

function writtenKey(output: string): string {
	return `witness.composed:${output}`;
}

async function exists(file: string): Promise<boolean> {
	try {
		await vscode.workspace.fs.stat(vscode.Uri.file(file));
		return true;
	} catch {
		return false;
	}
}

/** The first problem with what to do about it, without the lines of source that a terminal shows between them. */
function shortReason(stderr: string): string {
	const lines = stderr.trim().split("\n");
	const help = lines.find((line) => line.trimStart().startsWith("help:"));
	return [lines[0] ?? "Composing failed.", ...(help === undefined ? [] : [help.trim()])].join(" ");
}

/** Says what is wrong; nobody waits for the message to be closed. */
function tell(message: string): void {
	void vscode.window.showErrorMessage(message);
}
