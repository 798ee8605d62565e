/** The output formats of `witness check`, as pure functions of what was found. */
import type { Diagnostic, Range } from "./diagnostic.ts";
import { sarif } from "./sarif.ts";

export type CheckFormat = "human" | "json" | "sarif" | "github";

/**
 * The whole output for standard output; "" where there is nothing to say.
 *
 * @param texts the texts of the files by path, for the lines that the human format shows.
 */
export function formatDiagnostics(
	diagnostics: readonly Diagnostic[],
	format: CheckFormat,
	texts: ReadonlyMap<string, string>,
): string {
	switch (format) {
		case "human":
			return human(diagnostics, texts);
		case "json":
			return `${JSON.stringify(diagnostics, null, "\t")}\n`;
		case "sarif":
			return `${JSON.stringify(sarif(diagnostics), null, "\t")}\n`;
		case "github":
			return diagnostics.map(github).join("");
		default: {
			const impossible: never = format;
			return impossible;
		}
	}
}

/** Longer lines are not shown: a file may be one line of megabytes. */
const longestLine = 300;

function human(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): string {
	const lines = new Map<string, readonly string[]>();
	const lineOf = (path: string, line: number): string => {
		const known = lines.get(path) ?? (texts.get(path) ?? "").split(/\r\n?|\n/);
		lines.set(path, known);
		return known[line] ?? "";
	};
	const blocks = diagnostics.map(({ path, range, severity, code, message, related }) => {
		const shown = underlined(lineOf(path, range.start.line), range);
		const others = related.map((other) => `  ${place(other.path, other.range)}: ${other.message}\n`);
		return `${place(path, range)}: ${severity}[${code}]: ${message}\n${shown}${others.join("")}`;
	});
	if (diagnostics.length === 0) return "";
	return `${blocks.join("\n")}\n${count(diagnostics)}\n`;
}

function place(path: string, { start }: Range): string {
	return `${path}:${start.line + 1}:${start.character + 1}`;
}

/** The line of `text` that a range starts in, with marks under the range, as the human format shows it; "" where the line is blank or long. */
export function excerpt(text: string, range: Range): string {
	return underlined(text.split(/\r\n?|\n/)[range.start.line] ?? "", range);
}

function underlined(line: string, { start, end }: Range): string {
	if (line.trim() === "" || line.length > longestLine) return "";
	const number = String(start.line + 1);
	const last = end.line === start.line ? end.character : line.length;
	const before = line.slice(0, start.character).replace(/[^\t]/g, " ");
	const marks = "^".repeat(Math.max(1, last - start.character));
	return `  ${number} | ${line}\n  ${" ".repeat(number.length)} | ${before}${marks}\n`;
}

function count(diagnostics: readonly Diagnostic[]): string {
	const of = (severity: Diagnostic["severity"]) => diagnostics.filter((found) => found.severity === severity).length;
	const some = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
	const rest = of("information") + of("hint");
	const parts = [some(of("error"), "error"), some(of("warning"), "warning"), ...(rest > 0 ? [some(rest, "note")] : [])];
	return parts.join(", ");
}

/** A workflow command of GitHub Actions: it shows the finding beside the line. */
function github({ path, range, severity, code, message }: Diagnostic): string {
	const command = severity === "error" || severity === "warning" ? severity : "notice";
	const { start, end } = range;
	const properties = [
		`file=${escapedProperty(path)}`,
		`line=${start.line + 1}`,
		`col=${start.character + 1}`,
		`endLine=${end.line + 1}`,
		`endColumn=${end.character + 1}`,
		`title=${escapedProperty(code)}`,
	];
	return `::${command} ${properties.join(",")}::${escaped(message)}\n`;
}

function escaped(text: string): string {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
	return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
