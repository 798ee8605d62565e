/**
 * What the reference parser makes of a text it writes as JSON: every package, world, interface and type with its place, its owner, its documentation and its
 * stability. The same made from our model is the same text, character by character.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { describeShared } from "../shared.ts";
import { resolvedGaps } from "./known-gaps.ts";
import { createReference, differentMeaning, load, modelOf } from "./reference.ts";
import { resolvedJson } from "./resolved/json.ts";

describeShared("the resolved model", "conformance/wit-parser", (directory) => {
	const folder = path.join(directory, "valid");
	const cases = readdirSync(folder).filter((name) => !name.endsWith(".json"));

	it.each(cases)("%s", (name) => {
		const wanted = readFileSync(path.join(folder, `${name.replace(/\.wit$/, "")}.wit.json`), "utf8");
		const ours = JSON.stringify(resolvedJson(modelOf(load(path.join(folder, name)))), null, 2);
		if (resolvedGaps.has(name)) expect(ours, "a case in the list of known gaps is right: take it out").not.toBe(wanted.trim());
		else expect(ours).toBe(wanted.trim());
	});
});

describeShared("the model of real packages, each with the others as dependencies", "corpus", (directory) => {
	const reference = createReference();
	it.each(readdirSync(directory))("%s", (name) => {
		const { files, dependencies } = load(path.join(directory, name));
		const packages = [files, ...dependencies];
		const texts = packages.flat().map(({ text }) => text);
		const mentioned = [...texts.join().matchAll(/feature\s*=\s*([\w-]+)/g)].map(([, feature = ""]) => feature);
		for (const main of packages) {
			const others = packages.filter((other) => other !== main);
			const different = differentMeaning(reference, { files: main, dependencies: others }, [...new Set(mentioned)]);
			expect(different?.ours).toBe(different?.theirs);
		}
	});
});
