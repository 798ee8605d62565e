import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createConnection } from "vscode-languageserver/node";
import { binaryReader, createComposer } from "./engine/index.ts";
import { serve } from "./lsp/server.ts";
import { createParser } from "./wit/syntax/parser.ts";
import { localDisk } from "./workspace/disk.ts";

/** The composition root of the language server. The client says on the command line how it talks: `--stdio`, `--node-ipc`, `--socket=PORT`. */
const placeOf = (name: string): URL => new URL(`./assets/${name}`, import.meta.url);
const asset = async (name: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(placeOf(name)));

// `.wit` files alone do not need the engine, which takes longer to compile than everything else takes to start.
const composer = createComposer(() => new WebAssembly.Module(new Uint8Array(readFileSync(placeOf("composer.core.wasm")))));
const runtime = await asset("web-tree-sitter.wasm");
const [wit, wac] = await Promise.all(["wit.wasm", "wac.wasm"].map(async (name) => createParser(runtime, await asset(name))));
if (wit === undefined || wac === undefined) throw new Error("a parser is missing");

const connection = createConnection();
serve(connection, {
	disk: localDisk,
	parsers: { wit, wac },
	engine: composer,
	readBinary: binaryReader(() => composer),
});
connection.listen();
