/** A few cases of a soak's check, as a test. */
import { expect } from "vitest";
import { type SoakCheck, Tally } from "./check.ts";

/** Expects that both sides agree on `count` cases; `WITNESS_SOAK_SEED` makes them others. */
export async function expectAgreement(check: SoakCheck, count: number): Promise<Tally> {
	const tally = new Tally();
	const found = await check.run(Number(process.env["WITNESS_SOAK_SEED"] ?? 1), count, tally);
	expect(found === null ? null : `${found.minimal}\n-- ${found.said}`).toBeNull();
	expect(tally.counts.get("cases")).toBe(count);
	return tally;
}
