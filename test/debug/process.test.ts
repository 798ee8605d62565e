/** The debug adapter as the editor starts it: a process that speaks the protocol on its standard input and output. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtCommandLine, type CommandLine } from "../examples/command-line.ts";
import { command, files, LOOPS } from "../run/guests.ts";
import { SHOP } from "../run/tools.ts";
import { DapClient } from "./client.ts";

const at = files({ "loops.wat": LOOPS, "hello.wat": command("ok") });

let line: CommandLine;
beforeAll(async () => {
	line = await builtCommandLine();
});
afterAll(() => line.remove());

function start(): {
	readonly child: ChildProcessWithoutNullStreams;
	readonly client: DapClient;
	readonly ended: Promise<number | null>;
} {
	const child = spawn(process.execPath, [line.bundle("runner")]);
	return { child, client: new DapClient(child.stdin, child.stdout), ended: new Promise((resolve) => child.on("exit", resolve)) };
}

describe("the runner's process", () => {
	it("stops, answers, and ends when the client takes its leave", async () => {
		const { client, ended } = start();
		await client.start({ program: SHOP, invoke: ['lookup("tea-01")'], stopOnEntry: true });
		expect(await client.drawStop()).toMatch(
			/^stopped: entry\ncatalog lookup \(shop\.wit:\d+\)\n {2}Arguments: sku: string = "tea-01"$/,
		);
		await client.request("disconnect");
		expect(await ended).toBe(0);
	});

	it("keeps the guest's output off the protocol", async () => {
		const { client, ended } = start();
		await client.start({ program: at("hello.wat"), noDebug: true });
		await client.event("terminated");
		expect(client.output("stdout")).toBe("hello from the guest\n");
		await client.request("disconnect");
		expect(await ended).toBe(0);
	});

	it("ends a guest that loops for ever, on request", async () => {
		const { client, ended } = start();
		await client.start({ program: at("loops.wat"), invoke: "spin()" });
		await client.event("witness/calls");
		await client.request("terminate");
		await client.event("terminated");
		await client.request("disconnect");
		expect(await ended).toBe(0);
	});

	it("ends with a client that is gone, whatever the guest does", async () => {
		const { child, client, ended } = start();
		await client.start({ program: at("loops.wat"), invoke: "spin()" });
		await client.event("witness/calls");
		child.stdin.end();
		expect(await ended).toBe(0);
	});
});
