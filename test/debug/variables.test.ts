import { describe, expect, it } from "vitest";
import { Variables } from "../../client/debug/variables.ts";

describe("a list of very many values", () => {
	const variables = new Variables();
	const { variablesReference, indexedVariables } = variables.variable({
		name: "bytes",
		type: { kind: "list", element: { kind: "u8" } },
		value: new Uint8Array(1_000_000).fill(7),
	});

	it("says how many there are, and is read page by page", () => {
		expect(indexedVariables).toBe(1_000_000);
		expect(variables.children(variablesReference, 999_998, 100).map(({ name }) => name)).toEqual(["[999998]", "[999999]"]);
	});

	it("is cut where all are asked for at once", () => {
		const all = variables.children(variablesReference);
		expect(all).toHaveLength(10_001);
		expect(all.at(-1)).toEqual({ name: "…", value: "and 990000 more", variablesReference: 0 });
	});
});
