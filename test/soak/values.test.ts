/** Values through real components, in our link and in jco's; and bytes that are no values. */
import { expect, it } from "vitest";
import { plantedCheck } from "./abi/planted.ts";
import { jcoCheck, valuesCheck } from "./abi/values.ts";
import { expectAgreement } from "./expect.ts";

it("what is sent through one and two components comes back, and is what the memories hold", async () => {
	const tally = await expectAgreement(valuesCheck(), 60);
	expect(tally.counts.get("memories read")).toBeGreaterThan(1000);
});

it("jco carries the same", async () => {
	const tally = await expectAgreement(jcoCheck(), 20);
	expect(tally.counts.get("values")).toBeGreaterThan(80);
});

it("bytes that are no value trap", async () => {
	const tally = await expectAgreement(plantedCheck(), 40);
	expect(tally.counts.get("traps")).toBe(40);
});
