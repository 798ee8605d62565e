/** The findings as a SARIF 2.1.0 log, which code scanning services read. Lines and columns count from 1; columns in UTF-16 units, as the log declares. */
import type { Diagnostic, Range } from "./diagnostic.ts";

/** JSON that is only written. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export function sarif(diagnostics: readonly Diagnostic[]): Json {
	const codes = [...new Set(diagnostics.map(({ code }) => code))].toSorted();
	return {
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: [
			{
				columnKind: "utf16CodeUnits",
				tool: { driver: { name: "witness", rules: codes.map((id) => ({ id })) } },
				results: diagnostics.map((found) => result(found, codes)),
			},
		],
	};
}

function result({ path, range, severity, code, message, related }: Diagnostic, codes: readonly string[]): Json {
	return {
		ruleId: code,
		ruleIndex: codes.indexOf(code),
		level: severity === "error" || severity === "warning" ? severity : "note",
		message: { text: message },
		locations: [{ physicalLocation: location(path, range) }],
		relatedLocations: related.map((other) => ({
			physicalLocation: location(other.path, other.range),
			message: { text: other.message },
		})),
	};
}

function location(path: string, { start, end }: Range): Json {
	return {
		artifactLocation: { uri: path.split("/").map(encodeURIComponent).join("/") },
		region: { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 },
	};
}
