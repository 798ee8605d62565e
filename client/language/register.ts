/** The language client: starts the server, shows in the status bar how it is, and restarts it on demand. */
import * as vscode from "vscode";
import { LanguageClient, State, TransportKind } from "vscode-languageclient/node";
import type { ServerSettings, WitnessRequests } from "../../server/protocol.ts";
import { registerElaboratedWorlds } from "./elaborated-world.ts";

/** What other areas may ask of the language server. */
export interface LanguageService {
	/** Resolves when the server answers, or when it is known that it does not start. */
	readonly started: Promise<void>;
	/** Sends one of Witness' own requests; null where the server is not there or has no answer. */
	request<M extends keyof WitnessRequests>(
		method: M,
		params: WitnessRequests[M]["params"],
	): Promise<WitnessRequests[M]["result"]>;
}

export function registerLanguage(context: vscode.ExtensionContext): LanguageService {
	const module = vscode.Uri.joinPath(context.extensionUri, "dist", "server.mjs").fsPath;
	// See client/run/wasm-code.ts: without the flag V8 can end a process that has run much WebAssembly.
	const execArgv = ["--no-wasm-code-gc"];
	const run = { module, transport: TransportKind.ipc, options: { execArgv } };
	const client = new LanguageClient(
		"witness",
		"Witness",
		{ run, debug: { ...run, options: { execArgv: [...execArgv, "--nolazy", "--inspect=6009"] } } },
		{
			documentSelector: ["file", "untitled"].flatMap((scheme) => ["wit", "wac"].map((language) => ({ scheme, language }))),
			initializationOptions: initialSettings(),
			// What the server says goes to the log; a failing request is no reason to interrupt the user.
			outputChannel: vscode.window.createOutputChannel("Witness", { log: true }),
		},
	);
	const status = vscode.languages.createLanguageStatusItem("witness.server", [{ language: "wit" }, { language: "wac" }]);
	status.name = "Witness";
	status.command = { command: "witness.restartServer", title: "Restart" };
	const show = (state: State) => {
		status.text = state === State.Running ? "Witness" : state === State.Starting ? "Witness is starting" : "Witness has stopped";
		status.busy = state === State.Starting;
		status.severity = state === State.Stopped ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
	};
	show(State.Starting);
	context.subscriptions.push(
		client,
		status,
		client.onDidChangeState(({ newState }) => show(newState)),
		vscode.commands.registerCommand("witness.restartServer", () => client.restart()),
	);
	const started = client.start().catch((error: unknown) => {
		show(State.Stopped);
		const reason = error instanceof Error ? error.message : String(error);
		void vscode.window.showErrorMessage(`The language server of Witness does not start: ${reason}`);
	});
	const service: LanguageService = {
		started,
		async request(method, params) {
			await started;
			if (!client.isRunning()) return null;
			try {
				return await client.sendRequest(method, params);
			} catch (error) {
				// The documents changed meanwhile, or the server has ended: to the caller that is no answer.
				client.info(`${method}: ${error instanceof Error ? error.message : String(error)}`);
				return null;
			}
		},
	};
	registerElaboratedWorlds(context, service);
	return service;
}

/** The settings as they are at the start; the server asks for later ones itself. */
function initialSettings(): ServerSettings {
	const settings = vscode.workspace.getConfiguration("witness");
	return {
		features: settings.get("features", []),
		wac: { depsDirectory: settings.get("wac.depsDirectory", "deps"), dependencies: settings.get("wac.dependencies", {}) },
		diagnostics: { severity: settings.get("diagnostics.severity", {}) },
	};
}
