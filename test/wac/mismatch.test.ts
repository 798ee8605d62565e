/** What is said where one component does not fit into another: every difference, at the exact place, with the names of both. */
import { expect, it } from "vitest";
import { composeWac, explainPlugs } from "../../server/wac/index.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { composer, wasm } from "../engine/engines.ts";

/** Exports an instance with a record and a function; it imports the function, so that no code is needed. */
const provider = wasm(`(component
	(import "g" (func $g (param "x" u32)))
	(component $c
		(import "g" (func $h (param "x" u32)))
		(type $r (record (field "a" u8) (field "b" string)))
		(export "money" (type $r))
		(export "pay" (func $h)))
	(instance $i (instantiate $c (with "g" (func $g))))
	(export "shop:bank/till@0.1.0" (instance $i)))`);

const consumer = (field: string, parameter: string, more = "") =>
	wasm(`(component (import "shop:bank/till@0.1.0" (instance
		(type $r (record (field "a" ${field}) (field "b" string)))
		(export "money" (type (eq $r)))
		(export "pay" (func (param "x" ${parameter}))) ${more})))`);

function composed(component: Uint8Array): string | null {
	const files = new Map([
		["/deps/t/provider.wasm", provider],
		["/deps/t/consumer.wasm", component],
	]);
	const source = "package t:t;\nlet bank = new t:provider { ... };\nlet shop = new t:consumer { ...bank, ... };\n";
	const result = composeWac(composer, memoryDisk(files), "/app.wac", source);
	if (result.ok) return null;
	const [problem] = result.problems;
	expect(source.slice(problem?.start, problem?.end)).toBe("bank");
	return problem?.message ?? null;
}

it("tells all differences, where the engine tells the first", () => {
	expect(composed(consumer("u8", "u32"))).toBeNull();
	expect(composed(consumer("u16", "u64", '(export "refund" (func))'))).toBe(
		[
			"mismatched instantiation argument `shop:bank/till@0.1.0`: what `t:consumer` imports as `shop:bank/till@0.1.0` is not what `t:provider` exports:",
			"- type `money` → field `a`: the import has `u16`, the export `u8`",
			"- function `pay` → parameter `x`: the import has `u64`, the export `u32`",
			"- function `refund`: the export does not have it",
		].join("\n"),
	);
});

it("says why a plug does not go into a socket of the same name", () => {
	const socket = { name: "shop", bytes: consumer("u16", "u32") };
	expect(explainPlugs(composer, socket, [{ name: "bank", bytes: provider }])).toEqual([
		"what `shop` imports as `shop:bank/till@0.1.0` is not what `bank` exports:\n- type `money` → field `a`: the import has `u16`, the export `u8`",
	]);
	expect(explainPlugs(composer, { name: "shop", bytes: consumer("u8", "u32") }, [{ name: "bank", bytes: provider }])).toEqual([]);
});
