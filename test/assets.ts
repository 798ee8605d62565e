/** The WebAssembly files that a test hands to the code under test, read from where they are built. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./shared-folder.ts";

const PLACES = {
	"wit.wasm": "grammars/wit/tree-sitter-wit.wasm",
	"wac.wasm": "grammars/wac/tree-sitter-wac.wasm",
	"web-tree-sitter.wasm": "node_modules/web-tree-sitter/web-tree-sitter.wasm",
	"composer.core.wasm": "server/engine/composer/built/composer.core.wasm",
	"translator.core.wasm": "server/engine/translator/built/translator.core.wasm",
} as const;

/** The bytes of an asset by the name that it has in `dist/assets/`. */
export function asset(name: keyof typeof PLACES): Uint8Array {
	return new Uint8Array(readFileSync(path.join(root, PLACES[name])));
}
