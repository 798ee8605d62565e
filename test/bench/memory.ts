/** What the language server holds with packages of four sizes open, and whether typing makes it more. */
import type { Bench } from "./bench.ts";
import { openPackage, SIZES, typist } from "./keystroke.ts";
import type { Line, Row } from "./row.ts";
import { since } from "./samples.ts";

const KEYSTROKES = 1000;
/** Seconds that a size may take to type. */
const BUDGET = 40;

export const memory: Row = {
	name: "memory",
	title: "what the language server holds, in packages of four sizes with a file that uses them",
	async measure(bench) {
		const lines: Line[] = [];
		for (const interfaces of SIZES) lines.push(...(await holding(bench, interfaces)));
		return {
			lines,
			how:
				"ours: the package and a file that uses it open in the built server, each figure after a garbage collection: the resident memory of the process, and " +
				"JavaScript's live heap. Typing is the three keystrokes of the row keystroke by turns, each waiting for its diagnostics.",
		};
	},
};

async function holding(bench: Bench, interfaces: number): Promise<readonly Line[]> {
	const { name, many, server } = await openPackage(bench, interfaces, 1, "tells memory");
	const opened = await server.memory();
	const typists = Object.values(many.edits).map((edit) => typist(server, edit));
	const start = performance.now();
	let typed = 0;
	for (; typed < KEYSTROKES && since(start) < BUDGET * 1e9; ) {
		// A word is broken and mended before the next one's turn, so that mistakes do not add up.
		for (const { type } of typists) for (let time = 0; time < 2; time++, typed++) await type();
	}
	const after = await server.memory();
	await server.close();
	const line = (what: string, bytes: number): Line => ({ what: `${name}, ${what}`, unit: "bytes", samples: [bytes], rivals: [] });
	const keystrokes = `after ${typed.toLocaleString("en-US")} keystrokes`;
	return [
		line("opened, process", opened.resident),
		line("opened, heap", opened.heap),
		line(`${keystrokes}, process`, after.resident),
		line(`${keystrokes}, heap`, after.heap),
	];
}
