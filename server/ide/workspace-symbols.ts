import type { FoundSymbol, SymbolKind } from "../answer.ts";
import {
	type FileDeclarations,
	type FunctionDeclaration,
	type NestedPackage,
	readWit,
	type TopItem,
} from "../wit/semantic/index.ts";
import { witFilesBelow } from "../workspace/search.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { Packages } from "./packages.ts";

/** More than anyone looks through: a longer query finds the rest. */
const mostFound = 256;

/** Larger files are left out, as they would take longer than anyone waits. In bytes. */
const largestFile = 4 * 1024 * 1024;

type Entry = Omit<FoundSymbol, "path">;

/** What a file declares, for as long as its bytes are the same. Open files are not among them: their declarations follow each keystroke by themselves. */
const known = new WeakMap<Uint8Array, readonly Entry[]>();

/**
 * The interfaces, worlds, types and functions of all `.wit` files below the folders and of those that are open, whose names have the letters of the query in
 * their order; the best first. Files are read when they are first asked for, a number of them at most; `checkpoint` is awaited before each.
 */
export async function workspaceSymbols(
	packages: Packages,
	workspace: Workspace,
	{ folders, open }: { readonly folders: readonly string[]; readonly open: readonly string[] },
	query: string,
	checkpoint: () => Promise<void>,
): Promise<readonly FoundSymbol[]> {
	const found: { readonly symbol: FoundSymbol; readonly rank: number }[] = [];
	const buffers = new Set(open);
	const paths = new Set([...open, ...folders.flatMap((folder) => witFilesBelow(workspace, folder))]);
	for (const path of paths) {
		await checkpoint();
		for (const entry of buffers.has(path) ? openEntries(packages, path) : storedEntries(workspace, path)) {
			const rank = rankOf(entry.name, query);
			if (rank !== null) found.push({ symbol: { ...entry, path }, rank });
		}
	}
	return found
		.toSorted((a, b) => a.rank - b.rank)
		.slice(0, mostFound)
		.map(({ symbol }) => symbol);
}

function openEntries(packages: Packages, path: string): readonly Entry[] {
	const file = packages.document(path)?.file;
	return file === undefined ? [] : entriesOf(file);
}

function storedEntries(workspace: Workspace, path: string): readonly Entry[] {
	const bytes = workspace.bytes(path);
	if (bytes === null || bytes.length > largestFile) return [];
	const before = known.get(bytes);
	if (before !== undefined) return before;
	const entries = entriesOf(readWit(path, new TextDecoder().decode(bytes)));
	known.set(bytes, entries);
	return entries;
}

/** The same name, one that begins so, one that holds it, one that has its letters in their order; null for any other. Short names come first. */
function rankOf(name: string, query: string): number | null {
	const [text, wanted] = [name.toLowerCase(), query.toLowerCase()];
	if (text === wanted) return 0;
	if (text.startsWith(wanted)) return 100 + text.length;
	if (text.includes(wanted)) return 10_000 + text.length;
	let at = -1;
	for (const letter of wanted) {
		at = text.indexOf(letter, at + 1);
		if (at < 0) return null;
	}
	return 1_000_000 + text.length;
}

function entriesOf({ header, items, nested }: FileDeclarations): readonly Entry[] {
	return [...itemsOf(header, items), ...nested.flatMap(nestedEntries)];
}

function nestedEntries({ header, items, nested }: NestedPackage): readonly Entry[] {
	return [...itemsOf(header, items), ...nested.flatMap(nestedEntries)];
}

function itemsOf(header: FileDeclarations["header"], items: readonly TopItem[]): readonly Entry[] {
	const home = header === null ? "" : `${header.name.namespace.text}:${header.name.name.text}`;
	const within = (name: string) => (home === "" ? name : `${home}/${name}`);
	return items.flatMap((item) =>
		item.kind === "top-use" ? [] : [symbol(item, item.kind, home), ...members(item, within(item.name.text))],
	);
}

function members(item: Exclude<TopItem, { readonly kind: "top-use" }>, container: string): readonly Entry[] {
	return item.members.flatMap((member): readonly Entry[] => {
		switch (member.kind) {
			case "use":
			case "include":
				return [];
			case "function":
				return [functionEntry(member, container)];
			case "type": {
				const { body } = member;
				const functions = body.form === "resource" ? body.functions : [];
				const inner = `${container}.${member.name.text}`;
				return [symbol(member, body.form, container), ...functions.map((read) => functionEntry(read, inner))];
			}
			case "extern": {
				const { shape } = member;
				if (shape.form === "path") return [];
				if (shape.form === "function") return [functionEntry(shape.function, container)];
				return [symbol(member, "interface", container), ...members(shape.interface, `${container}.${member.name.text}`)];
			}
			default: {
				const impossible: never = member;
				return impossible;
			}
		}
	});
}

function functionEntry(declaration: FunctionDeclaration, container: string): Entry {
	const kind = declaration.role === "free" ? "function" : declaration.role === "constructor" ? "constructor" : "method";
	return symbol(declaration, kind, container);
}

function symbol({ name }: Pick<FunctionDeclaration, "name">, kind: SymbolKind, container: string): Entry {
	return { name: name.text, kind, container, span: { start: name.span.start, end: name.span.end } };
}
