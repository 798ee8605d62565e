import type { FoldingRange, SelectionRange } from "vscode-languageserver";
import type { PackageInformation } from "../ide/package-summary.ts";
import type { PackageSummary } from "../protocol.ts";
import type { Span } from "../wit/semantic/index.ts";
import { offset } from "../wit/syntax/positions.ts";
import { rangeOf } from "./convert.ts";
import type { OpenDocument } from "./documents.ts";
import type { Session } from "./session.ts";

/** From the line of the opening brace to the line before the closing one, which stays in sight. What hides no line is left out. */
export function toFoldings({ lines }: OpenDocument, spans: readonly Span[]): FoldingRange[] {
	return spans.flatMap(({ start, end }): FoldingRange[] => {
		const startLine = lines.positionAt(offset(start)).line;
		const endLine = lines.positionAt(offset(Math.max(end - 1, start))).line - 1;
		return endLine > startLine ? [{ startLine, endLine }] : [];
	});
}

/** So many ranges around a place are sent: they are nested, and deeper nests than this are more than a reader of JSON bears. */
const MOST_RANGES = 200;

/** Spans from the innermost to the outermost, each the child of the next. */
export function nestedSelection({ lines }: OpenDocument, spans: readonly Span[]): SelectionRange {
	const kept = spans.length <= MOST_RANGES ? spans : [...spans.slice(0, MOST_RANGES), ...spans.slice(-1)];
	const nested = kept.reduceRight<SelectionRange | null>((parent, span) => {
		const range = rangeOf(lines, span);
		return parent === null ? { range } : { range, parent };
	}, null);
	return nested ?? { range: rangeOf(lines, { start: 0, end: 0 }) };
}

export function toPackageSummary(
	session: Session,
	{ path, name, files, worlds, errors, texts }: PackageInformation,
): PackageSummary {
	return {
		uri: session.uriOf(path),
		name,
		files: files.map((file) => session.uriOf(file)),
		worlds: worlds.map((world) => ({
			name: world.name,
			uri: session.uriOf(world.path),
			range: session.rangeIn(world.path, world.span),
		})),
		errors,
		texts,
	};
}
