/** `witness format`: writes WIT files in the usual layout. A file with syntax errors stays as it is. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { formatWit } from "../../server/wit/index.ts";
import { asText, lookAt, readText, type Text, writeWhole } from "../run/index.ts";
import { type Command, type Context, Misuse } from "./command.ts";
import { problemText } from "./report.ts";

export const format: Command = {
	name: "format",
	summary: "write WIT files in the usual layout",
	usage: [
		"[PATH…] [--check] [--stdin]",
		"PATH      a .wit file, or a directory with all below it but deps/ (default: the current directory)",
		"--check   change nothing, and fail where a file would be changed",
		"--stdin   format standard input to standard output",
	],
	options: { check: { type: "boolean" }, stdin: { type: "boolean" } },
	run(args, context) {
		if (args.flag("stdin")) {
			if (args.positionals.length > 0) throw new Misuse("--stdin takes no path");
			return formatText(context, "standard input", asText("standard input", readFileSync(0)), (text) => {
				context.stdout(text);
				return 0;
			});
		}
		const paths = args.positionals.length === 0 ? ["."] : args.positionals;
		const statuses = paths.flatMap((given) => {
			const files = filesAt(given);
			if (files !== null) return files.map((file) => formatFile(context, file, args.flag("check")));
			const help = "name a .wit file or a directory";
			context.stderr(problemText({ where: given, message: "there is no such file or directory", help, status: 2 }));
			return [2];
		});
		return Math.max(0, ...statuses);
	},
};

function formatFile(context: Context, file: string, isCheck: boolean): number {
	const read = readText(file);
	return formatText(context, file, read, (text) => {
		if (read.ok && text === read.text) return 0;
		if (isCheck) {
			context.stdout(`${file}\n`);
			return 1;
		}
		const problem = writeWhole(file, [text]);
		if (problem === null) return 0;
		context.stderr(problemText(problem));
		return problem.status;
	});
}

function formatText(context: Context, where: string, read: Text, use: (formatted: string) => number): number {
	if (!read.ok) {
		context.stderr(problemText(read.problem));
		return read.problem.status;
	}
	const { text } = read;
	const formatted = formatWit(text);
	if (formatted.ok) return use(formatted.text);
	const before = text.slice(0, formatted.span.start).split("\n");
	const place = `${where}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
	context.stderr(
		problemText({ where: place, message: formatted.message, help: "the file is left as it is: mend it first", status: 1 }),
	);
	return 1;
}

/** The `.wit` files that a path stands for; null where there is nothing. Dependencies are others' work. */
function filesAt(given: string): readonly string[] | null {
	const found = lookAt(given);
	if (found === null) return null;
	if (!found.isDirectory()) return [given];
	return readdirSync(given, { withFileTypes: true })
		.toSorted((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => {
			const inside = path.join(given, entry.name);
			if (entry.isFile()) return entry.name.endsWith(".wit") ? [inside] : [];
			const skipped =
				entry.name === "deps" || entry.name === "node_modules" || entry.name === "target" || entry.name.startsWith(".");
			return entry.isDirectory() && !skipped ? (filesAt(inside) ?? []) : [];
		});
}
