/** Pieces of WAT text. */
import type { CoreSignature } from "../core-signature.ts";

/** A type use: `(param i32 i32) (result i64)`, empty where there is neither. */
export function typeUse({ params, results }: CoreSignature): string {
	return [
		...(params.length === 0 ? [] : [`(param ${params.join(" ")})`]),
		...(results.length === 0 ? [] : [`(result ${results.join(" ")})`]),
	].join(" ");
}

/** All parameters of a function, one after the other. */
export function allParams({ params }: CoreSignature): string {
	return params.map((_, index) => `(local.get ${index})`).join(" ");
}

/** A comment to the end of the line. What it quotes comes from the component: no character of it may end the line. */
export function comment(text: string): string {
	return `;; ${text.replace(/[^ -~\u00a1-\u1fff]/g, "?")}`;
}

/** The string of a data segment that holds `words` as little-endian i32. */
export function dataString(words: readonly number[]): string {
	const bytes = new Uint8Array(Int32Array.from(words).buffer);
	return `"${[...bytes].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("")}"`;
}
