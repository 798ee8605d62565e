/** The engine as the tests use it: one composer and one translator for all tests of a file, and the components of the examples. */
import { readFileSync } from "node:fs";
import path from "node:path";
import {
	type Answer,
	type Composer,
	createComposer,
	createTranslator,
	type Fault,
	type Translator,
} from "../../server/engine/index.ts";
import { asset } from "../assets.ts";
import { root } from "../shared.ts";

export const composer: Composer = createComposer(compiled("composer.core.wasm"));
export const translator: Translator = createTranslator(compiled("translator.core.wasm"));

function compiled(name: "composer.core.wasm" | "translator.core.wasm"): WebAssembly.Module {
	return new WebAssembly.Module(new Uint8Array(asset(name)));
}

/** The value of an answer; a fault fails the test with its own words. */
export function expectValue<T>(answer: Answer<T>): T {
	if (answer.ok) return answer.value;
	throw new Error(`${answer.fault.message} ${JSON.stringify(answer.fault)}`);
}

/** The fault of an answer that must have one. */
export function expectFault(answer: Answer<unknown>): Fault {
	if (!answer.ok) return answer.fault;
	throw new Error("there is no fault");
}

/** A file of the examples, by its path in that folder. */
export function example(file: string): Uint8Array {
	return new Uint8Array(readFileSync(path.join(root, "examples", file)));
}

/** The shop of the examples: five components in four languages, composed. */
export function shop(): Uint8Array {
	const packages = ["catalog", "pricing", "payment", "cart", "checkout"];
	return expectValue(
		composer.compose(
			new TextDecoder().decode(example("shop/shop.wac")),
			packages.map((name) => ({ name: `shop:${name}`, bytes: example(`shop/deps/shop/${name}.wasm`) })),
		),
	);
}

/** Assembles text. */
export function wasm(text: string): Uint8Array {
	return expectValue(composer.parseWat(text));
}

/** The part of a text that a label of a fault means: the offsets are of UTF-8. */
export function labelled(text: string, fault: Fault): string[] {
	const bytes = new TextEncoder().encode(text);
	return fault.labels.map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end)));
}

/** Line and column of a byte of a text as the reference tools write them: from 1, in characters. */
export function place(source: string, byte: number | undefined): string {
	const before = new TextDecoder().decode(new TextEncoder().encode(source).subarray(0, byte));
	const lines = before.split("\n");
	return `${lines.length}:${[...(lines.at(-1) ?? "")].length + 1}`;
}
