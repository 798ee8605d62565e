/** Packages and trees that follow edits are those that are read from nothing. */
import { expect, it } from "vitest";
import { editsCheck } from "./edits/checks.ts";
import { expectAgreement } from "./expect.ts";

it("what follows random edits is what is read anew", async () => {
	const tally = await expectAgreement(await editsCheck(), 40);
	expect(tally.counts.get("edits")).toBeGreaterThan(200);
});
