import { PassThrough } from "node:stream";
import {
	createConnection,
	createProtocolConnection,
	type Diagnostic,
	type InitializeResult,
	type ProtocolConnection,
	type PublishDiagnosticsParams,
	StreamMessageReader,
	StreamMessageWriter,
} from "vscode-languageserver/node";
import { binaryReader, createComposer } from "../../server/engine/index.ts";
import { serve } from "../../server/lsp/server.ts";
import { createParser } from "../../server/wit/syntax/parser.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { asset } from "../assets.ts";

const composer = createComposer(new WebAssembly.Module(new Uint8Array(asset("composer.core.wasm"))));

/** A client that talks to a real server over streams; files are on a disk in memory, `client.files`. */
export interface Client {
	readonly connection: ProtocolConnection;
	readonly initialized: InitializeResult;
	readonly files: Map<string, string | Uint8Array>;
	/** What the server has written to its log. */
	readonly log: readonly string[];
	/** The newest diagnostics of each file. */
	readonly diagnostics: ReadonlyMap<string, PublishDiagnosticsParams>;
	/** Waits until the diagnostics of a file satisfy a condition. */
	until(uri: string, holds: (published: PublishDiagnosticsParams) => boolean): Promise<readonly Diagnostic[]>;
	open(uri: string, text: string, languageId?: string): Promise<void>;
	/** Replaces the first occurrence of some text in a document, as an editor would. */
	edit(uri: string, from: string, to: string): Promise<void>;
	/** The line and character of some text in a document, plus a number of characters. */
	at(uri: string, text: string, plus?: number): { textDocument: { uri: string }; position: { line: number; character: number } };
	close(): void;
}

/** What a client says to a request of the server; one that throws refuses it. */
export type ClientAnswers = Partial<
	Record<"client/registerCapability" | "workspace/configuration", (params: unknown) => unknown>
>;

export async function connect(
	files: Record<string, string | Uint8Array> = {},
	initializationOptions: unknown = undefined,
	answers: ClientAnswers = {},
): Promise<Client> {
	const [toServer, toClient] = [new PassThrough(), new PassThrough()];
	const disk = new Map(Object.entries(files));
	const runtime = asset("web-tree-sitter.wasm");
	const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
	serve(server, {
		disk: memoryDisk(disk),
		parsers: { wit: await createParser(runtime, asset("wit.wasm")), wac: await createParser(runtime, asset("wac.wasm")) },
		engine: composer,
		readBinary: binaryReader(() => composer),
	});
	server.listen();

	const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
	const diagnostics = new Map<string, PublishDiagnosticsParams>();
	const waiting = new Set<() => void>();
	const log: string[] = [];
	const texts = new Map<string, { version: number; text: string }>();
	connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
		diagnostics.set(params.uri, params);
		for (const look of waiting) look();
	});
	connection.onNotification("window/logMessage", ({ message }: { message: string }) => void log.push(message));
	connection.onRequest("workspace/configuration", answers["workspace/configuration"] ?? (() => [initializationOptions ?? {}]));
	connection.onRequest("client/registerCapability", answers["client/registerCapability"] ?? (() => null));
	connection.listen();
	const capabilities = {
		workspace: {
			configuration: true,
			didChangeWatchedFiles: { dynamicRegistration: true },
			didChangeConfiguration: { dynamicRegistration: true },
			workspaceFolders: true,
		},
	};
	const params = {
		processId: null,
		rootUri: "file:///w",
		capabilities,
		initializationOptions,
		workspaceFolders: [{ uri: "file:///w", name: "w" }],
	};
	const initialized: InitializeResult = await connection.sendRequest("initialize", params);
	await connection.sendNotification("initialized", {});

	const textOf = (uri: string) => texts.get(uri) ?? { version: 0, text: "" };
	const positionOf = (text: string, index: number) => {
		const lines = text.slice(0, index).split("\n");
		return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
	};
	return {
		connection,
		initialized,
		files: disk,
		log,
		diagnostics,
		until: (uri, holds) =>
			new Promise((resolve) => {
				const look = () => {
					const published = diagnostics.get(uri);
					if (published === undefined || !holds(published)) return;
					waiting.delete(look);
					resolve(published.diagnostics);
				};
				waiting.add(look);
				look();
			}),
		async open(uri, text, languageId = uri.endsWith(".wac") ? "wac" : "wit") {
			texts.set(uri, { version: 1, text });
			await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
		},
		async edit(uri, from, to) {
			const { version, text } = textOf(uri);
			const index = text.indexOf(from);
			if (index < 0) throw new Error(`${uri} has no ${JSON.stringify(from)}`);
			texts.set(uri, { version: version + 1, text: text.slice(0, index) + to + text.slice(index + from.length) });
			const range = { start: positionOf(text, index), end: positionOf(text, index + from.length) };
			const contentChanges = [{ range, text: to }];
			await connection.sendNotification("textDocument/didChange", {
				textDocument: { uri, version: version + 1 },
				contentChanges,
			});
		},
		at(uri, text, plus = 0) {
			const document = textOf(uri).text;
			return { textDocument: { uri }, position: positionOf(document, document.indexOf(text) + plus) };
		},
		close: () => connection.dispose(),
	};
}
