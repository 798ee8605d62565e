import type { TextDocumentContentChangeEvent } from "vscode-languageserver";
import type { SyntaxParser } from "../wit/syntax/parser.ts";
import { LineIndex, offset } from "../wit/syntax/positions.ts";
import type { SyntaxTree, TextChange } from "../wit/syntax/tree.ts";
import { pathOfUri } from "./convert.ts";

/** The languages of the server, by the identifiers that editors use. */
export type Language = "wit" | "wac";

/** One version of a document that is open in the editor. */
export interface OpenDocument {
	/** As the client writes it: answers name a document in the client's own spelling. */
	readonly uri: string;
	readonly path: string;
	readonly language: Language;
	readonly version: number;
	readonly text: string;
	readonly lines: LineIndex;
}

/** A document's tree, and the changes that it has not seen yet: it follows when it is asked for, so that a keystroke alone parses nothing. */
interface Following {
	tree: SyntaxTree | null;
	readonly pending: TextChange[];
}

/** The documents that are open, each with the text that the client sees and a syntax tree that is edited, never parsed anew. */
export class Documents {
	readonly #byPath = new Map<string, OpenDocument>();
	readonly #trees = new Map<string, Following>();
	readonly #parsers: Readonly<Record<Language, SyntaxParser>>;

	constructor(parsers: Readonly<Record<Language, SyntaxParser>>) {
		this.#parsers = parsers;
	}

	open(uri: string, languageId: string, version: number, text: string): OpenDocument {
		this.close(uri);
		return this.#keep({
			uri,
			path: pathOfUri(uri),
			language: languageOf(uri, languageId),
			version,
			text,
			lines: new LineIndex(text),
		});
	}

	/**
	 * Applies the changes of one event, each on the text that the one before it made. A position outside the text means its nearest place.
	 * Answers null when the document is not open.
	 */
	change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): OpenDocument | null {
		const document = this.get(uri);
		if (document === null) return null;
		let { text, lines } = document;
		for (const change of changes) {
			const start = "range" in change ? lines.offsetAt(change.range.start) : offset(0);
			const end = "range" in change ? offset(Math.max(start, lines.offsetAt(change.range.end))) : offset(text.length);
			lines = lines.edit({ start, end }, change.text);
			text = lines.text;
			this.#trees.get(document.path)?.pending.push({ start, end, text: change.text });
		}
		return this.#keep({ ...document, version, text, lines });
	}

	close(uri: string): OpenDocument | null {
		const document = this.get(uri);
		if (document === null) return null;
		this.#byPath.delete(document.path);
		this.#trees.get(document.path)?.tree?.dispose();
		this.#trees.delete(document.path);
		return document;
	}

	get(uri: string): OpenDocument | null {
		return this.at(pathOfUri(uri));
	}

	at(path: string): OpenDocument | null {
		return this.#byPath.get(path) ?? null;
	}

	all(): readonly OpenDocument[] {
		return [...this.#byPath.values()];
	}

	/** The syntax tree of a document as it is now. */
	treeOf(document: OpenDocument): SyntaxTree {
		const following = this.#trees.get(document.path) ?? { tree: null, pending: [] };
		this.#trees.set(document.path, following);
		const changes = following.pending.splice(0);
		if (following.tree !== null && changes.length > 0) following.tree = following.tree.edit(...changes);
		following.tree ??= this.#parsers[document.language].parse(document.text);
		return following.tree;
	}

	#keep(document: OpenDocument): OpenDocument {
		this.#byPath.set(document.path, document);
		return document;
	}
}

function languageOf(uri: string, languageId: string): Language {
	return languageId === "wac" || (languageId !== "wit" && uri.endsWith(".wac")) ? "wac" : "wit";
}
