import type { Range } from "vscode-languageserver";
import { type BinaryReader, Packages } from "../ide/packages.ts";
import type { SeveritySettings } from "../ide/problems.ts";
import type { ServerSettings } from "../protocol.ts";
import { WacService, type WacServiceEngine } from "../wac/service.ts";
import type { Span } from "../wit/semantic/index.ts";
import type { SyntaxParser } from "../wit/syntax/parser.ts";
import { LineIndex } from "../wit/syntax/positions.ts";
import { LayeredWorkspace } from "../workspace/layered.ts";
import { isWithin } from "../workspace/path.ts";
import type { Disk } from "../workspace/workspace.ts";
import { rangeOf, uriOfPath } from "./convert.ts";
import { Documents, type Language } from "./documents.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";

/** What the server gets from its composition root. */
export interface Surroundings {
	readonly disk: Disk;
	readonly parsers: Readonly<Record<Language, SyntaxParser>>;
	readonly engine: WacServiceEngine;
	readonly readBinary: BinaryReader;
}

/** All that one connection holds: documents, files, packages, settings. */
export class Session {
	readonly documents: Documents;
	readonly workspace: LayeredWorkspace;
	readonly packages: Packages;
	readonly wac: WacService;
	/** The folders that the editor has opened, as paths. */
	folders: readonly string[] = [];
	severities: SeveritySettings = {};
	readonly #lines = new Map<string, { readonly text: string; readonly lines: LineIndex }>();

	constructor({ disk, parsers, engine, readBinary }: Surroundings) {
		this.workspace = new LayeredWorkspace(disk);
		this.documents = new Documents(parsers);
		this.packages = new Packages(this.workspace, readBinary);
		this.wac = new WacService(engine, this.workspace);
		this.configure(DEFAULT_SETTINGS);
	}

	configure({ features, wac, diagnostics }: ServerSettings): void {
		this.severities = diagnostics.severity;
		this.packages.activate(features.includes("*") ? "all" : new Set(features));
		this.wac.configure(wac, (path) => this.folders.find((folder) => isWithin(path, folder)) ?? null);
	}

	/** The URI of a file, in the client's own spelling where it is open. */
	uriOf(path: string): string {
		return this.documents.at(path)?.uri ?? uriOfPath(path);
	}

	/** A span of any file as lines and characters; the start of the file where it cannot be read. */
	rangeIn(path: string, span: Span): Range {
		return rangeOf(this.linesOf(path), span);
	}

	linesOf(path: string): LineIndex {
		const open = this.documents.at(path);
		if (open !== null) return open.lines;
		const text = this.workspace.text(path) ?? "";
		const known = this.#lines.get(path);
		if (known?.text === text) return known.lines;
		const lines = new LineIndex(text);
		this.#lines.set(path, { text, lines });
		return lines;
	}
}
