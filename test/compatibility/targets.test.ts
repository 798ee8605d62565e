/** wac's own check of a composition against a world, `targets`, on the components of the examples. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { compareWithWorld } from "../../server/wit/index.ts";
import { composer, example, expectValue } from "../engine/engines.ts";
import { root } from "../shared.ts";
import { worldOf } from "./world.ts";

const shop = readFileSync(path.join(root, "examples/shop/wit/shop.wit"), "utf8");
const names = ["catalog", "pricing", "payment", "cart", "checkout"];
const edits: readonly (readonly [string, (text: string) => string])[] = [
	["as it is", (text) => text],
	["with another field type", (text) => text.replace("amount: s64", "amount: s32")],
	["with another case", (text) => text.replace("percent(f64)", "percent(f64), gift")],
	["with another parameter", (text) => text.replace("lookup: func(sku: sku)", "lookup: func(key: sku)")],
];

it.each(edits)("wac says the same of every component and every world of the shop %s", (_, edit) => {
	const wit = edit(shop);
	const bytes = expectValue(composer.encodeWit([{ path: "shop.wit", text: wit }], [], []));
	for (const name of names) {
		const component = example(`shop/deps/shop/${name}.wasm`);
		const world = worldOf(expectValue(composer.componentWit(component)), `/${name}.wasm`, "root");
		for (const other of names) {
			const source = `package t:t targets shop:checkout/${other}-service@0.1.0;\nlet it = new shop:${name} { ... };\nexport it...;\n`;
			const composed = composer.compose(source, [
				{ name: "shop:checkout", version: "0.1.0", bytes },
				{ name: `shop:${name}`, bytes: component },
			]);
			const found = compareWithWorld(world, worldOf(wit, "/shop.wit", `${other}-service`));
			const said = composed.ok ? null : [composed.fault.message, ...composed.fault.causes].join(": ");
			const breaks = found.filter(({ severity }) => severity === "breaks").map(({ message }) => message);
			expect(breaks.length === 0, `${name} for ${other}: wac ${said}, here ${breaks.join("\n")}`).toBe(composed.ok);
			if (said !== null) expect(said).toMatch(/target|mismatch/);
		}
	}
});
