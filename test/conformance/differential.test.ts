/** The reference parser and encoder and we say the same: about the suite as it is, about changed texts of it, and about packages made at random. */
import { describe, expect, it } from "vitest";
import { describeShared } from "../shared.ts";
import { expectAgreement } from "../soak/expect.ts";
import { documentsCheck, mutationsCheck, packagesCheck, worldsCheck } from "../soak/wit/checks.ts";
import { sharedCases } from "../soak/wit/mutations.ts";
import { createReference, disagreement } from "./reference.ts";

describeShared("texts of the suite and the corpus", "conformance/wit-parser", () => {
	it("are understood as the reference does", () => {
		const reference = createReference();
		const differences = (sharedCases() ?? []).map((found) => disagreement(reference, found));
		expect(differences.filter((difference) => difference !== null)).toEqual([]);
		expect(differences.length).toBeGreaterThan(80);
	});

	it("are understood so whatever an edit makes of them", async () => {
		const check = mutationsCheck();
		expect(check).not.toBeNull();
		if (check !== null) await expectAgreement(check, 1500);
	});
});

describe("packages made at random", () => {
	it("mean the same where they are tied together in many ways", async () => {
		const tally = await expectAgreement(packagesCheck(), 150);
		// Most mistakes would hide the meaning from the comparison.
		expect(tally.counts.get("accepted")).toBeGreaterThan(15);
	});

	it("mean the same where they use the whole language", async () => {
		const tally = await expectAgreement(documentsCheck(), 150);
		expect(tally.counts.get("accepted")).toBeGreaterThan(30);
		expect(tally.counts.get("rejected")).toBeGreaterThan(30);
	});

	it("have the worlds that the encoder makes of them", async () => {
		const tally = await expectAgreement(worldsCheck(), 100);
		expect(tally.counts.get("worlds")).toBeGreaterThan(20);
	});
});
