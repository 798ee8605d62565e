// The components of the examples: what each is made of and where it goes.
import path from "node:path";
import { root } from "../scripts/node.mjs";

const RUST = ["../../Cargo.toml", "../../Cargo.lock", "../../.cargo/config.toml"];

/**
 * By name: the language, the folder (relative to the checkout) that holds the sources and `artefact.json`, the sources and the
 * component relative to that folder, and whether two builds of the same sources give different bytes.
 */
export const PARTS = {
	checkout: part("rust", "examples/shop/checkout", "../deps/shop/checkout.wasm", ["src", "Cargo.toml", ...RUST]),
	catalog: part("rust", "examples/shop/catalog", "../deps/shop/catalog.wasm", ["src", "Cargo.toml", ...RUST]),
	cart: part("c", "examples/shop/cart", "../deps/shop/cart.wasm", ["cart.c"]),
	pricing: part("cpp", "examples/shop/pricing", "../deps/shop/pricing.wasm", ["pricing.cpp"]),
	payment: { ...part("javascript", "examples/shop/payment", "../deps/shop/payment.wasm", ["payment.js"]), varies: true },
	callee: part("rust", "examples/bench/callee", "../deps/bench/callee.wasm", ["src", "Cargo.toml", ...RUST]),
	caller: part("rust", "examples/bench/caller", "../deps/bench/caller.wasm", ["src", "Cargo.toml", ...RUST]),
};

function part(language, folder, output, sources) {
	return { language, folder: path.join(root, folder), sources: ["../wit", ...sources], outputs: [output], varies: false };
}
