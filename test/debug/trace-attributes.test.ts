/** What a launch configuration says of the calls that are recorded. */
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { WitnessSession } from "../../client/debug/index.ts";
import { readLaunch } from "../../client/debug/launch.ts";
import type { CallStart } from "../../client/trace/model.ts";
import { runTools, SHOP } from "../run/tools.ts";
import { DapClient } from "./client.ts";

const tools = runTools();

/** The functions of the calls that a session hands on, and whether any has arguments. */
async function calls(attributes: Readonly<Record<string, unknown>>) {
	const [input, output] = [new PassThrough(), new PassThrough()];
	new WitnessSession(tools, () => undefined).start(input, output);
	const client = new DapClient(input, output);
	const invoke = ["visit(eur)", 'visit.put($1, "tea-01", 3)', 'visit.put($1, "nope", 1)'];
	await client.start({ program: SHOP, invoke, ...attributes });
	await client.event("terminated");
	const started: readonly CallStart[] = client.events.flatMap(({ event, body }) =>
		event === "witness/calls" ? body.batch.started : [],
	);
	return { count: started.length, values: started.some(({ args }) => args !== null) };
}

it("chooses what is recorded", async () => {
	expect(await calls({})).toEqual({ count: 7, values: true });
	expect(await calls({ traceLevel: "time", traceClock: "exact" })).toEqual({ count: 7, values: false });
	expect(await calls({ traceLevel: "count" })).toEqual({ count: 0, values: false });
	expect(await calls({ traceFailures: true })).toEqual({ count: 2, values: true });
	expect(await calls({ traceFirst: 1 })).toEqual({ count: 5, values: true });
});

it("says all that is wrong at once", () => {
	const wrong = { traceLevel: "all", traceEvery: 0, traceFirst: 1.5, traceFailures: "yes", traceClock: 3 };
	expect(readLaunch({ program: "a.wac", ...wrong })).toEqual({
		ok: false,
		message:
			"the launch configuration cannot be used: traceEvery is a whole number, 1 or more; traceFirst is a whole number, 1 or more; " +
			'traceLevel is "values" or "time" or "count" or "off"; traceFailures is true or false; traceClock is "shared" or "exact"',
	});
	expect(readLaunch({ program: "a.wac" })).toMatchObject({
		ok: true,
		launch: { mode: { level: "values", failuresOnly: false }, clock: null },
	});
	expect(readLaunch({ program: "a.wac", traceEvery: 10, traceFirst: 3, traceClock: "shared" })).toMatchObject({
		ok: true,
		launch: { mode: { every: 10, first: 3 }, clock: "shared" },
	});
});
