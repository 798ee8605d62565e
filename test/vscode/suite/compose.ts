import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import * as vscode from "vscode";
import { test } from "./harness.ts";
import { at, open } from "./workspace.ts";

test("composing writes a component beside the document", async () => {
	await open("shop.wac");
	const output = await vscode.commands.executeCommand<string | undefined>("witness.compose");
	assert.equal(output, at("shop.wasm"));
	assert.deepEqual([...readFileSync(at("shop.wasm")).subarray(0, 8)], [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00]);
	rmSync(at("shop.wasm"));
	assert.ok(!existsSync(at("shop.wasm")));
});
