import { Language, Parser } from "web-tree-sitter";
import { SyntaxTree } from "./tree.ts";

/** A parser of one language. One parser serves any number of documents, one after another. */
export interface SyntaxParser {
	/** The syntax tree of a text, whatever the text is. Edit it to follow the document; dispose of it in the end. */
	parse(text: string): SyntaxTree;
	dispose(): void;
}

/** Tree-sitter's runtime exists once in a process; loading it twice at the same time would leave parsers of two runtimes behind. */
let runtime: Promise<void> | undefined;

/**
 * Loads a grammar.
 *
 * @param runtimeWasm the bytes of `web-tree-sitter.wasm`; those of the first call in a process serve all later ones
 * @param grammarWasm the bytes of a grammar built by `grammars/build.mjs`: `wit.wasm` or `wac.wasm`
 * @throws when the bytes are no such modules or their versions do not fit: a broken installation
 */
export async function createParser(runtimeWasm: Uint8Array, grammarWasm: Uint8Array): Promise<SyntaxParser> {
	runtime ??= Parser.init({ wasmBinary: new Uint8Array(runtimeWasm).buffer, locateFile: (name: string) => name });
	await runtime;
	const parser = new Parser();
	parser.setLanguage(await Language.load(grammarWasm));
	return {
		parse: (text) => SyntaxTree.parse(parser, text),
		dispose: () => parser.delete(),
	};
}
