import { type Item, outline, plain } from "./outline.ts";

/** A `.wit` file; its path is for messages only. */
export interface WitFile {
	readonly path: string;
	readonly text: string;
}

/** One document that holds a package and all that it depends on, and the package's own worlds. */
export interface WitDocument {
	readonly text: string;
	/** The package's name with its version; empty where no file says it. */
	readonly name: string;
	readonly worlds: readonly World[];
}

/** A world, and the feature without which it does not count where it is `@unstable`. */
interface World {
	readonly name: string;
	readonly feature: string | null;
}

/**
 * Renders a package and its dependencies as one WIT document: first the package itself, its files one after another under one `package` line,
 * then each dependency as a nested package. The generators take a source, not a folder, and this way unsaved texts work as well.
 *
 * A top-level `use` counts for its own file only (WIT.md, "Item: toplevel-use"). Where a package has several files, such names are made unique,
 * so that two files may call different things the same. A package that is given twice, as happens where dependencies carry copies of their
 * own, is taken once; a whole package goes before one that another file nests.
 *
 * Never fails: what is wrong with the text is said by the generator that parses the document.
 */
export function witDocument(files: readonly WitFile[], dependencies: readonly (readonly WitFile[])[]): WitDocument {
	const root = merge(files);
	const deps = dependencies.map(merge);
	const nested = new Map<string, string>();
	const add = (name: string, body: string) => {
		if (name !== "" && name !== root.name && !nested.has(name)) nested.set(name, body);
	};
	for (const { name, body } of deps) add(name, body);
	for (const merged of [root, ...deps]) for (const { name, body } of merged.nested) add(name, body);
	const parts = [root.header, root.body, ...[...nested].map(([name, body]) => `package ${name} {${body}\n}`)];
	return {
		text: `${parts
			.map((part) => part.trim())
			.filter((part) => part !== "")
			.join("\n\n")}\n`,
		name: root.name,
		worlds: root.worlds,
	};
}

interface Merged {
	/** Name with version, or an empty text where no file says it. */
	readonly name: string;
	/** The `package` line with its comments. */
	readonly header: string;
	readonly body: string;
	readonly worlds: readonly World[];
	readonly nested: readonly { readonly name: string; readonly body: string }[];
}

interface Piece {
	readonly text: string;
	readonly items: readonly Item[];
	/** What follows the last item of the file or the nested package. */
	readonly rest: string;
}

/** The files of one package as one body; nested packages apart, those of the same name merged as well. */
function merge(files: readonly WitFile[]): Merged {
	const outlines = files.map(({ text }) => ({ text: withoutMark(text), items: outline(withoutMark(text)) }));
	const headers = outlines.flatMap(({ text, items }) =>
		items.flatMap((item) => (item.kind === "package" ? [{ item, text: text.slice(item.start, item.end) }] : [])),
	);
	// Only one file of a package may document it, so that there is at most one header worth keeping.
	const header = headers.find(({ item }) => item.documented) ?? headers[0];
	const own = outlines.map(({ text, items }): Piece => ({ text, items, rest: text.slice(items.at(-1)?.end ?? 0) }));
	const nested = Map.groupBy(
		outlines.flatMap(({ text, items }) => items.flatMap((item) => (item.kind === "nested" ? [{ text, item }] : []))),
		({ item }) => item.name,
	);
	return {
		name: header?.item.name ?? "",
		header: header?.text ?? "",
		body: body(own),
		worlds: own.flatMap(({ items }) =>
			items.flatMap((item) => (item.kind === "world" ? [{ name: item.name, feature: item.feature }] : [])),
		),
		nested: [...nested].map(([name, blocks]) => ({
			name,
			body: body(
				blocks.map(({ text, item }): Piece => {
					const from = item.items.at(-1)?.end ?? item.open;
					return { text, items: item.items, rest: text.slice(from, item.end).replace(/}\s*$/, "") };
				}),
			),
		})),
	};
}

/** The text without the byte order mark, which may stand at the start of a file only. */
function withoutMark(text: string): string {
	return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function body(pieces: readonly Piece[]): string {
	const taken = new Set(pieces.flatMap(({ text }) => text.match(/%?[A-Za-z][A-Za-z0-9-]*/g) ?? []));
	return pieces.map((piece, index) => render(piece, pieces.length > 1 ? renames(piece, index, taken) : new Map())).join("\n");
}

/** What each name of a top-level `use` of this file is called in the merged text. */
function renames({ items }: Piece, index: number, taken: ReadonlySet<string>): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	for (const item of items) {
		if (item.kind !== "use") continue;
		let unique = `${item.name}-of-file${index}`;
		while (taken.has(unique)) unique += "x";
		names.set(item.name, unique);
	}
	return names;
}

function render({ text, items, rest }: Piece, names: ReadonlyMap<string, string>): string {
	const out = items.map((item) => {
		switch (item.kind) {
			case "package":
			case "nested":
				return "";
			case "other":
				return text.slice(item.start, item.end);
			case "use": {
				const unique = names.get(item.name);
				if (unique === undefined) return text.slice(item.start, item.end);
				return `\nuse ${names.get(plain(item.path)) ?? item.path} as ${unique};`;
			}
			case "interface":
			case "world": {
				let rendered = "";
				let at = item.start;
				for (const reference of item.references) {
					const unique = names.get(reference.name);
					if (unique === undefined) continue;
					rendered += text.slice(at, reference.start) + unique;
					at = reference.end;
				}
				return rendered + text.slice(at, item.end);
			}
			default:
				return unreachable(item);
		}
	});
	return out.join("") + rest;
}

function unreachable(item: never): never {
	throw new Error(`no such item: ${JSON.stringify(item)}`);
}
