import { MARK } from "./generate.ts";
import type { BindingsFile } from "./protocol.ts";

/** What has to happen in the output folder; all paths relative to it. */
interface WritePlan {
	readonly write: readonly BindingsFile[];
	readonly unchanged: readonly string[];
	/** Files of an earlier time that nothing makes any more, such as those of an interface that is gone. */
	readonly remove: readonly string[];
	/** Wanted paths at which stands a file that was not made for the same world of the same package: it is left alone, and nothing else is written. */
	readonly foreign: readonly string[];
}

/**
 * Compares what is there with what is wanted: only files whose text changed are written.
 * @param existing the text of each file in the folders of the worlds in question, by path relative to the output folder
 * @param wanted the files as generated
 */
export function planWrites(existing: ReadonlyMap<string, string>, wanted: readonly BindingsFile[]): WritePlan {
	const kept = new Set(wanted.map((file) => file.path));
	const lines = new Set(wanted.map((file) => firstLine(file.text)));
	const ours = (path: string) => {
		const line = firstLine(existing.get(path) ?? "");
		return line.startsWith(MARK) && lines.has(line);
	};
	return {
		write: wanted.filter(({ path, text }) => existing.get(path) !== text),
		unchanged: wanted.filter(({ path, text }) => existing.get(path) === text).map(({ path }) => path),
		remove: [...existing.keys()].filter((path) => !kept.has(path) && ours(path)),
		foreign: wanted.map(({ path }) => path).filter((path) => existing.has(path) && !ours(path)),
	};
}

function firstLine(text: string): string {
	return text.slice(0, text.search(/\r?\n|$/));
}
