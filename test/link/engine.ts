import { createComposer, createTranslator, type Translation } from "../../server/engine/index.ts";
import { asset } from "../assets.ts";

const translator = createTranslator(new WebAssembly.Module(bytesOf("translator.core.wasm")));
const composer = createComposer(new WebAssembly.Module(bytesOf("composer.core.wasm")));

/** The translation of a component; throws what the translator says of one that is invalid. */
export function translate(component: Uint8Array): Translation {
	const answer = translator.translate(component, { concurrency: true });
	if (!answer.ok) throw new Error([answer.fault.message, ...answer.fault.causes].join(": "));
	return answer.value;
}

/** A component from its text; throws what the parser says. */
export function parseWat(text: string): Uint8Array<ArrayBuffer> {
	const answer = composer.parseWat(text);
	if (!answer.ok) throw new Error([answer.fault.message, ...answer.fault.causes].join(": "));
	return answer.value;
}

function bytesOf(name: "translator.core.wasm" | "composer.core.wasm"): Uint8Array<ArrayBuffer> {
	return new Uint8Array(asset(name));
}
