import { describe, expect, it } from "vitest";
import { nearestName } from "../../server/wit/index.ts";

describe("the nearest name", () => {
	it.each([
		["a letter left out", "prodct", ["price", "product"], "product"],
		["two letters swapped", "raed", ["write", "read"], "read"],
		["another case", "HTTP", ["udp", "http"], "http"],
		["the nearer of two", "colours", ["collars", "colour"], "colour"],
		["nothing near", "clock", ["random", "filesystem"], null],
		["no letter in common", "a", ["b"], null],
		["the name itself, which was not found", "same", ["same"], null],
		["nothing to choose from", "name", [], null],
		["a name too long to be worth a guess", "x".repeat(65), ["x".repeat(64)], null],
	])("is found for %s", (_, name, candidates, expected) => {
		expect(nearestName(name, candidates)).toBe(expected);
	});
});
