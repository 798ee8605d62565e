/** Random compositions: merged, apart, recorded, observed, in jco and in Wasmtime, each does what the model of them says. */
import { expect, it } from "vitest";
import type { Tally } from "./check.ts";
import { composedCheck, faultsCheck } from "./composed/checks.ts";
import { expectAgreement } from "./expect.ts";

/** Tells who was asked: a check that nobody answers any more should be seen. */
function tell(title: string, { counts }: Tally): void {
	console.log(`${title}: ${[...counts].map(([name, count]) => `${count} ${name}`).join(", ")}`);
}

it("random compositions do the same in all ways to run them", async () => {
	const tally = await expectAgreement(composedCheck(), 12);
	tell("random compositions", tally);
	expect(tally.counts.get("calls recorded")).toBeGreaterThan(100);
	expect(tally.counts.get("calls dropped")).toBeGreaterThan(0);
	expect(tally.counts.get("in jco")).toBeGreaterThan(0);
}, 120_000);

it("what traps traps in all of them, at the same call, and a fresh instance works", async () => {
	const tally = await expectAgreement(faultsCheck(), 12);
	tell("planted faults", tally);
	expect(tally.counts.get("traps")).toBeGreaterThan(3);
}, 120_000);
