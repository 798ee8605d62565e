import type { Range } from "vscode-languageserver";
import { URI } from "vscode-uri";
import type { Span } from "../wit/semantic/index.ts";
import { type LineIndex, offset } from "../wit/syntax/positions.ts";

/** The core's name of a document: the path of a file with `/` between its parts, or the whole URI where it is in no file system. */
export function pathOfUri(uri: string): string {
	const parsed = URI.parse(uri);
	return parsed.scheme === "file" ? parsed.fsPath.replaceAll("\\", "/") : uri;
}

/** The URI that the client knows a path by. */
export function uriOfPath(path: string): string {
	return /^[A-Za-z][A-Za-z0-9+.-]+:/.test(path) ? path : URI.file(path).toString();
}

/** Offsets of a text as lines and characters of the protocol; both count UTF-16 units. */
export function rangeOf(lines: LineIndex, { start, end }: Span): Range {
	return { start: lines.positionAt(offset(start)), end: lines.positionAt(offset(end)) };
}
