import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import type { Call } from "../../../client/trace/model.ts";
import { test, until } from "./harness.ts";
import { Session } from "./session.ts";
import { at } from "./workspace.ts";

test("a run shows its result as WAVE and fills the trace", async () => {
	const session = new Session();
	await session.start('lookup("tea-01")', { noDebug: true });
	await session.ended();
	assert.match(session.output, /ok\(\{sku: "tea-01"/);
	const calls = await until("the trace", async () => {
		const found = await vscode.commands.executeCommand<Call[]>("witness.trace.calls");
		return found.length > 0 ? found : undefined;
	});
	assert.ok(calls.some((call) => call.function === "lookup" && call.args?.[0] === '"tea-01"'));
	session.dispose();
});

test("calls between components are in the trace in order, with their values", async () => {
	const session = new Session();
	await session.start(["visit(eur)", 'visit.put($1, "tea-01", 2)'], { noDebug: true });
	await session.ended();
	const calls = await until("the calls", async () => {
		const found = await vscode.commands.executeCommand<Call[]>("witness.trace.calls");
		return found.some((call) => call.function.endsWith("basket.add")) ? found : undefined;
	});
	const put = calls.find((call) => call.function === "[method]visit.put");
	const inner = calls.filter((call) => call.parent === put?.id).map(({ callee, function: name }) => `${callee} ${name}`);
	assert.deepEqual(inner, ["catalog lookup", "cart [method]basket.add"]);
	session.dispose();
});

test("a trap names component, interface and function", async () => {
	const session = new Session();
	await session.start("split({amount: 1000, currency: eur}, 0)", { noDebug: true });
	await session.ended();
	assert.match(session.output, /checkout/);
	assert.match(session.output, /split/);
	session.dispose();
});

/** What the editor says of a launch that fails; the smoke-test driver turns the dialog into an error with its text. */
async function refusal(session: Session, invoke: string, more: Record<string, unknown> = {}): Promise<string> {
	try {
		await session.start(invoke, { noDebug: true, ...more });
		await session.ended();
		return session.output;
	} catch (error) {
		return `${error instanceof Error ? error.message : String(error)} ${session.output}`;
	}
}

test("arguments that do not fit are told, and the next run works", async () => {
	const bad = new Session();
	assert.match(await refusal(bad, "lookup(7)"), /expected string .* found the number 7/);
	bad.dispose();
	const good = new Session();
	await good.start('lookup("tea-01")', { noDebug: true });
	await good.ended();
	assert.match(good.output, /ok\(/);
	good.dispose();
});

test("a missing program is told in words", async () => {
	const session = new Session();
	assert.match(await refusal(session, "f()", { program: at("absent.wasm") }), /absent\.wasm/);
	session.dispose();
});

test("Stop ends a guest that loops for ever, and its process", async () => {
	const session = new Session();
	await session.start("spin()", { program: at("odd", "endless.wat"), noDebug: true });
	await until("the call that does not return", async () => {
		const calls = await vscode.commands.executeCommand<Call[]>("witness.trace.calls");
		return calls.some((call) => call.function === "spin" && call.end === null) ? true : undefined;
	});
	await vscode.debug.stopDebugging();
	await until("the end of the adapter", () => (session.over ? true : undefined));
	session.dispose();
});

test("two runs at once do not disturb each other, and the trace shows the one that began last", async () => {
	const endless = new Session();
	await endless.start("spin()", { program: at("odd", "endless.wat"), noDebug: true });
	const short = new Session();
	await short.start(["visit(eur)", 'visit.put($1, "tea-01", 2)'], { noDebug: true });
	await short.ended();
	assert.match(short.output, /ok\(2\)/);
	const calls = await until("the calls", async () => {
		const found = await vscode.commands.executeCommand<Call[]>("witness.trace.calls");
		return found.length >= 5 ? found : undefined;
	});
	assert.deepEqual(
		calls.map((call) => call.function),
		["[constructor]visit", "[constructor]basket", "[method]visit.put", "lookup", "[method]basket.add"],
	);
	assert.ok(!endless.over);
	await endless.stop();
	await until("the end of the other run", () => (endless.over ? true : undefined));
	endless.dispose();
	short.dispose();
});

test("a trace file of 200,000 calls is opened", async () => {
	const COUNT = 200_000;
	const edges = [{ caller: "host", callee: "catalog", interface: "shop:checkout/catalog@0.1.0", function: "lookup" }];
	const lines = [JSON.stringify({ witness: 1, components: ["host", "catalog"], edges })];
	for (let id = 0; id < COUNT; id++) {
		lines.push(
			`{"id":${id},"parent":null,"edge":0,"caller":"host","callee":"catalog","interface":"shop:checkout/catalog@0.1.0","function":"lookup","start_ns":${id * 100},"end_ns":${id * 100 + 60},"outcome":"returned","args":["\\"sku-${id}\\""],"result":"${id}"}`,
		);
	}
	writeFileSync(at("long.json"), `${lines.join("\n")}\n`);
	await vscode.commands.executeCommand("witness.trace.open", vscode.Uri.file(at("long.json")));
	const calls = await vscode.commands.executeCommand<Call[]>("witness.trace.calls");
	assert.equal(calls.length, COUNT);
	assert.deepEqual(calls.at(-1)?.args, [`"sku-${COUNT - 1}"`]);
	await vscode.commands.executeCommand("witness.trace.clear");
	assert.deepEqual(await vscode.commands.executeCommand<Call[]>("witness.trace.calls"), []);
	rmSync(at("long.json"));
});

test("a call is measured, and the report shows it in all ways", async () => {
	const report = await vscode.commands.executeCommand<string | undefined>(
		"witness.bench",
		{ program: at("shop.wac"), invoke: ['lookup("tea-01")'] },
		["--calls-only", "--rounds", "3"],
	);
	assert.ok(report !== undefined);
	for (const way of ["in a composition", "a worker thread, postMessage", "HTTP, JSON"]) assert.ok(report.includes(way), way);
	await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
});

test("a core module and an unknown function are told in words", async () => {
	const cases: [string, Record<string, unknown>, RegExp][] = [
		["f()", { program: at("odd", "core.wat") }, /core module.*component is needed/],
		["lokup()", {}, /did you mean lookup/],
	];
	for (const [invoke, more, message] of cases) {
		const session = new Session();
		assert.match(await refusal(session, invoke, more), message);
		session.dispose();
	}
});
