/** A client of the built language server, over standard input and output, as editors start it. */
import type { ChildProcess } from "node:child_process";
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
	/** Replaces `length` characters of one line; answers when the diagnostics of this version have come, with the number of errors. */
	replace(file: string, place: Place, text: string): Promise<number>;
	/** Resolves when each of the files has been told about since it was opened, with the number of errors. */
	told(files: readonly string[]): Promise<number>;
	/** Asks something about a document; answers what the server answers. */
	ask(method: string, file: string, params?: Readonly<Record<string, unknown>>): Promise<unknown>;
	/** What the process holds now, after a collection. */
	memory(): Promise<Memory>;
	close(): Promise<void>;
}

export interface Place {
	readonly line: number;
	readonly character: number;
	readonly length: number;
}

/** All in bytes. */
export interface Memory {
	/** The memory of the process that is not swapped out. */
	readonly resident: number;
	/** What is alive of JavaScript's objects. */
	readonly heap: number;
}

/** Starts the server in a folder; resolves when it has answered `initialize`. Only a server that was started so tells of its memory. */
export async function startLanguageServer(
	bench: Bench,
	folder: string,
	memory: "tells memory" | null = null,
): Promise<LanguageServer> {
	const server = bench.at("dist/server.mjs");
	const child = memory === null ? bench.start(server, ["--stdio"]) : await startTelling(bench, server);
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
				return news?.version === version ? news.diagnostics.filter(({ severity }) => severity === 1).length : null;
			});
		},
		told(files) {
			const uris = files.map((file) => pathToFileURL(file).href);
			return until(() => {
				let count = 0;
				for (const uri of uris) {
					const news = published.get(uri);
					if (news?.version === undefined) return null;
					count += news.diagnostics.filter(({ severity }) => severity === 1).length;
				}
				return count;
			});
		},
		ask(method, file, params = {}) {
			return connection.sendRequest(method, { textDocument: { uri: pathToFileURL(file).href }, ...params });
		},
		memory: () => memoryOf(child),
		async close() {
			await connection.sendRequest("shutdown");
			await connection.sendNotification("exit");
			await ended(child);
			connection.dispose();
		},
	};
}

async function startTelling(bench: Bench, server: string): Promise<ChildProcess> {
	const answers = await bench.script(new URL("./memory-answers.ts", import.meta.url));
	return bench.start("--import", [answers, server, "--stdio"], { stdio: ["pipe", "pipe", "inherit", "ipc"] });
}

function memoryOf(child: ChildProcess): Promise<Memory> {
	return new Promise((resolve, reject) => {
		child.once("message", (message) => {
			if (isMemory(message)) resolve({ resident: message.rss, heap: message.heap });
			else reject(new Error("the server does not say how much memory it has"));
		});
		child.send("memory");
	});
}

function isMemory(message: unknown): message is { readonly rss: number; readonly heap: number } {
	if (typeof message !== "object" || message === null || !("rss" in message) || !("heap" in message)) return false;
	return typeof message.rss === "number" && typeof message.heap === "number";
}
