/** Composing from the editor: one key on a `.wac` writes the component beside it. */
import * as path from "node:path";
import * as vscode from "vscode";
import { runWitness } from "../cli/index.ts";

export function registerCompose(context: vscode.ExtensionContext): void {
	const bundle = vscode.Uri.joinPath(context.extensionUri, "dist", "witness.mjs").fsPath;
	context.subscriptions.push(
		vscode.commands.registerCommand("witness.compose", (uri?: vscode.Uri) =>
			compose(bundle, uri ?? vscode.window.activeTextEditor?.document.uri),
		),
	);
}

/** Answers the path of what was written, for other commands and tests; undefined where nothing was. */
async function compose(bundle: string, uri: vscode.Uri | undefined): Promise<string | undefined> {
	if (!vscode.workspace.isTrusted) {
		await vscode.window.showErrorMessage("Composing writes a file: trust the workspace first.");
		return undefined;
	}
	if (uri === undefined || uri.scheme !== "file" || !uri.path.endsWith(".wac")) {
		await vscode.window.showErrorMessage("Open the .wac document to compose first.");
		return undefined;
	}
	const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === uri.toString());
	if (document?.isDirty) await document.save();
	const output = uri.fsPath.replace(/\.wac$/, ".wasm");
	const settings = vscode.workspace.getConfiguration("witness", uri);
	const folder = path.dirname(uri.fsPath);
	const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? folder;
	const args = [
		"compose",
		uri.fsPath,
		"--deps-dir",
		path.resolve(folder, settings.get("wac.depsDirectory", "deps")),
		"-o",
		output,
	];
	for (const [name, file] of Object.entries(settings.get<Record<string, string>>("wac.dependencies", {}))) {
		args.push("--dep", `${name}=${path.resolve(root, file)}`);
	}
	const answer = await vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title: `Composing ${path.basename(uri.fsPath)}`, cancellable: true },
		(_progress, token) => {
			const stop = new AbortController();
			token.onCancellationRequested(() => stop.abort());
			return runWitness(bundle, args, { cwd: root, signal: stop.signal });
		},
	);
	if (answer.status === 0) {
		vscode.window.setStatusBarMessage(`$(check) Composed ${path.basename(output)}`, 5000);
		return output;
	}
	const reason = answer.stderr.trim();
	const show = await vscode.window.showErrorMessage(reason.split("\n")[0] ?? "Composing failed.", "Show Problems");
	if (show !== undefined) await vscode.commands.executeCommand("workbench.actions.view.problems");
	return undefined;
}
