/** Where the debugger meets the editor: the adapter's process and what F5 means without a launch.json. */
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { compositionSettings, saved } from "../compose/index.ts";

/** The `type` of a launch configuration. */
const TYPE = "witness";

const PROGRAM = /\.(wac|wasm|wat)$/i;

/** Where the calls of runs are kept while the trace view shows them; null where there is no place. */
let calls: string | null = null;
/** What is older was left behind, in milliseconds. */
const LEFT_BEHIND = 24 * 3600 * 1000;

export function registerDebug(context: vscode.ExtensionContext): void {
	calls = placeForCalls(context.globalStorageUri.fsPath);
	const runner = vscode.Uri.joinPath(context.extensionUri, "dist", "runner.mjs").fsPath;
	context.subscriptions.push(
		vscode.debug.registerDebugAdapterDescriptorFactory(TYPE, {
			createDebugAdapterDescriptor: () =>
				new vscode.DebugAdapterExecutable(process.execPath, ["--stack-size=4000", "--no-wasm-code-gc", runner], {
					// The desktop editor is Electron: this makes its binary behave as Node.
					env: { ELECTRON_RUN_AS_NODE: "1" },
				}),
		}),
		vscode.debug.registerDebugConfigurationProvider(TYPE, {
			resolveDebugConfiguration,
			resolveDebugConfigurationWithSubstitutedVariables,
		}),
		vscode.debug.registerDebugConfigurationProvider(
			TYPE,
			{ provideDebugConfigurations: dynamicConfigurations },
			vscode.DebugConfigurationProviderTriggerKind.Dynamic,
		),
	);
}

/** A folder for files of calls, without those that a window left behind that did not end well. */
function placeForCalls(storage: string): string | null {
	const folder = path.join(storage, "calls");
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		for (const name of readdirSync(folder)) {
			const file = path.join(folder, name);
			if (Date.now() - statSync(file).mtimeMs > LEFT_BEHIND) rmSync(file, { force: true });
		}
		return folder;
	} catch {
		return null;
	}
}

/** F5 without a launch.json: the program is what the user looks at. */
function resolveDebugConfiguration(
	_folder: vscode.WorkspaceFolder | undefined,
	configuration: vscode.DebugConfiguration,
): vscode.ProviderResult<vscode.DebugConfiguration> {
	if (configuration.type !== undefined && configuration.request !== undefined) return configuration;
	const program = activeProgram();
	if (program !== null) return { type: TYPE, request: "launch", name: `Run ${path.basename(program)}`, program };
	tell("Nothing to run: open a .wac document or a component (.wasm), or name one as `program` in launch.json.");
	return undefined;
}

/** Says what is wrong. Nobody waits for the answer: as long as a session is starting, the editor starts no other. */
function tell(message: string): void {
	void vscode.window.showErrorMessage(message);
}

/**
 * Asks for what the configuration leaves open. Undefined ends the start quietly, as where the user has dismissed a question; null makes
 * the editor open the launch.json that is to be mended.
 */
async function resolveDebugConfigurationWithSubstitutedVariables(
	_folder: vscode.WorkspaceFolder | undefined,
	configuration: vscode.DebugConfiguration,
): Promise<vscode.DebugConfiguration | null | undefined> {
	const program: unknown = configuration["program"];
	if (typeof program !== "string" || !PROGRAM.test(program)) {
		tell(
			`The launch configuration "${configuration.name}" has no usable \`program\`: name a .wac document, a component (.wasm) or its text (.wat).`,
		);
		return null;
	}
	if (!(await saved(program))) return undefined;
	const invoke: unknown = configuration["invoke"];
	if (invoke !== undefined) return withDefaults(configuration, program);
	const picked = await vscode.commands.executeCommand<readonly string[] | undefined>("witness.pickCall", program);
	return picked === undefined ? undefined : withDefaults({ ...configuration, invoke: picked }, program);
}

/** The settings take the place of what a configuration leaves out; relative paths are those that the settings mean. */
function withDefaults(configuration: vscode.DebugConfiguration, program: string): vscode.DebugConfiguration {
	const settings = vscode.workspace.getConfiguration("witness", vscode.Uri.file(program));
	const { depsDir, dependencies } = compositionSettings(program);
	// The trace view reads the calls from a file: a long run does not pass through the editor.
	const recordTo = calls === null ? {} : { recordTo: path.join(calls, `${crypto.randomUUID()}.wtrace`) };
	return {
		...recordTo,
		...configuration,
		allow: configuration["allow"] ?? settings.get<string[]>("run.allow", []),
		depsDir: configuration["depsDir"] ?? depsDir,
		dependencies: configuration["dependencies"] ?? dependencies,
		traceLimit: configuration["traceLimit"] ?? settings.get<number>("trace.limit"),
		memory: configuration["memory"] ?? settings.get<number>("run.memory"),
		timeout: configuration["timeout"] ?? settings.get<number | null>("run.timeout"),
	};
}

/** The file of the active editor or tab where it can be run: a component is not shown as text. */
function activeProgram(): string | null {
	const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
	const uris = [
		input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined,
		vscode.window.activeTextEditor?.document.uri,
	];
	const found = uris.find((uri) => uri !== undefined && uri.scheme === "file" && PROGRAM.test(uri.path));
	return found?.fsPath ?? null;
}

/** What the list of "Run and Debug" offers: the compositions of the workspace. */
async function dynamicConfigurations(): Promise<vscode.DebugConfiguration[]> {
	const files = await vscode.workspace.findFiles("**/*.wac", "**/{node_modules,target}/**", 50);
	return files.map((uri) => ({
		type: TYPE,
		request: "launch",
		name: `Run ${vscode.workspace.asRelativePath(uri)}`,
		program: uri.fsPath,
	}));
}
