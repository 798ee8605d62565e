/** What is wrong in a text: where, as file, line and column, with the line itself. */
import { excerpt } from "../../server/check.ts";
import type { Fault } from "../../server/engine/index.ts";
import type { WacProblem } from "../../server/wac/index.ts";
import type { Problem } from "./protocol.ts";

/** A place in a text, in UTF-16 units. */
interface Span {
	readonly start: number;
	readonly end: number;
}

/** What is wrong at a place of a file with the text `source`. */
export function sourceProblem(file: string, source: string, span: Span, message: string, help: string | null): Problem {
	const { line, character } = positionAt(source, span.start);
	return {
		where: `${file}:${line + 1}:${character + 1}`,
		message,
		excerpt: excerpt(source, { start: { line, character }, end: positionAt(source, span.end) }),
		help,
		status: 1,
	};
}

/** What the engine says of a text. A fault in another file than `file` is named by that file alone; `fallback` is the help where the engine has none. */
export function faultProblem(file: string, source: string, fault: Fault, fallback: string | null = null): Problem {
	const [label] = fault.labels;
	const detail = fault.labels.flatMap(({ text }) => (text === undefined ? [] : [text]));
	const said = [fault.message, ...fault.causes].join(": ");
	const extra = detail.filter((text) => !said.includes(text));
	const message = extra.length === 0 ? said : `${said} (${extra.join("; ")})`;
	const help = fault.help ?? fallback;
	if (label === undefined || (label.path !== undefined && label.path !== file))
		return { where: label?.path ?? file, message, help, status: 1 };
	const bytes = new TextEncoder().encode(source);
	const offset = (byte: number) => new TextDecoder().decode(bytes.subarray(0, byte)).length;
	return sourceProblem(file, source, { start: offset(label.start), end: offset(label.end) }, message, help);
}

/** What keeps a `.wac` document from being composed: the first problem, with all others in it. */
export function wacProblem(file: string, source: string, problems: readonly WacProblem[]): Problem {
	const [first, ...others] = problems.map(({ start, end, code, message, related }) => {
		// The engine's advice stands on the lines after its sentence.
		const [sentence = message, ...advice] = message.split("\n");
		const problem = sourceProblem(file, source, { start, end }, sentence, advice.length > 0 ? advice.join(" ") : HELP[code]);
		const notes = related.map((other) => {
			const { where, message: note } = sourceProblem(file, source, other, other.message, null);
			return `  ${where}: ${note}\n`;
		});
		return { ...problem, excerpt: `${problem.excerpt ?? ""}${notes.join("")}` };
	});
	if (first === undefined) throw new Error("a document that is not composed has a problem");
	return others.length === 0 ? first : { ...first, others };
}

/** What to do, where the engine does not say it. */
const HELP: Readonly<Record<WacProblem["code"], string>> = {
	"wac-syntax": "correct the document at that place",
	"wac-dependency": "--dep ns:name=PATH names the place of a package, --deps-dir another folder for all",
	"wac-resolution": "correct the document at that place",
};

/** Line and character from 0. */
function positionAt(source: string, offset: number): { readonly line: number; readonly character: number } {
	const lines = source.slice(0, offset).split(/\r\n?|\n/);
	return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
