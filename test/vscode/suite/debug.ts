import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import * as vscode from "vscode";
import { test } from "./harness.ts";
import { Session } from "./session.ts";
import { after, open } from "./workspace.ts";

async function breakAt(text: string): Promise<vscode.SourceBreakpoint> {
	const { document } = await open("wit", "shop.wit");
	const line = after(document, text).line;
	const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(line, 0)));
	vscode.debug.addBreakpoints([breakpoint]);
	return breakpoint;
}

test("a breakpoint on a function of a .wit stops there, with a stack of components and typed arguments", async () => {
	const breakpoint = await breakAt("  price: func");
	const session = new Session();
	try {
		await session.start(["visit(eur)", 'visit.put($1, "tea-01", 2)', "visit.preview($1, [percent(10.0)])"]);
		const stop = await session.stopped();
		assert.equal(stop.reason, "breakpoint");
		const { stackFrames } = await session.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", {
			threadId: stop.threadId,
		});
		assert.match(stackFrames[0]?.name ?? "", /pricing.*price/);
		assert.match(stackFrames[1]?.name ?? "", /checkout.*preview/);
		assert.match(stackFrames[0]?.source?.path ?? "", /shop\.wit$/);
		const { scopes } = await session.request<DebugProtocol.ScopesResponse["body"]>("scopes", { frameId: stackFrames[0]?.id });
		const { variables } = await session.request<DebugProtocol.VariablesResponse["body"]>("variables", {
			variablesReference: scopes[0]?.variablesReference,
		});
		assert.deepEqual(
			variables.map(({ name }) => name),
			["lines", "rules"],
		);
		const { variables: lines } = await session.request<DebugProtocol.VariablesResponse["body"]>("variables", {
			variablesReference: variables[0]?.variablesReference,
		});
		assert.equal(lines.length, 1);
		const { variables: fields } = await session.request<DebugProtocol.VariablesResponse["body"]>("variables", {
			variablesReference: lines[0]?.variablesReference,
		});
		assert.equal(fields.find(({ name }) => name === "quantity")?.value, "2");
		await session.request("continue", { threadId: stop.threadId });
		await session.ended();
		assert.match(session.output, /total/);
	} finally {
		vscode.debug.removeBreakpoints([breakpoint]);
		session.dispose();
	}
});

test("stepping goes to the next call between components", async () => {
	const session = new Session();
	await session.start(["visit(eur)", 'visit.put($1, "tea-01", 2)'], { stopOnEntry: true });
	const stop = await session.stopped();
	const names: string[] = [];
	for (let count = 1; count <= 4; count++) {
		await session.stopped(count);
		const { stackFrames } = await session.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", {
			threadId: stop.threadId,
		});
		names.push(stackFrames[0]?.name ?? "");
		await session.request(count === 4 ? "continue" : "stepIn", { threadId: stop.threadId });
	}
	await session.ended();
	assert.match(names[0] ?? "", /checkout.*visit/);
	assert.ok(new Set(names).size > 1, names.join(" | "));
	session.dispose();
});

test("a trap stops with the names of component, interface and function", async () => {
	const session = new Session();
	await session.start("split({amount: 1000, currency: eur}, 0)");
	const stop = await session.stopped();
	assert.equal(stop.reason, "exception");
	const info = await session.request<DebugProtocol.ExceptionInfoResponse["body"]>("exceptionInfo", { threadId: stop.threadId });
	const text = `${info.description} ${info.details?.message} ${info.details?.stackTrace}`;
	assert.match(text, /checkout/);
	assert.match(text, /split/);
	await session.request("continue", { threadId: stop.threadId });
	await session.ended();
	session.dispose();
});

test("stopping ends a session that waits at a breakpoint", async () => {
	const breakpoint = await breakAt("  lookup: func");
	const session = new Session();
	try {
		await session.start('lookup("tea-01")');
		await session.stopped();
		const ended = new Promise<void>((resolve) => {
			const registration = vscode.debug.onDidTerminateDebugSession(() => {
				registration.dispose();
				resolve();
			});
		});
		await vscode.debug.stopDebugging();
		await ended;
	} finally {
		vscode.debug.removeBreakpoints([breakpoint]);
		session.dispose();
	}
});
