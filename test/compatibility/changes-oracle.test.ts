/** What is said of the versions of a package, confirmed by the validator on random pairs of a package and its changed form. */
import { describe, expect, it } from "vitest";
import { comparePackages } from "../../server/wit/index.ts";
import { composer } from "../engine/engines.ts";
import { misfit, worldType } from "./oracle.ts";
import { mutated, printed, random, randomPackage } from "./packages.ts";
import { isEncodedWrongly, worldOf } from "./world.ts";

const pairs = 300;

function isEncodable(wit: string): boolean {
	return composer.encodeWit([{ path: "w.wit", text: wit }], [], []).ok;
}

describe("the validator says the same", () => {
	it(`of ${pairs} random changes: without a breaking one, old components fit the new world; without any for hosts, new ones fit the old`, () => {
		const next = random(4);
		const counts = { breaking: 0, fine: 0, unchanged: 0 };
		for (let done = 0; done < pairs; ) {
			const first = randomPackage(next);
			const second = mutated(next, first);
			const [before, after] = [printed(first), printed(second)];
			if (!isEncodable(before) || !isEncodable(after)) continue;
			const [old, now] = [worldOf(before), worldOf(after)];
			if (isEncodedWrongly(old) || isEncodedWrongly(now)) continue;
			done++;
			const changes = comparePackages(old.model, now.model);
			const [forward, backward] = [misfit(worldType(before), worldType(after)), misfit(worldType(after), worldType(before))];
			const told = `old:\n${before}\nnew:\n${after}\nforward: ${forward}\nbackward: ${backward}\n${changes.map(({ level, message }) => `${level} ${message}`).join("\n")}`;
			if (changes.every(({ level }) => level !== "major")) expect(forward, told).toBeNull();
			if (changes.every(({ breaks }) => breaks.length === 0)) expect(backward, told).toBeNull();
			const withoutVersion = (text: string) => text.replace(/^package.*/, "");
			if (changes.length === 0) counts.unchanged++;
			else if (changes.some(({ level }) => level === "major")) counts.breaking++;
			else counts.fine++;
			if (withoutVersion(before) === withoutVersion(after)) expect(changes, told).toEqual([]);
		}
		expect(counts.breaking).toBeGreaterThan(pairs / 4);
		expect(counts.fine).toBeGreaterThan(pairs / 20);
	});
});
