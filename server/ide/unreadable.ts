/** Files of a package that the editor leaves out, and why: what is no text, and what would keep the editor waiting. */
import { decodeUtf8 } from "../wit/syntax/utf8.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { WitProblem } from "./problems.ts";

/** Larger texts are named and not looked at: the first answer would be seconds in coming, and they would take gigabytes. In UTF-16 units. */
const largestText = 4 * 1024 * 1024;

/** How a text decodes that has characters in place of bytes that are none. */
const REPLACEMENT = "\ufffd";

/** Why the `.wit` file at `path`, whose text is `text`, cannot be looked at; null where it can. */
export function unreadable(workspace: Workspace, path: string, text: string): WitProblem | null {
	if (text.length > largestText) {
		const message = `This file is larger than ${largestText >> 20} MB, which is more than the editor looks at. Split it; \`witness check\` takes 16 MB.`;
		return problem(path, "unreadable-file", 0, message);
	}
	if (!text.includes(REPLACEMENT)) return null;
	const bytes = workspace.bytes(path);
	const decoded = bytes === null ? null : decodeUtf8(bytes);
	if (decoded === null || decoded.ok) return null;
	return problem(path, "invalid-utf8", decoded.before.length, decoded.message);
}

function problem(path: string, code: string, at: number, message: string): WitProblem {
	const span = { start: at, end: at };
	return { path, span, severity: "error", code, class: "parser", tags: [], message, related: [] };
}
