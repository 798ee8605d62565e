/** Packages and trees that follow edits, beside those that are read from nothing. */
import { definition } from "../../../server/ide/definition.ts";
import { documentSymbols } from "../../../server/ide/document-symbols.ts";
import { hover } from "../../../server/ide/hover.ts";
import { Packages } from "../../../server/ide/packages.ts";
import { references } from "../../../server/ide/references.ts";
import { Documents } from "../../../server/lsp/documents.ts";
import type { SyntaxParser } from "../../../server/wit/syntax/parser.ts";
import { offset } from "../../../server/wit/syntax/positions.ts";
import type { SyntaxNode } from "../../../server/wit/syntax/tree.ts";
import { LayeredWorkspace } from "../../../server/workspace/layered.ts";
import { memoryDisk } from "../../../server/workspace/memory.ts";
import type { WitCase } from "../../conformance/reference.ts";
import type { Tally } from "../check.ts";
import { type Event, Project, type Step } from "./project.ts";

/** One editor: documents, files and packages as the language server holds them. */
class Editor {
	readonly documents: Documents;
	readonly packages: Packages;
	readonly #workspace: LayeredWorkspace;
	#version = 1;

	constructor(disk: Map<string, string>, parser: SyntaxParser) {
		this.documents = new Documents({ wit: parser, wac: parser });
		this.#workspace = new LayeredWorkspace(memoryDisk(disk));
		this.packages = new Packages(this.#workspace);
		this.packages.activate(new Set(["active"]));
	}

	open(path: string, text: string): void {
		this.#workspace.open(path, this.documents.open(uriOf(path), "wit", this.#version++, text).text);
	}

	apply(event: Event, textBefore: string): void {
		switch (event.kind) {
			case "change": {
				const uri = uriOf(event.path);
				if (this.documents.get(uri) === null) this.open(event.path, textBefore);
				let lines = this.documents.get(uri)?.lines;
				let changed = this.documents.get(uri);
				for (const { start, end, text } of event.changes) {
					if (lines === undefined) throw new Error(`${uri} is lost`);
					const range = { start: lines.positionAt(offset(start)), end: lines.positionAt(offset(end)) };
					changed = this.documents.change(uri, this.#version++, [{ range, text }]);
					lines = changed?.lines;
				}
				if (changed !== null) this.#workspace.open(event.path, changed.text);
				break;
			}
			case "close":
				this.documents.close(uriOf(event.path));
				this.#workspace.close(event.path);
				break;
			case "save":
			case "disk":
				this.#workspace.changed(event.path);
				break;
			default: {
				event satisfies never;
			}
		}
	}

	/** All that is declared and all that is wrong in the files, and what is said at a few places of each. */
	seen(paths: readonly string[]): string {
		const known = paths.map((path) => {
			const document = this.packages.document(path);
			if (document === null) return { path, missing: true };
			const { text } = document.file;
			const places = [...text.matchAll(/%?[a-zA-Z][\w-]*/g)].filter((_, index) => index % 7 === 3).slice(0, 25);
			return {
				path,
				text,
				outline: documentSymbols(document.file),
				problems: document.package.problems(),
				places: places.map(({ index }) => {
					// In which order places are listed is not said.
					const mentions = references(document, index, true)
						.map((place) => JSON.stringify(place))
						.toSorted();
					return [index, hover(document, index), definition(document, index), mentions];
				}),
			};
		});
		return JSON.stringify(known, null, 1);
	}

	/** The trees of the open documents, drawn. One with errors may recover otherwise than a fresh one: it is only told to have some. */
	trees(): string {
		return this.documents
			.all()
			.toSorted((a, b) => (a.path < b.path ? -1 : 1))
			.map((document) => {
				const { root } = this.documents.treeOf(document);
				return `${document.path}\n${root.hasError ? "errors" : draw(root)}`;
			})
			.join("\n");
	}
}

function uriOf(path: string): string {
	return `file://${path}`;
}

function draw(node: SyntaxNode): string {
	const inside = node.children.map(draw).join(" ");
	return `(${node.field ?? ""}:${node.kind} ${node.start}-${node.end}${inside === "" ? "" : ` ${inside}`})`;
}

/** Takes the steps; the first difference between what followed them and what is read anew. `alwaysLook` asks after every step, not only at the end. */
export function editDifference(
	parser: SyntaxParser,
	found: WitCase,
	steps: readonly Step[],
	alwaysLook: boolean,
	tally: Tally,
): string | null {
	const project = new Project(found);
	const editor = new Editor(project.disk, parser);
	for (const path of project.paths().slice(0, 2)) {
		project.open.set(path, project.text(path));
		editor.open(path, project.text(path));
	}
	if (alwaysLook) editor.seen(project.paths());
	for (const [index, step] of steps.entries()) {
		const before = new Map(project.paths().map((path) => [path, project.text(path)]));
		const events = project.take(step);
		tally.count("edits", events.length);
		for (const event of events) {
			editor.apply(event, before.get(event.path) ?? "");
			// A keystroke is looked at while its statement is not finished.
			if (alwaysLook && event.kind === "change") editor.packages.document(event.path)?.package.problems();
		}
		if (!alwaysLook && index < steps.length - 1) continue;
		const fresh = new Editor(new Map(project.disk), parser);
		for (const [path, text] of project.open) fresh.open(path, text);
		const difference = differenceOf(editor, fresh, project);
		for (const { uri } of fresh.documents.all()) fresh.documents.close(uri);
		if (difference !== null) return `after step ${index + 1}: ${difference}`;
	}
	for (const { uri } of editor.documents.all()) editor.documents.close(uri);
	return null;
}

function differenceOf(editor: Editor, fresh: Editor, project: Project): string | null {
	const paths = project.paths();
	return (
		firstDifference("declarations, problems and places", editor.seen(paths), fresh.seen(paths)) ??
		firstDifference("trees", editor.trees(), fresh.trees())
	);
}

/** The first line that is different, with those around it. */
function firstDifference(what: string, followed: string, fresh: string): string | null {
	if (followed === fresh) return null;
	const [ours, theirs] = [followed.split("\n"), fresh.split("\n")];
	const at = ours.findIndex((line, index) => line !== theirs[index]);
	const around = (lines: readonly string[]) => lines.slice(Math.max(0, at - 8), at + 6).join("\n");
	return `${what} are different:\n${around(ours)}\n-- read anew:\n${around(theirs)}`;
}
