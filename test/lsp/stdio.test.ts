import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
	createProtocolConnection,
	IPCMessageReader,
	IPCMessageWriter,
	type ProtocolConnection,
	type PublishDiagnosticsParams,
	StreamMessageReader,
	StreamMessageWriter,
} from "vscode-languageserver/node";
import { root } from "../shared.ts";

const bundle = path.join(root, "dist", "server.mjs");
let folder: string;
let child: ChildProcess;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), "witness server ü "));
	mkdirSync(path.join(folder, "deps", "io"), { recursive: true });
	writeFileSync(path.join(folder, "deps", "io", "io.wit"), "package x:io;\ninterface poll { resource pollable; }\n");
});
afterEach(() => {
	child.kill();
	rmSync(folder, { recursive: true, force: true });
});

/** Opens a document with a mistake through a connection; answers its diagnostics and the exit status after an orderly end. */
async function session(connection: ProtocolConnection): Promise<{ found: string; status: number | null }> {
	const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
	const published = new Promise<PublishDiagnosticsParams>((resolve) =>
		connection.onNotification("textDocument/publishDiagnostics", resolve),
	);
	connection.listen();
	const uri = pathToFileURL(path.join(folder, "main.wit")).toString();
	await connection.sendRequest("initialize", {
		processId: process.pid,
		rootUri: pathToFileURL(folder).toString(),
		capabilities: {},
	});
	await connection.sendNotification("initialized", {});
	const text = "package a:b;\ninterface i {\n\tuse x:io/poll.{pollable};\n\tf: func(a: borrow<pollable>, b: nope);\n}\n";
	await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "wit", version: 1, text } });
	const { diagnostics } = await published;
	await connection.sendRequest("shutdown");
	await connection.sendNotification("exit");
	return {
		found: diagnostics.map(({ range, code }) => `${range.start.line}:${range.start.character} ${code}`).join(),
		status: await exited,
	};
}

describe("the server's bundle", () => {
	it("serves on standard input and output, and reads packages from the disk", async () => {
		const started = spawn(process.execPath, [bundle, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
		child = started;
		const connection = createProtocolConnection(new StreamMessageReader(started.stdout), new StreamMessageWriter(started.stdin));
		expect(await session(connection)).toEqual({ found: "3:33 unresolved-name", status: 0 });
	});

	it("serves over the channel between Node processes, as the extension starts it", async () => {
		child = spawn(process.execPath, [bundle, "--node-ipc"], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
		const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
		expect(await session(connection)).toEqual({ found: "3:33 unresolved-name", status: 0 });
	});
});
