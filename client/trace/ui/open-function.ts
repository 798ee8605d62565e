import * as vscode from "vscode";
import type { LanguageService } from "../../language/index.ts";

/** Shows a function in the `.wit` of the workspace that declares it, or says that there is none. */
export async function openFunction(language: LanguageService, name: string | null, func: string): Promise<void> {
	const files = await vscode.workspace.findFiles("**/*.wit", "**/{node_modules,target}/**", 500);
	const place = await language.request("witness/function", {
		interface: name,
		function: func,
		files: files.map((uri) => uri.toString()),
	});
	if (place === null) {
		vscode.window.setStatusBarMessage(
			`No .wit file of this workspace declares ${name === null ? func : `${name}#${func}`}.`,
			5000,
		);
		return;
	}
	const { start, end } = place.range;
	await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), {
		selection: new vscode.Range(start.line, start.character, end.line, end.character),
		viewColumn: vscode.ViewColumn.One,
		preserveFocus: true,
		preview: true,
	});
}
