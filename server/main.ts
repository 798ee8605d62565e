import { readFile } from "node:fs/promises";
import { createConnection } from "vscode-languageserver/node";
import { binaryReader, createComposer } from "./engine/index.ts";
import { serve } from "./lsp/server.ts";
import { createParser } from "./wit/syntax/parser.ts";
import { localDisk } from "./workspace/disk.ts";

/** The composition root of the language server. The client says on the command line how it talks: `--stdio`, `--node-ipc`, `--socket=PORT`. */
const asset = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
	new Uint8Array(await readFile(new URL(`./assets/${name}`, import.meta.url)));

const [runtime, wit, wac, composerCore] = await Promise.all(
	["web-tree-sitter.wasm", "wit.wasm", "wac.wasm", "composer.core.wasm"].map(asset),
);
if (runtime === undefined || wit === undefined || wac === undefined || composerCore === undefined)
	throw new Error("an asset is missing");
const composer = createComposer(await WebAssembly.compile(composerCore));

const connection = createConnection();
serve(connection, {
	disk: localDisk,
	parsers: { wit: await createParser(runtime, wit), wac: await createParser(runtime, wac) },
	engine: composer,
	readBinary: binaryReader(() => composer),
});
connection.listen();
