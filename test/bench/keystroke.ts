/** A keystroke in a package of 400 KB, until its diagnostics are there. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { WitFile } from "../../server/engine/index.ts";
import type { Bench } from "./bench.ts";
import { type Place, startLanguageServer } from "./language-server.ts";
import type { Line, Row } from "./row.ts";
import { takeTurns, timed } from "./samples.ts";

const INTERFACES = 5000;
const KEYSTROKES = 30;

export const keystroke: Row = {
	name: "keystroke",
	title: "a keystroke to its diagnostics, in a package of 5,000 interfaces",
	async measure(bench) {
		const lines = [await typeIn(bench, 1), await typeIn(bench, 20)];
		return {
			lines,
			how:
				"ours: didChange to publishDiagnostics over the standard input and output of the built server, an interface in the middle broken " +
				"and mended by turns. Beside it wit-parser (the reference, as WebAssembly in this process) on the same text, whole.",
		};
	},
};

async function typeIn(bench: Bench, count: number): Promise<Line> {
	const folder = path.join(bench.folder, `package-${count}`);
	mkdirSync(folder, { recursive: true });
	const files = packageOf(folder, count);
	for (const { path: file, text } of files) writeFileSync(file, text);
	const bytes = files.reduce((sum, { text }) => sum + text.length, 0);
	const edited = files[Math.floor(count / 2)];
	if (edited === undefined) throw new Error("the package has no files");
	const mistake = middleOf(edited.text);
	const broken = files.map((file) => (file === edited ? { ...file, text: replaced(file.text, mistake, "u3") } : file));
	bench.say(`${Math.round(bytes / 1000)} KB in ${count === 1 ? "one file" : `${count} files`}`);

	const server = await startLanguageServer(bench, folder);
	await server.open(edited.path, edited.text);
	if ((await server.told([edited.path])) !== 0) throw new Error("the server finds fault with the package that was made");
	let mended = true;
	const seen = await takeTurns(
		{
			ours: async () => {
				mended = !mended;
				const place = { ...mistake, length: mended ? 2 : 3 };
				let found = 0;
				const took = await timed(async () => {
					found = await server.replace(edited.path, place, mended ? "u32" : "u3");
				});
				if (found === 0 && !mended) throw new Error("the server does not see the mistake");
				return took;
			},
			reference: () =>
				timed(() => {
					if (bench.composer.checkWit(mended ? files : broken, [], []).ok !== mended)
						throw new Error("wit-parser and the server do not agree");
				}),
		},
		{ rounds: KEYSTROKES, warmUp: 4, budget: 45 },
	);
	await server.close();
	const what = `${Math.round(bytes / 1000)} KB in ${count === 1 ? "one file" : `${count} files`}`;
	return { what, samples: seen("ours"), rivals: [{ name: "wit-parser", samples: seen("reference") }] };
}

/** A package of small interfaces, in so many files. */
function packageOf(folder: string, count: number): readonly WitFile[] {
	return Array.from({ length: count }, (_, file) => {
		const each = INTERFACES / count;
		const body = Array.from({ length: each }, (_, index) => {
			const name = `i${file * each + index}`;
			return `interface ${name} {\n  record point { x: u32, y: u32 }\n  move: func(p: point) -> list<point>;\n}\n`;
		}).join("");
		const text = `package bench:many@1.0.0;\n\n${body}`;
		return { path: path.join(folder, `part-${String(file).padStart(2, "0")}.wit`), text };
	});
}

/** The `u32` of a field near the middle of a text. */
function middleOf(text: string): Place {
	const index = text.indexOf("u32,", Math.floor(text.length / 2));
	const before = text.slice(0, index).split("\n");
	return { line: before.length - 1, character: before.at(-1)?.length ?? 0, length: 3 };
}

function replaced(text: string, { line, character, length }: Place, by: string): string {
	const lines = text.split("\n");
	const old = lines[line] ?? "";
	return lines.with(line, old.slice(0, character) + by + old.slice(character + length)).join("\n");
}
