import * as path from "node:path";
import * as vscode from "vscode";

/** The path of a file of the workspace that the tests run in. */
export function at(...parts: string[]): string {
	const folder = vscode.workspace.workspaceFolders?.[0];
	if (folder === undefined) throw new Error("no folder is open");
	return path.join(folder.uri.fsPath, ...parts);
}

export async function open(...parts: string[]): Promise<vscode.TextEditor> {
	return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at(...parts)));
}

/** The position right behind the first place where `text` stands. */
export function after(document: vscode.TextDocument, text: string): vscode.Position {
	const found = document.getText().indexOf(text);
	if (found < 0) throw new Error(`${text} does not stand in ${document.fileName}`);
	return document.positionAt(found + text.length);
}

/** Replaces the whole text of an editor's document without saving it. */
export async function setText(editor: vscode.TextEditor, text: string): Promise<void> {
	const { document } = editor;
	await editor.edit((edit) =>
		edit.replace(new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)), text),
	);
}
