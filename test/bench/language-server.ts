/** A client of the built language server, over standard input and output, as editors start it. */
import { pathToFileURL } from "node:url";
import {
	createProtocolConnection,
	type ProtocolConnection,
	type PublishDiagnosticsParams,
	StreamMessageReader,
	StreamMessageWriter,
} from "vscode-languageserver/node";
import { type Bench, ended } from "./bench.ts";

export interface LanguageServer {
	/** Opens a document; says nothing of when its diagnostics come. */
	open(file: string, text: string): Promise<void>;
	/** Replaces `length` characters of one line; answers when the diagnostics of this version have come, with their number. */
	replace(file: string, place: Place, text: string): Promise<number>;
	/** Resolves when each of the files has been told about since it was opened, with the number of errors and warnings. */
	told(files: readonly string[]): Promise<number>;
	close(): Promise<void>;
}

export interface Place {
	readonly line: number;
	readonly character: number;
	readonly length: number;
}

/** Starts the server in a folder; resolves when it has answered `initialize`. */
export async function startLanguageServer(bench: Bench, folder: string): Promise<LanguageServer> {
	const child = bench.start(bench.at("dist/server.mjs"), ["--stdio"]);
	const { stdin, stdout } = child;
	if (stdin === null || stdout === null) throw new Error("the server has no standard input or output");
	const connection: ProtocolConnection = createProtocolConnection(
		new StreamMessageReader(stdout),
		new StreamMessageWriter(stdin),
	);
	const published = new Map<string, PublishDiagnosticsParams>();
	const versions = new Map<string, number>();
	const looks = new Set<() => void>();
	connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
		published.set(params.uri, params);
		for (const look of [...looks]) look();
	});
	connection.onRequest("client/registerCapability", () => null);
	connection.listen();
	const rootUri = pathToFileURL(folder).href;
	await connection.sendRequest("initialize", {
		processId: process.pid,
		rootUri,
		capabilities: {},
		initializationOptions: { features: ["*"] },
		workspaceFolders: [{ uri: rootUri, name: "bench" }],
	});
	await connection.sendNotification("initialized", {});

	const until = <T>(look: () => T | null): Promise<T> =>
		new Promise((resolve) => {
			const again = () => {
				const found = look();
				if (found === null) return;
				looks.delete(again);
				resolve(found);
			};
			looks.add(again);
			again();
		});
	return {
		async open(file, text) {
			const uri = pathToFileURL(file).href;
			versions.set(uri, 1);
			published.delete(uri);
			await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "wit", version: 1, text } });
		},
		async replace(file, { line, character, length }, text) {
			const uri = pathToFileURL(file).href;
			const version = (versions.get(uri) ?? 0) + 1;
			versions.set(uri, version);
			const range = { start: { line, character }, end: { line, character: character + length } };
			await connection.sendNotification("textDocument/didChange", {
				textDocument: { uri, version },
				contentChanges: [{ range, text }],
			});
			return until(() => {
				const news = published.get(uri);
				return news?.version === version ? news.diagnostics.length : null;
			});
		},
		told(files) {
			const uris = files.map((file) => pathToFileURL(file).href);
			return until(() => {
				let count = 0;
				for (const uri of uris) {
					const news = published.get(uri);
					if (news?.version === undefined) return null;
					count += news.diagnostics.filter(({ severity }) => severity === 1 || severity === 2).length;
				}
				return count;
			});
		},
		async close() {
			await connection.sendRequest("shutdown");
			await connection.sendNotification("exit");
			await ended(child);
			connection.dispose();
		},
	};
}
