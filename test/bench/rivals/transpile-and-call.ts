/**
 * A program that runs a component by jco, as its documentation tells: `node transpile-and-call.mjs COMPONENT.wasm SKU` looks up a product
 * in the shop of the examples and prints it.
 */
import { readFileSync } from "node:fs";
import { transpileBytes } from "@bytecodealliance/jco-transpile";
import { WASIShim } from "@bytecodealliance/preview2-shim/instantiation";

interface Generated {
	instantiate(
		getCoreModule: (name: string) => Promise<WebAssembly.Module>,
		imports: Readonly<Record<string, unknown>>,
	): Promise<{ readonly "shop:checkout/catalog@0.1.0": { lookup(sku: string): unknown } }>;
}

const [file, sku] = process.argv.slice(2);
if (file === undefined || sku === undefined) throw new Error("give a component and the key of a product");
const { files } = await transpileBytes(readFileSync(file), { name: "shop", instantiation: "async" });
const source = Buffer.from(files["shop.js"] ?? "").toString("base64");
const generated: Generated = await import(`data:text/javascript;base64,${source}`);
const shop = await generated.instantiate((name) => WebAssembly.compile(new Uint8Array(files[name] ?? [])), {
	...new WASIShim().getImportObject(),
});
const product = shop["shop:checkout/catalog@0.1.0"].lookup(sku);
console.log(JSON.stringify(product, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value)));
process.exit();
