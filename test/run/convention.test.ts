import { describe, expect, it } from "vitest";
import { fromJco } from "../../client/run/link/jco.ts";

describe("what preview2-shim returns", () => {
	it("may leave flags out where none is set", () => {
		const type = { kind: "flags", names: ["read", "write"] } as const;
		const enclose = () => ({ label: "", object: {} });
		expect(fromJco(type, undefined, enclose)).toEqual({ set: [] });
		expect(fromJco(type, { write: true }, enclose)).toEqual({ set: ["write"] });
	});
});
