import { describe, expect, it } from "vitest";
import { jcoConverter } from "../../client/run/link/jco-values.ts";

describe("what preview2-shim returns", () => {
	it("may leave flags out where none is set", () => {
		const type = { kind: "flags", names: ["read", "write"] } as const;
		const enclose = () => ({ label: "", object: {} });
		expect(jcoConverter(type).from(undefined, enclose)).toEqual({ set: [] });
		expect(jcoConverter(type).from({ write: true }, enclose)).toEqual({ set: ["write"] });
	});
});
