/** What users set about diagnostics: by code, by class, and what cannot be set. */
import { describe, expect, it } from "vitest";
import { check, severityKeys } from "../../server/check.ts";
import { withSeverities } from "../../server/ide/diagnostics/severity.ts";
import type { SeveritySettings } from "../../server/ide/problems.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";

const text = `package a:b;
interface types { type t = u8; type u = u8; }
interface i {
	use types.{t, u};
	use types.{};
	f: func(a: stream<char>, b: t) -> missing;
	record r { a: u8, A: u8 }
}
`;

function diagnostics(severities: SeveritySettings): readonly string[] {
	return check(memoryDisk(new Map([["/a.wit", text]])), ["/a.wit"], {
		features: new Set(),
		dependencyDirectory: null,
		severities,
		readBinary: () => null,
		engine: () => {
			throw new Error("no .wac is checked here");
		},
	}).diagnostics.map(({ code, severity }) => `${severity} ${code}`);
}

describe("severities", () => {
	it("are those of the rules where nothing is set; hints are for the editor alone", () => {
		expect(diagnostics({})).toEqual([
			"warning empty-use",
			"warning stream-of-char",
			"error unresolved-name",
			"warning duplicate-part",
		]);
	});

	it("can be set for a code, and for all of a class", () => {
		expect(diagnostics({ encoding: "error", "empty-use": "off", "unused-use": "information" })).toEqual([
			"information unused-use",
			"error stream-of-char",
			"error unresolved-name",
			"error duplicate-part",
		]);
	});

	it("of a code count before those of its class", () => {
		expect(diagnostics({ encoding: "off", "stream-of-char": "error", specification: "hint" })).toEqual([
			"error stream-of-char",
			"error unresolved-name",
		]);
	});

	it("of what the reference parser refuses stay, which the message says", () => {
		expect(diagnostics({ parser: "off", "unresolved-name": "hint" })).toContain("error unresolved-name");
		const problem = {
			...{ path: "", span: { start: 0, end: 0 }, related: [], tags: [], message: "No." },
			...({ code: "unresolved-name", class: "parser", severity: "error" } as const),
		};
		expect(withSeverities([problem], { parser: "warning" })).toEqual([
			{ ...problem, message: "No. (It stays an error whatever is set: no tool reads such a package.)" },
		]);
	});

	it("are set by the codes and the classes", () => {
		expect(severityKeys).toContain("specification");
		expect(severityKeys).toContain("unused-use");
		expect(severityKeys).not.toContain("unreadable-file");
	});
});
