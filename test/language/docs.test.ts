/** Every code has its page, and the examples on it are true: the first one shows the diagnostic, the mended one has none. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { changeCodes } from "../../server/check.ts";
import { rules } from "../../server/ide/diagnostics/index.ts";
import { wacCodes } from "../../server/wac/index.ts";
import { root } from "../shared.ts";
import { diagnoseFixture } from "./diagnose.ts";

const folder = path.join(root, "docs/diagnostics");
const codesOfCheck = ["unreadable-file", "no-wit-files", "invalid-utf8", ...changeCodes];

describe("the pages of the diagnostics", () => {
	it("there is one for each code, and no other", () => {
		const codes = [...rules.map(({ code }) => code), ...codesOfCheck, ...wacCodes].map((code) => `${code}.md`);
		expect(readdirSync(folder).toSorted()).toEqual(codes.toSorted());
	});

	it.each(readdirSync(folder))("%s says what, why and how to mend it", (file) => {
		const page = readFileSync(path.join(folder, file), "utf8");
		expect(page.startsWith(`# ${file.replace(/\.md$/, "")}\n`)).toBe(true);
		for (const heading of ["Severity: ", "## Why\n", "## How to mend it\n"]) expect(page).toContain(heading);
	});

	it.each([...codesOfCheck, ...wacCodes])("%s names no class of rules, since its severity cannot be set", (code) => {
		const page = readFileSync(path.join(folder, `${code}.md`), "utf8");
		expect(page).not.toMatch(/^Class: (parser|specification|encoding|advice)/m);
	});

	it.each(rules)("$code names its class and its severity", ({ code, class: ruleClass, severity }) => {
		const page = readFileSync(path.join(folder, `${code}.md`), "utf8");
		expect(page).toMatch(new RegExp(`^Severity: ${severity}[.,;]`, "m"));
		expect(page).toMatch(new RegExp(`^Class: ${ruleClass}[.;]`, "m"));
	});

	describe.each(rules)("$code", ({ code, class: ruleClass }) => {
		const advice = ruleClass === "advice" ? "with advice" : "without advice";
		const page = readFileSync(path.join(folder, `${code}.md`), "utf8");
		const [wrong = "", mended = "", ...others] = [...page.matchAll(/```wit\n(.*?)```/gs)].map((block) => block[1] ?? "");

		it("shows the mistake where the example says", () => {
			const { found, expected, codes } = diagnoseFixture(wrong, advice);
			expect(found).toBe(expected);
			expect(new Set(codes)).toEqual(new Set([code]));
		});

		it("is gone in the mended example", () => {
			expect(others).toEqual([]);
			const { found, expected, codes } = diagnoseFixture(mended, advice);
			expect(found).toBe(expected);
			expect(codes).toEqual([]);
		});
	});
});
