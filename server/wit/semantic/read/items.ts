/** Reads the header and the items of a text (WIT.md, "Packages and PackageName", "Top-level items"). */
import type { Docs, NestedPackage, PackageHeader, Span, TopItem, TopUseDeclaration } from "../declarations.ts";
import type { Preface } from "./functions.ts";
import { readGates, readPackageName } from "./gates.ts";
import { readBody, readInterfaceMember, readPath } from "./members.ts";
import type { Reader } from "./reader.ts";
import { readWorldMember } from "./worlds.ts";

const deepestPackage = 100;

/** What has been read. */
export interface Items {
	readonly items: TopItem[];
	readonly nested: NestedPackage[];
}

/** Reads the package header that begins at the cursor; null, and nothing taken, where none does. One whose name cannot be read is broken. */
export function readHeader(reader: Reader): PackageHeader | "broken" | null {
	const gates = gatesBeforePackage(reader);
	if (reader.kind(gates) !== "package") return null;
	const docs = reader.docs();
	const from = reader.at;
	const start = reader.start;
	reader.at += gates;
	const keyword = reader.span();
	reader.at++;
	const name = readPackageName(reader);
	if (name !== null && !reader.broken && reader.kind() === "{") {
		reader.at = from;
		return null;
	}
	if (gates > 0) reportAttributes(reader, keyword);
	if (!reader.broken && !reader.eat(";")) reader.fail("`;` or `{`", null, reader.atLineEnd(";"));
	const header = name === null ? "broken" : { name, docs, span: reader.since(start) };
	if (reader.broken) {
		reader.eat(";");
		reader.recoverItem(reader.at, false);
	}
	return header;
}

/** How many tokens of attributes stand before the `package` at the start of a file: none may, but the header is understood. */
function gatesBeforePackage(reader: Reader): number {
	let ahead = 0;
	while (reader.kind(ahead) === "@" && reader.kind(ahead + 2) === "(") {
		while (reader.kind(ahead) !== ")" && reader.kind(ahead) !== "eof") ahead++;
		ahead++;
	}
	return reader.kind(ahead) === "package" ? ahead : 0;
}

function reportAttributes(reader: Reader, keyword: Span): void {
	reader.report("a package cannot have attributes", keyword, "Put them on what is in it.");
}

/** Reads the next item outside of packages in braces into `read`; false at the end of the text. */
export function readNextItem(reader: Reader, read: Items): boolean {
	const docs = reader.docs();
	if (reader.kind() === "eof") return false;
	readAnyItem(reader, docs, false, 0, read);
	return true;
}

/** Reads the items of a package in braces. */
function readItems(reader: Reader, depth: number): Items {
	const read: Items = { items: [], nested: [] };
	for (;;) {
		const docs = reader.docs();
		if (reader.eat("}")) return read;
		if (reader.kind() === "eof") {
			reader.fail("`}` to close this package");
			return read;
		}
		readAnyItem(reader, docs, true, depth, read);
	}
}

function readAnyItem(reader: Reader, docs: Docs | null, nested: boolean, depth: number, read: Items): void {
	const from = reader.at;
	const start = reader.start;
	const gates = readGates(reader);
	if (!reader.broken) readItem(reader, { docs, gates, start }, depth, read);
	if (reader.broken) reader.recoverItem(from, nested);
}

function readItem(reader: Reader, preface: Preface, depth: number, read: Items): void {
	const { docs, gates, start } = preface;
	switch (reader.kind()) {
		case "interface":
		case "world": {
			const kind = reader.kind();
			reader.at++;
			const name = reader.name() ?? reader.missingName();
			if (reader.broken && reader.kind() === "{") reader.broken = false;
			if (reader.broken) return;
			if (kind === "interface") {
				const members = readBody(reader, (inner) => readInterfaceMember(reader, inner));
				read.items.push({ kind, name, docs, gates, members, span: reader.since(start) });
			} else {
				const members = readBody(reader, (inner) => readWorldMember(reader, inner));
				read.items.push({ kind: "world", name, docs, gates, members, span: reader.since(start) });
			}
			return;
		}
		case "use": {
			const use = readTopUse(reader, preface);
			if (use !== null) read.items.push(use);
			return;
		}
		case "package": {
			const nested = readNested(reader, preface, depth);
			if (nested !== null) read.nested.push(nested);
			return;
		}
		default:
			reader.fail(
				"`interface`, `world`, `use` or `package`",
				"Types and functions belong in an interface: `interface name { … }`.",
			);
	}
}

function readTopUse(reader: Reader, { gates, start }: Preface): TopUseDeclaration | null {
	const keyword = reader.span();
	reader.at++;
	const path = readPath(reader);
	if (path === null) return null;
	const alias = !reader.broken && reader.eat("as") ? reader.name() : null;
	if (!reader.broken) reader.expect(";");
	return { kind: "top-use", path, alias, gates, keyword, span: reader.since(start) };
}

function readNested(reader: Reader, { docs, gates, start }: Preface, depth: number): NestedPackage | null {
	const keyword = reader.span();
	if (gates.length > 0) reportAttributes(reader, keyword);
	reader.at++;
	if (depth >= deepestPackage) {
		reader.report(
			"this package is nested too deep",
			keyword,
			"Packages do not nest in one another: put each at the top of the file.",
		);
		reader.broken = true;
		return null;
	}
	const name = readPackageName(reader);
	if (name === null) return null;
	if (reader.kind() === ";") {
		reader.fail("`{`", "A package header without a body stands at the start of the file, before everything else.");
		reader.at++;
		reader.broken = false;
		return null;
	}
	if (!reader.expect("{")) return null;
	const open = reader.lastEnd;
	const { items, nested } = readItems(reader, depth + 1);
	// Where the `}` is missing, that broke the package, and all that was read is its body.
	const body = reader.stretch(open, reader.broken ? reader.lastEnd : reader.lastEnd - 1);
	const header = { name, docs, span: reader.stretch(start, name.span.end) };
	return { header, body, items, nested, span: reader.since(start) };
}
