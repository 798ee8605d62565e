/**
 * The mini-language of test fixtures: WIT files, a cursor and expected diagnostics in one text.
 *
 * - `//- /deps/io/types.wit` starts a file; what stands before the first such line is `/main.wit`. Paths are absolute.
 * - `$0` marks the cursor and is taken out: `$` is no letter of WIT.
 * - `//   ^^^ error: There is no …` labels the line above it (several may follow one line): the carets stand below what is meant. A stretch that starts in one of the first
 *   two columns, where the `//` stands, is written `//<^^^`. Label lines are taken out of the file.
 *
 * Documentation (`///`) is never a label.
 */

export interface Label {
	readonly path: string;
	/** UTF-16 offsets in the file's text. */
	readonly start: number;
	readonly end: number;
	/** `error: There is no …` */
	readonly text: string;
}

export interface Fixture {
	/** Texts by path. */
	readonly files: ReadonlyMap<string, string>;
	readonly cursor: { readonly path: string; readonly offset: number } | null;
	readonly labels: readonly Label[];
}

const labelLine = /^[ \t]*\/\/(<| *)(\^+) (.*)$/;

export function parseFixture(fixture: string): Fixture {
	const files = new Map<string, string>();
	const labels: Label[] = [];
	let cursor: Fixture["cursor"] = null;
	for (const { path, text } of splitFiles(fixture)) {
		const kept: string[] = [];
		let lineStart = 0;
		let nextStart = 0;
		for (const line of text.split("\n")) {
			const label = labelLine.exec(line);
			if (label !== null) {
				const [, gap, carets = "", said = ""] = label;
				const column = gap === "<" ? 0 : line.indexOf("^");
				labels.push({ path, start: lineStart + column, end: lineStart + column + carets.length, text: said });
				continue;
			}
			const mark = line.indexOf("$0");
			const plain = line.replace("$0", "");
			lineStart = nextStart;
			nextStart += plain.length + 1;
			if (mark >= 0) cursor = { path, offset: lineStart + mark };
			kept.push(plain);
		}
		files.set(path, kept.join("\n"));
	}
	return { files, cursor, labels };
}

function splitFiles(fixture: string): readonly { path: string; text: string }[] {
	const parts = fixture.split(/^\/\/- (.+)\n/m);
	const first = parts[0] ?? "";
	const files = first.trim() === "" && parts.length > 1 ? [] : [{ path: "/main.wit", text: first }];
	for (let at = 1; at < parts.length; at += 2) files.push({ path: (parts[at] ?? "").trim(), text: parts[at + 1] ?? "" });
	return files;
}

/** Writes labels below the lines that they are about: the inverse of `parseFixture` for one file. Tabs in the line count as one column. */
export function drawLabels(text: string, labels: readonly Omit<Label, "path">[]): string {
	let lineStart = 0;
	return text
		.split("\n")
		.flatMap((line) => {
			const from = lineStart;
			lineStart += line.length + 1;
			const here = labels.filter(({ start }) => start >= from && start < lineStart);
			return [line, ...here.map((label) => drawLabel(label, from, line.length))];
		})
		.join("\n");
}

function drawLabel({ start, end, text }: Omit<Label, "path">, lineStart: number, lineLength: number): string {
	const column = start - lineStart;
	const carets = "^".repeat(Math.max(1, Math.min(end - lineStart, lineLength) - column));
	return column < 2 ? `//<${carets} ${text}` : `//${" ".repeat(column - 2)}${carets} ${text}`;
}
