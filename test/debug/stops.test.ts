/** The guest's half of the debugger, by itself: what it makes of messages that were sent before it looked. */
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { expect, it } from "vitest";
import { CONTROL_BYTES, Stops } from "../../client/run/guest/stops.ts";
import { StopsControl } from "../../client/run/index.ts";
import type { ToStops } from "../../client/run/stop-messages.ts";

it("takes breakpoints that come right after it was let go, before the guest has looked", () => {
	const { port1, port2 } = new MessageChannel();
	const control = new SharedArrayBuffer(CONTROL_BYTES);
	const post = (message: ToStops) => port1.postMessage(message);
	const debuggerSide = new StopsControl(control, post);
	const stops = new Stops({ control, port: port2 });
	debuggerSide.send({ kind: "resume", how: "continue" });
	debuggerSide.send({ kind: "functions", functions: [{ id: 7, interface: null, function: "f" }] });
	stops.waitForStart();
	// Lies ready for the stop that is expected, as nobody else is here to end it.
	post({ kind: "resume", how: "continue" });
	stops.cross({ at: "enter", depth: 1, edge: 0, interface: null, function: "f" }, () => ({
		stack: [],
		result: null,
		trap: null,
	}));
	expect(receiveMessageOnPort(port1)?.message).toMatchObject({ kind: "stopped", reason: "breakpoint", hits: [7] });
	port1.close();
});
