import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ComponentTrap } from "../../client/run/link/index.ts";
import { isVariant, type Value } from "../../server/wit/index.ts";
import { root } from "../shared.ts";
import { compose } from "./engine.ts";
import { exported, linked, note } from "./watch.ts";

const CATALOG = "shop:checkout/catalog@0.1.0";
const CHECKOUT = "shop:checkout/checkout@0.1.0";

const folder = path.join(root, "examples/shop");

/** The example: guests in Rust, C, C++ and JavaScript. */
describe("a shop in four languages", () => {
	const bytes = compose(readFileSync(path.join(folder, "shop.wac"), "utf8"), (name) =>
		readFileSync(path.join(folder, "deps", `${name.replace(":", "/")}.wasm`)),
	);
	const payload = (value: Value | undefined): Value => (value !== undefined && isVariant(value) ? (value.payload ?? null) : null);

	it("every call between its components is seen, with names and values", () => {
		const lines: string[] = [];
		const shop = linked(bytes, { observer: note(lines), name: "shop" });
		const visit = exported(shop, CHECKOUT, "[constructor]visit").call(["eur"]);
		if (visit === undefined) throw new Error("no visit");
		exported(shop, CHECKOUT, "[method]visit.put").call([visit, "mug-07", 1]);
		exported(shop, CHECKOUT, "[method]visit.put").call([visit, "nope", 1]);
		const mug = payload(exported(shop, CATALOG, "lookup").call(["mug-07"]));
		const line = { fields: { product: mug, quantity: 3 } };
		const earlier = payload(exported(shop, CHECKOUT, "[static]visit.resume").call(["eur", [line]]));
		expect(exported(shop, CHECKOUT, "fuller").call([earlier, visit])).toEqual({ some: true });
		const calls = lines
			.filter((each) => each.includes("->"))
			.map((each) => each.replaceAll("shop:checkout/", "").replaceAll("@0.1.0", ""));
		expect(calls.map((each) => each.replace(/\{sku: "([^"]+)".*?tags: \[[^\]]*\]\}/g, "<$1>"))).toEqual([
			"host -> checkout: checkout#[constructor]visit(eur)",
			"  checkout -> cart: cart#[constructor]basket(eur)",
			'host -> checkout: checkout#[method]visit.put(visit#1, "mug-07", 1)',
			'  checkout -> catalog: catalog#lookup("mug-07")',
			"  checkout -> cart: cart#[method]basket.add(basket#1, <mug-07>, 1)",
			'host -> checkout: checkout#[method]visit.put(visit#1, "nope", 1)',
			'  checkout -> catalog: catalog#lookup("nope")',
			'host -> catalog: catalog#lookup("mug-07")',
			"host -> checkout: checkout#[static]visit.resume(eur, [{product: <mug-07>, quantity: 3}])",
			"  checkout -> cart: cart#[static]basket.restore(eur, [{product: <mug-07>, quantity: 3}])",
			"host -> checkout: checkout#fuller(visit#2, visit#1)",
			"  checkout -> cart: cart#fuller(basket#2, basket#1)",
		]);
		const results = lines.filter((each) => each.includes("= ")).map((each) => each.trim());
		expect(results.slice(0, 6)).toEqual([
			"= basket#1",
			"= visit#1",
			expect.stringContaining('ok({sku: "mug-07"'),
			"= 1",
			"= ok(1)",
			'= err(not-found("nope"))',
		]);
	});

	it("reaches the JavaScript component and its answer", () => {
		const lines: string[] = [];
		const shop = linked(bytes, { observer: note(lines) });
		const visit = exported(shop, CHECKOUT, "[constructor]visit").call(["eur"]) ?? null;
		exported(shop, CHECKOUT, "[method]visit.put").call([visit, "mug-07", 2]);
		const voucher = { tag: "voucher", payload: "V2000" };
		expect(payload(exported(shop, CHECKOUT, "pay").call([visit, [], voucher]))).toEqual({
			tag: "payment",
			payload: { tag: "insufficient-funds", payload: { fields: { amount: 580n, currency: "eur" } } },
		});
		expect(lines.some((line) => line.includes("checkout -> payment: shop:checkout/payment@0.1.0#authorize("))).toBe(true);
	});

	it("a trap deep inside names the component in which it happened", () => {
		const shop = linked(bytes);
		const visit = exported(shop, CHECKOUT, "[constructor]visit").call(["eur"]) ?? null;
		exported(shop, CHECKOUT, "[method]visit.put").call([visit, "tea-01", 1]);
		const preview = exported(shop, CHECKOUT, "[method]visit.preview");
		try {
			preview.call([visit, [{ tag: "bundle", payload: [0, 0] }]]);
			expect.unreachable();
		} catch (error) {
			if (!(error instanceof ComponentTrap)) throw error;
			expect(error.message).toBe("pricing trapped in shop:checkout/pricing@0.1.0#price: integer divide by zero");
			expect(error.report.stack.map((frame) => `${frame.component} ${frame.function}`)).toEqual([
				"pricing price",
				"checkout [method]visit.preview",
			]);
			expect(error.report.core[0]?.name).toBe("pricing");
		}
	});
});
