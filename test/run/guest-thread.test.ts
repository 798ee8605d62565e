/** What the runner makes of a guest's thread, with threads that do one thing each. */
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { createPending } from "../../client/run/guest/backpressure.ts";
import { GuestThread } from "../../client/run/guest-thread.ts";
import type { GuestSetup } from "../../client/run/protocol.ts";
import { createCallRing } from "../../client/trace/index.ts";
import { files } from "./guests.ts";

const RECORDER = new URL("../../client/trace/recording/text-recorder.ts", import.meta.url);

/** Makes a call and only then says between whom calls can be made, as a start function may. */
const CALLS_FIRST = `
import { parentPort } from "node:worker_threads";
import { TextRecorder } from "${RECORDER.href}";
parentPort.once("message", ({ setup }) => {
	const recorder = new TextRecorder(setup.record.memory, () => 0);
	recorder.enter(0, []);
	const wait = new Int32Array(new SharedArrayBuffer(4));
	Atomics.wait(wait, 0, 0, 200);
	parentPort.postMessage({ kind: "linked", edges: [{ caller: "host", callee: "a", interface: null, function: "f", type: null }], adapters: [] });
	Atomics.wait(wait, 0, 0, 200);
	recorder.leave("returned", null);
	parentPort.postMessage({ kind: "done" });
});
`;

it("hands out no calls before the edges that they go over", async () => {
	const script = files({ "calls-first.mjs": CALLS_FIRST })("calls-first.mjs");
	const setup: GuestSetup = {
		name: "a",
		translation: { plan: null, modules: [], names: { components: [], instances: [], modules: [], lifts: [], lowers: [] } },
		glue: null,
		stock: null,
		invocations: [],
		grants: { env: [], args: [], directories: [], network: false, http: false, stdin: false },
		memory: 65_536,
		record: {
			memory: createCallRing({ bytes: 4096, edges: 0, mode: { level: "values" }, patience: 0 }),
			origin: 0,
			clock: { kind: "exact", resolution: 1 },
			most: 10,
			file: null,
			live: true,
			aside: false,
		},
		pending: createPending(),
		debug: null,
	};
	const seen: string[] = [];
	const outcome = await new GuestThread(pathToFileURL(script), { memory: 65_536, time: null }).run(setup, {
		linked: (edges) => void seen.push(`${edges.length} edge`),
		calls: ({ started, ended }) => void seen.push(`${started.length} started, ${ended.length} ended`),
	});
	expect(outcome).toEqual({ kind: "finished", status: 0 });
	expect(seen[0]).toBe("1 edge");
	expect(seen.length).toBeGreaterThan(1);
});
