/** A keystroke in packages of four sizes, until its diagnostics are there. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Bench } from "./bench.ts";
import { type LanguageServer, startLanguageServer } from "./language-server.ts";
import { brokenText, type Edit, type ManyInterfaces, manyInterfaces } from "./many-interfaces.ts";
import type { Line, Row } from "./row.ts";
import { takeTurns, timed } from "./samples.ts";

/** About 50, 200, 435 and 1,740 KB. */
export const SIZES = [580, 2300, 5000, 20_000];
/** The size that is looked at in many files as well. */
const USUAL = 5000;
const KEYSTROKES = 60;

const PLACES: readonly { readonly edit: keyof ManyInterfaces["edits"]; readonly where: string }[] = [
	{ edit: "user", where: "in the file that uses it" },
	{ edit: "middle", where: "in an interface in the middle" },
	{ edit: "shared", where: "a type that 21 others use" },
];

export const keystroke: Row = {
	name: "keystroke",
	title: "a keystroke to its diagnostics, in packages of four sizes with a file that uses them",
	async measure(bench) {
		const lines: Line[] = [];
		for (const interfaces of SIZES) {
			const opened = await openPackage(bench, interfaces, 1);
			for (const { edit, where } of PLACES) lines.push(await typeAt(bench, opened, edit, where));
			await opened.server.close();
		}
		const scattered = await openPackage(bench, USUAL, 20);
		lines.push(await typeAt(bench, scattered, "middle", "in an interface in the middle"));
		await scattered.server.close();
		return {
			lines,
			how:
				"ours: didChange to publishDiagnostics over the standard input and output of the built server; the package and a file that uses it are " +
				"open, and a word is broken and mended by turns: in the file that uses the package, in an interface in its middle, and the name of a type that 20 of its " +
				"interfaces and the file that uses it bring in. Beside it wit-parser (the reference, as WebAssembly in this process) on the same texts, whole.",
		};
	},
};

/** A package that is open in a server, and found to be right. */
export interface OpenPackage {
	readonly name: string;
	readonly many: ManyInterfaces;
	readonly server: LanguageServer;
}

export async function openPackage(
	bench: Bench,
	interfaces: number,
	count: number,
	memory: "tells memory" | null = null,
): Promise<OpenPackage> {
	const folder = path.join(bench.folder, `package-${interfaces}-${count}`);
	mkdirSync(folder, { recursive: true });
	const many = manyInterfaces(folder, interfaces, count);
	for (const file of many.files) writeFileSync(file.path, file.text);
	const kilobytes = Math.round(many.files.reduce((sum, { text }) => sum + text.length, 0) / 1000);
	const name = `${kilobytes.toLocaleString("en-US")} KB${count === 1 ? "" : ` in ${count} files`}`;
	bench.say(name);
	const server = await startLanguageServer(bench, folder, memory);
	const edited = [...new Set(Object.values(many.edits).map(({ file }) => file))];
	for (const file of edited) await server.open(file.path, file.text);
	if ((await server.told(edited.map((file) => file.path))) !== 0)
		throw new Error("the server finds fault with the package that was made");
	return { name, many, server };
}

/** Breaks an edit's word and mends it by turns; each call is one keystroke, and answers nanoseconds. */
export function typist(server: LanguageServer, { file, place, right, wrong, mistakes }: Edit) {
	let mended = true;
	return {
		isMended: () => mended,
		async type(): Promise<number> {
			mended = !mended;
			const [before, now] = mended ? [wrong, right] : [right, wrong];
			let found = 0;
			const took = await timed(async () => {
				found = await server.replace(file.path, { ...place, length: before.length }, now);
			});
			if (found !== (mended ? 0 : mistakes))
				throw new Error(`the server sees ${found} mistakes in place of ${mended ? 0 : mistakes}`);
			return took;
		},
	};
}

async function typeAt(
	bench: Bench,
	{ name, many, server }: OpenPackage,
	place: keyof ManyInterfaces["edits"],
	where: string,
): Promise<Line> {
	const edit = many.edits[place];
	const broken = many.files.map((file) => (file === edit.file ? { ...file, text: brokenText(edit) } : file));
	const { type, isMended } = typist(server, edit);
	const seen = await takeTurns(
		{
			ours: type,
			reference: () =>
				timed(() => {
					if (bench.composer.checkWit(isMended() ? many.files : broken, [], []).ok !== isMended())
						throw new Error("wit-parser and the server do not agree");
				}),
		},
		// The rival's turn comes after a broken word and a mended one alike, as three is odd.
		{ rounds: KEYSTROKES, warmUp: 6, every: { reference: 3 }, budget: 30 },
	);
	if (!isMended()) await type();
	return { what: `${name}, ${where}`, samples: seen("ours"), rivals: [{ name: "wit-parser", samples: seen("reference") }] };
}
