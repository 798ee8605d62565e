/** Where a composition finds its packages, by the settings of its folder. */
import * as path from "node:path";
import * as vscode from "vscode";

export interface CompositionSettings {
	/** The folder that relative paths of the settings start from: the workspace folder, or the document's own. */
	readonly root: string;
	/** The folder of packages, absolute. */
	readonly depsDir: string;
	/** Packages that stand elsewhere, by name: absolute paths. */
	readonly dependencies: Readonly<Record<string, string>>;
}

/** The settings for a `.wac` document, or any program, by its path. */
export function compositionSettings(program: string): CompositionSettings {
	const uri = vscode.Uri.file(program);
	const settings = vscode.workspace.getConfiguration("witness", uri);
	const folder = path.dirname(program);
	const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? folder;
	const stated = settings.get<Record<string, string>>("wac.dependencies", {});
	return {
		root,
		depsDir: path.resolve(folder, settings.get("wac.depsDirectory", "deps")),
		dependencies: Object.fromEntries(Object.entries(stated).map(([name, file]) => [name, path.resolve(root, file)])),
	};
}

/** The same as arguments of the command line. */
export function compositionArguments({ depsDir, dependencies }: CompositionSettings): string[] {
	return ["--deps-dir", depsDir, ...Object.entries(dependencies).flatMap(([name, file]) => ["--dep", `${name}=${file}`])];
}
