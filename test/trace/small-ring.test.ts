/** A guest that calls as fast as it can, in a thread of its own, with a ring that is too small for that. */
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { packText } from "../../client/run/link/wat/pack.ts";
import { recordText } from "../../client/run/link/wat/record.ts";
import type { CallTrace } from "../../client/trace/index.ts";
import { createCallRing, droppedCalls, ringPlace } from "../../client/trace/recording/call-ring.ts";
import type { RecordedType } from "../../client/trace/recording/lift.ts";
import { RecordPacker } from "../../client/trace/recording/pack.ts";
import { packedEdge } from "../../client/trace/recording/packed.ts";
import { RingReader } from "../../client/trace/recording/ring-reader.ts";
import { unpack } from "../../client/trace/recording/unpack.ts";
import { coreSignature } from "../../server/wit/index.ts";
import { parseWat } from "../link/engine.ts";
import { Drained } from "./drained.ts";
import { functionType } from "./recorded-edge.ts";

const MANY = 1_000_000;

/** `mix(n, text) -> u32`: the callee keeps count and sum of what it got; the text is n in so many digits. */
const TYPE = functionType([{ kind: "u32" }, { kind: "string" }], { kind: "u32" });
const EDGE: RecordedType = { type: TYPE, side: "lift", encoding: "utf8" };

const GUEST = `(module
  (memory (export "memory") 1)
  (global (export "count") (mut i32) (i32.const 0))
  (global (export "sum") (mut i32) (i32.const 0))
  (func (export "mix") (param $n i32) (param $at i32) (param $length i32) (result i32)
    (global.set 0 (i32.add (global.get 0) (i32.const 1)))
    (global.set 1 (i32.add (i32.mul (global.get 1) (i32.const 31)) (i32.add (local.get $n) (local.get $length))))
    (global.get 1)))`;

/** Calls with n from 0 on; the text is written anew for each call, where the one before was. */
const CALLER = `(module
  (import "guest" "memory" (memory 1))
  (import "edge" "mix" (func $mix (param i32 i32 i32) (result i32)))
  (func (export "run") (param $times i32) (local $n i32) (local $rest i32) (local $at i32)
    (loop $next
      (local.set $rest (local.get $n))
      (local.set $at (i32.const 64))
      (loop $digit
        (local.set $at (i32.sub (local.get $at) (i32.const 1)))
        (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $rest) (i32.const 10))))
        (br_if $digit (local.tee $rest (i32.div_u (local.get $rest) (i32.const 10)))))
      (drop (call $mix (local.get $n) (local.get $at) (i32.sub (i32.const 64) (local.get $at))))
      (br_if $next (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (local.get $times))))))`;

const THREAD = `
const { parentPort, workerData: { guest, caller, trampoline, ring, calls } } = require("node:worker_threads");
const instance = (bytes, imports) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
const callee = instance(guest, {});
const edges = instance(trampoline, { record: { ring, now: () => 0 }, memory: { guest: callee.memory }, callee: { 0: callee.mix } });
instance(caller, { guest: callee, edge: { mix: edges["edge 0"] } }).run(calls);
parentPort.postMessage({ count: callee.count.value, sum: callee.sum.value });
`;

/** The checksum that the guest has after each call. */
function sums(calls: number): Uint32Array {
	const all = new Uint32Array(calls);
	let sum = 0;
	for (let n = 0; n < calls; n++) {
		sum = (Math.imul(sum, 31) + n + String(n).length) >>> 0;
		all[n] = sum;
	}
	return all;
}

/** Takes records out of the ring while the guest runs. */
interface Taker {
	take(): void;
	finish(): CallTrace;
}

/** Packs them, by generated code where that is wanted, and makes calls of them at the end. */
const packing =
	(generated: boolean) =>
	(ring: WebAssembly.Memory): Taker => {
		const code = generated ? new WebAssembly.Module(parseWat(packText(ringPlace(ring)))) : null;
		const reader = new RingReader(ring);
		const chunks: Uint8Array[] = [];
		const packer = new RecordPacker(
			ring,
			reader,
			[packedEdge(EDGE)],
			Number.POSITIVE_INFINITY,
			(bytes) => chunks.push(bytes.slice()) > 0,
			code,
		);
		const take = (settled: boolean): void => {
			const until = reader.until(performance.now(), settled);
			while (packer.take(until, 64) > 0) reader.release(reader.position === until);
		};
		return {
			take: () => take(false),
			finish() {
				take(true);
				packer.flush();
				const drained = new Drained(ring, [EDGE]);
				expect(unpack(chunks, [EDGE], drained.calls)).toBe("whole");
				return drained.finish();
			},
		};
	};

function draining(ring: WebAssembly.Memory): Taker {
	const drained = new Drained(ring, [EDGE]);
	return { take: () => void drained.take(false), finish: () => drained.finish() };
}

async function record(calls: number, patience: number, bytes: number, taking: (ring: WebAssembly.Memory) => Taker) {
	const ring = createCallRing({ bytes, edges: 1, mode: { level: "values" }, patience });
	const signature = coreSignature(TYPE, "lift");
	const edge = {
		id: 0,
		title: "mix",
		signature,
		...EDGE,
		memory: "guest",
		async: false,
		plain: false,
		instance: 0,
		resourceOf: () => null,
	};
	const trampoline = parseWat(recordText([edge], { clock: "shared", watched: false, ring: ringPlace(ring) }));
	const workerData = { guest: parseWat(GUEST), caller: parseWat(CALLER), trampoline, ring, calls };
	const worker = new Worker(THREAD, { eval: true, workerData });
	const taker = taking(ring);
	const own = await new Promise<{ count: number; sum: number }>((resolve, reject) => {
		const timer = setInterval(() => taker.take(), 1);
		worker.on("error", reject);
		worker.on("message", (message) => {
			clearInterval(timer);
			resolve(message);
		});
	});
	await worker.terminate();
	return { own, trace: taker.finish(), byEdge: droppedCalls(ring, 0) };
}

describe("calls through a ring that is too small", () => {
	it.each([
		["a million are right or counted as dropped, where the guest does not wait", MANY, 0, 16 * 1024, draining],
		["a million that are packed are right or counted as dropped", MANY, 0, 16 * 1024, packing(false)],
		["a million that generated code packs are right or counted as dropped", MANY, 0, 16 * 1024, packing(true)],
		["are all there, where it does", MANY / 20, 60_000, 64 * 1024, draining],
		["are all there when packed, where it does", MANY / 20, 60_000, 64 * 1024, packing(false)],
		["are all there when generated code packs them, where it does", MANY / 20, 60_000, 64 * 1024, packing(true)],
	])("%s", { timeout: 120_000 }, async (_title, calls, patience, bytes, taking) => {
		const { own, trace, byEdge } = await record(calls, patience, bytes, taking);
		const expected = sums(calls);
		expect(own).toEqual({ count: calls, sum: (expected[calls - 1] ?? 0) | 0 });
		expect(trace.length + trace.dropped).toBe(calls);
		expect(byEdge).toBe(trace.dropped);
		expect(trace.length).toBeGreaterThan(0);
		if (patience > 0) expect(trace.dropped).toBe(0);
		else expect(trace.dropped).toBeGreaterThan(0);
		let before = -1;
		let wrong = 0;
		for (let id = 0; id < trace.length; id++) {
			const [n = "", text] = trace.argsOf(id) ?? [];
			const isRight =
				Number(n) > before &&
				text === `"${n}"` &&
				trace.resultOf(id) === String(expected[Number(n)]) &&
				trace.outcomeOf(id) === "returned";
			if (!isRight) wrong++;
			before = Number(n);
		}
		expect(wrong).toBe(0);
	});
});
