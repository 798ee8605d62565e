/** Whether a component fits a world, confirmed by the validator on random pairs of worlds. */
import { describe, expect, it } from "vitest";
import { compareWithWorld } from "../../server/wit/index.ts";
import { composer } from "../engine/engines.ts";
import { misfit, worldType } from "./oracle.ts";
import { mutated, printed, random, randomPackage } from "./packages.ts";
import { isEncodedWrongly, worldOf } from "./world.ts";

const pairs = 400;

function isEncodable(wit: string): boolean {
	return composer.encodeWit([{ path: "w.wit", text: wit }], [], []).ok;
}

describe("the validator says the same", () => {
	it(`of ${pairs} random pairs`, () => {
		const next = random(20261124);
		const counts = { fits: 0, misfits: 0 };
		for (let done = 0; done < pairs; ) {
			const first = randomPackage(next);
			let second = mutated(next, first);
			if (next(4) === 0) second = mutated(next, second);
			const [component, wanted] = [printed(first), printed(second)];
			if (!isEncodable(component) || !isEncodable(wanted)) continue;
			if (isEncodedWrongly(worldOf(component)) || isEncodedWrongly(worldOf(wanted))) continue;
			done++;
			const verdict = misfit(worldType(component), worldType(wanted));
			const found = compareWithWorld(worldOf(component), worldOf(wanted));
			const breaks = found.filter(({ severity }) => severity === "breaks").map(({ message }) => message);
			counts[verdict === null ? "fits" : "misfits"]++;
			if ((verdict === null) !== (breaks.length === 0)) {
				expect.fail(`component:\n${component}\nworld:\n${wanted}\nvalidator: ${verdict}\nhere: ${breaks.join("\n")}`);
			}
		}
		expect(counts.fits).toBeGreaterThan(pairs / 10);
		expect(counts.misfits).toBeGreaterThan(pairs / 4);
	});
});
