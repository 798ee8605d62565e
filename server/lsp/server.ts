import {
	type ClientCapabilities,
	type Connection,
	DidChangeConfigurationNotification,
	DidChangeWatchedFilesNotification,
	type InitializeParams,
	type InitializeResult,
	type ServerCapabilities,
	TextDocumentSyncKind,
} from "vscode-languageserver";
import { parentOf } from "../workspace/path.ts";
import { pathOfUri } from "./convert.ts";
import type { OpenDocument } from "./documents.ts";
import { features } from "./features.ts";
import { DiagnosticsPublisher } from "./publish.ts";
import { Session, type Surroundings } from "./session.ts";
import { settingsFrom } from "./settings.ts";

/** Files whose change outside of the editor matters. Folders are reported by themselves when they are deleted or renamed. */
const WATCHED = ["**/*.{wit,wac,wasm,wat}", "**/deps", "**/deps/*", "**/deps/*/*"];

/** Serves one client; returns when everything is registered, before the connection listens. */
export function serve(connection: Connection, surroundings: Surroundings): void {
	const session = new Session(surroundings);
	const publisher = new DiagnosticsPublisher(connection, session);
	let client: ClientCapabilities = {};

	connection.onInitialize((params) => {
		client = params.capabilities;
		session.folders = foldersOf(params);
		session.configure(settingsFrom(params.initializationOptions));
		return initializeResult();
	});
	connection.onInitialized(async () => {
		if (client.workspace?.workspaceFolders === true) {
			connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
				const gone = new Set(removed.map(({ uri }) => pathOfUri(uri)));
				session.folders = [...session.folders.filter((folder) => !gone.has(folder)), ...added.map(({ uri }) => pathOfUri(uri))];
				// Paths in the settings are relative to these folders.
				session.wac.forget();
				publisher.schedule();
			});
		}
		const attempts: Promise<void>[] = [];
		if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
			const watchers = WATCHED.map((globPattern) => ({ globPattern }));
			const registered = connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
			attempts.push(attempt("watching files", registered));
		}
		if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
			const registered = connection.client.register(DidChangeConfigurationNotification.type, { section: "witness" });
			attempts.push(attempt("watching the settings", registered));
		}
		if (client.workspace?.configuration === true) attempts.push(attempt("reading the settings", configure(undefined)));
		await Promise.all(attempts);
	});
	connection.onDidChangeConfiguration(({ settings }) => attempt("reading the settings", configure(settings)));

	connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
		refresh(session.documents.open(uri, languageId, version, text), true);
	});
	connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
		const document = session.documents.change(uri, version, contentChanges);
		if (document === null) connection.console.warn(`a change of ${uri}, which is not open`);
		else refresh(document, false);
	});
	connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
		const document = session.documents.get(uri);
		if (document !== null) refresh(document, true);
	});
	connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
		const document = session.documents.close(uri);
		if (document === null) return;
		session.workspace.close(document.path);
		session.wac.forget();
		publisher.schedule();
	});
	connection.onDidChangeWatchedFiles(({ changes }) => {
		for (const { uri } of changes) session.workspace.changed(pathOfUri(uri));
		session.wac.forget();
		publisher.schedule();
	});
	for (const feature of features) feature.start(connection, session);

	/** Takes over the text of a buffer. Not every file is watched, so what lies beside it is read again when it is opened or saved. */
	function refresh({ path, text, language }: OpenDocument, readAgain: boolean): void {
		const directory = parentOf(path);
		if (readAgain && directory !== null) session.workspace.changed(directory);
		session.workspace.open(path, text);
		if (readAgain || language !== "wac") session.wac.forget();
		publisher.schedule();
	}

	/** Waits for an answer of the client, which may refuse: the server goes on without what it asked for. */
	async function attempt(what: string, answer: Promise<unknown>): Promise<void> {
		try {
			await answer;
		} catch (error) {
			connection.console.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
		}
	}

	async function configure(pushed: unknown): Promise<void> {
		const section: unknown =
			client.workspace?.configuration === true
				? await connection.workspace.getConfiguration("witness")
				: typeof pushed === "object" && pushed !== null
					? Reflect.get(pushed, "witness")
					: undefined;
		session.configure(settingsFrom(section));
		publisher.schedule();
	}
}

function initializeResult(): InitializeResult {
	const capabilities: ServerCapabilities = Object.assign(
		{
			textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
			workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
		},
		...features.map(({ capability }) => capability),
	);
	return { capabilities, serverInfo: { name: "witness" } };
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
	if (workspaceFolders !== undefined && workspaceFolders !== null) return workspaceFolders.map(({ uri }) => pathOfUri(uri));
	return rootUri === null ? [] : [pathOfUri(rootUri)];
}
