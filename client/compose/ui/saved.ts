/** Programs are read from the disk, whether they are composed, run or debugged. */
import * as path from "node:path";
import * as vscode from "vscode";

/** Saves the document at a path where it has changes: yesterday's text would lie. False where that failed; then nothing may be done with the file. */
export async function saved(file: string): Promise<boolean> {
	const document = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === path.normalize(file));
	return document === undefined || !document.isDirty || (await document.save());
}
