/** Reads a whole text (WIT.md, "Packages and PackageName", "Top-level items"). */
import type { FileDeclarations, NestedPackage, PackageHeader, Span, TopItem, TopUseDeclaration } from "../declarations.ts";
import type { Preface } from "./functions.ts";
import { readGates, readPackageName } from "./gates.ts";
import { readBody, readInterfaceMember, readPath } from "./members.ts";
import { Reader } from "./reader.ts";
import { readWorldMember } from "./worlds.ts";

const deepestPackage = 100;

interface Items {
	readonly items: TopItem[];
	readonly nested: NestedPackage[];
}

/**
 * Reads a text into what it declares. It never fails: mistakes stand in `problems`, in the order of their offsets, and everything around them is read.
 * Cache the result for as long as the text lives, since a model refers to it by identity.
 *
 * @param path names the file for the caller; it is only kept.
 */
export function readWit(path: string, text: string): FileDeclarations {
	const reader = new Reader(text);
	const header = readHeader(reader);
	const { items, nested } = readItems(reader, null);
	const problems = reader.problems.toSorted((a, b) => a.span.start - b.span.start);
	return { path, text, header, items, nested, problems };
}

function readHeader(reader: Reader): PackageHeader | null {
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
	if (!reader.broken && !reader.eat(";")) reader.fail("`;` or `{`");
	const header = name === null ? null : { name, docs, span: { start, end: reader.lastEnd } };
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

function readItems(reader: Reader, depth: number | null): Items {
	const read: Items = { items: [], nested: [] };
	for (;;) {
		const docs = reader.docs();
		if (depth !== null && reader.eat("}")) return read;
		if (reader.kind() === "eof") {
			if (depth !== null) reader.fail("`}` to close this package");
			return read;
		}
		const from = reader.at;
		const start = reader.start;
		const gates = readGates(reader);
		if (!reader.broken) readItem(reader, { docs, gates, start }, depth ?? 0, read);
		if (reader.broken) reader.recoverItem(from, depth !== null);
	}
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
				read.items.push({ kind, name, docs, gates, members, span: { start, end: reader.lastEnd } });
			} else {
				const members = readBody(reader, (inner) => readWorldMember(reader, inner));
				read.items.push({ kind: "world", name, docs, gates, members, span: { start, end: reader.lastEnd } });
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
	return { kind: "top-use", path, alias, gates, keyword, span: { start, end: reader.lastEnd } };
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
	const body = { start: open, end: reader.broken ? reader.lastEnd : reader.lastEnd - 1 };
	const header = { name, docs, span: { start, end: name.span.end } };
	return { header, body, items, nested, span: { start, end: reader.lastEnd } };
}
