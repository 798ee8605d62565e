import {
	type FileDeclarations,
	type InterfaceDeclaration,
	type ItemPath,
	type Name,
	type PackageName,
	readWit,
	type Span,
	type TopItem,
	type WitFile,
	type WorldDeclaration,
} from "../wit/index.ts";

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
 * Never fails: texts are copied but for the parts that move, mistakes included, and the generator that parses the document says what they are.
 */
export function witDocument(files: readonly WitFile[], dependencies: readonly (readonly WitFile[])[]): WitDocument {
	const root = merge(files);
	const deps = dependencies.map(merge);
	const nested = new Map<string, Body>();
	for (const body of [...deps, ...[root, ...deps].flatMap((merged) => merged.nested)]) {
		if (body.name !== "" && body.name !== root.name && !nested.has(body.name)) nested.set(body.name, body);
	}
	const parts = [root.header, root.body, ...[...nested.values()].map(({ written, body }) => `package ${written} {${body}\n}`)];
	return {
		text: `${parts
			.map((part) => part.trim())
			.filter((part) => part !== "")
			.join("\n\n")}\n`,
		name: root.name,
		worlds: root.worlds,
	};
}

/** What stands in a package. Its name is with the version, or empty where no file says it; `written` has the `%` of words of the language. */
interface Body {
	readonly name: string;
	readonly written: string;
	readonly body: string;
}

interface Merged extends Body {
	/** The `package` line with its comments. */
	readonly header: string;
	readonly worlds: readonly World[];
	readonly nested: readonly Body[];
}

/** The part of a file that holds items of one package, without what stands in `cuts`. */
interface Piece {
	readonly text: string;
	readonly part: Span;
	readonly items: readonly TopItem[];
	readonly cuts: readonly Span[];
}

/** What stands there in the document in place of a part of a file. */
interface Edit extends Span {
	readonly text: string;
}

/** The files of one package as one body; nested packages apart, those of the same name merged as well. */
function merge(files: readonly WitFile[]): Merged {
	// A byte order mark may stand at the start of a file only.
	const read = files.map(({ path, text }) => {
		const file = readWit(path, text.startsWith("\uFEFF") ? text.slice(1) : text);
		// A package without its `}` stays where it is: taken out, it would be closed.
		return { ...file, nested: file.nested.filter(({ body, span }) => body.end < span.end) };
	});
	const headers = read.flatMap(({ header, text }) => (header === null ? [] : [{ header, text }]));
	// Only one file of a package may document it, so that there is at most one header worth keeping.
	const chosen = headers.find(({ header }) => header.docs !== null) ?? headers[0];
	const nested = Map.groupBy(
		read.flatMap(({ text, nested }) => nested.map(({ header: { name }, items, body }) => ({ name, text, items, body }))),
		({ name }) => plainName(name),
	);
	return {
		name: chosen === undefined ? "" : plainName(chosen.header.name),
		written: chosen === undefined ? "" : writtenName(chosen.header.name, chosen.text),
		header: chosen?.text.slice(0, chosen.header.span.end) ?? "",
		body: joined(
			read.map(
				(file): Piece => ({ text: file.text, part: { start: 0, end: file.text.length }, items: file.items, cuts: cuts(file) }),
			),
		),
		worlds: read.flatMap(({ items }) => items.filter((item) => item.kind === "world").map(worldOf)),
		nested: [...nested].map(([name, blocks]) => ({
			name,
			written: blocks[0] === undefined ? name : writtenName(blocks[0].name, blocks[0].text),
			body: joined(blocks.map(({ text, items, body }): Piece => ({ text, part: body, items, cuts: [] }))),
		})),
	};
}

function plainName({ namespace, name, version }: PackageName): string {
	return `${namespace.text}:${name.text}${version === null ? "" : `@${version.text}`}`;
}

function writtenName({ namespace, name, version }: PackageName, text: string): string {
	const written = [namespace, name].map(({ span }) => text.slice(span.start, span.end)).join(":");
	return version === null ? written : `${written}@${version.text}`;
}

function worldOf({ name, gates }: WorldDeclaration): World {
	return { name: name.text, feature: gates.find((gate) => gate.kind === "unstable")?.feature.text ?? null };
}

/** What leaves a file: its `package` line and nested packages, each with the comments and the space in front of it. */
function cuts({ text, header, nested }: FileDeclarations): readonly Span[] {
	const line = header === null ? [] : [{ start: 0, end: header.span.end }];
	return [
		...line,
		...nested.map(({ header: { docs }, span }) => ({ start: spaceBefore(text, (docs?.span ?? span).start), end: span.end })),
	];
}

function spaceBefore(text: string, from: number): number {
	let at = from;
	while (at > 0 && /\s/.test(text.charAt(at - 1))) at--;
	return at;
}

function joined(pieces: readonly Piece[]): string {
	// A single file keeps its names, as nothing is there to be mixed up with.
	if (pieces.length < 2) return pieces.map((piece) => edited(piece, [])).join("\n");
	const taken = new Set(pieces.flatMap(({ text }) => text.match(/[A-Za-z][A-Za-z0-9-]*/g) ?? []));
	return pieces.map((piece, index) => edited(piece, renames(piece.items, index, taken))).join("\n");
}

/** The text of a piece without its cuts and with the edits made, which touch none of them. */
function edited({ text, part, cuts }: Piece, edits: readonly Edit[]): string {
	const out: string[] = [];
	let at = part.start;
	for (const edit of [...cuts.map((cut) => ({ ...cut, text: "" })), ...edits].sort((a, b) => a.start - b.start)) {
		out.push(text.slice(at, edit.start), edit.text);
		at = edit.end;
	}
	out.push(text.slice(at, part.end));
	return out.join("");
}

/** Gives what top-level `use`s of a file name a name that no other file has, at each place that refers to it. */
function renames(items: readonly TopItem[], index: number, taken: ReadonlySet<string>): readonly Edit[] {
	const names = new Map<string, string>();
	const edits: Edit[] = [];
	for (const item of items) {
		if (item.kind !== "top-use") continue;
		const { text, span } = item.alias ?? item.path.name;
		let unique = `${text}-of-file${index}`;
		while (taken.has(unique)) unique += "x";
		names.set(text, unique);
		edits.push(
			item.alias === null
				? { start: item.path.span.end, end: item.path.span.end, text: ` as ${unique}` }
				: { start: span.start, end: span.end, text: unique },
		);
	}
	if (names.size === 0) return edits;
	for (const { text, span } of items.flatMap(bareNames)) {
		const unique = names.get(text);
		if (unique !== undefined) edits.push({ start: span.start, end: span.end, text: unique });
	}
	return edits;
}

/** The names in an item that may be those of a top-level `use`: of interfaces and worlds, without a package. */
function bareNames(item: TopItem): readonly Name[] {
	switch (item.kind) {
		case "top-use":
			return bareName(item.path);
		case "interface":
			return namesInInterface(item);
		case "world":
			return item.members.flatMap((member) => {
				if (member.kind === "type") return [];
				if (member.kind !== "extern") return bareName(member.path);
				if (member.shape.form === "function") return [];
				return member.shape.form === "path" ? bareName(member.shape.path) : namesInInterface(member.shape.interface);
			});
		default:
			return unreachable(item);
	}
}

function namesInInterface({ members }: InterfaceDeclaration): readonly Name[] {
	return members.flatMap((member) => (member.kind === "use" ? bareName(member.path) : []));
}

function bareName(path: ItemPath): readonly Name[] {
	return path.package === null ? [path.name] : [];
}

function unreachable(item: never): never {
	throw new Error(`no such item: ${JSON.stringify(item)}`);
}
