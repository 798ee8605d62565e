/** The first diagnostics on published packages: the corpus that may lie beside the checkout. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { ended, firstLine } from "./bench.ts";
import { startLanguageServer } from "./language-server.ts";
import type { Row } from "./row.ts";
import { since, takeTurns } from "./samples.ts";

const ROUNDS = 7;

export const corpus: Row = {
	name: "corpus",
	title: "the first diagnostics, all packages of ../shared/corpus opened at once",
	async measure(bench) {
		const folder = bench.shared("corpus");
		if (folder === null) return { skipped: "../shared/corpus is not beside the checkout" };
		const files = witFiles(folder);
		const texts = files.map((file) => readFileSync(file, "utf8"));
		const reference = await bench.script(new URL("./rivals/reference.ts", import.meta.url));
		const fromReady: Record<"ours" | "reference", number[]> = { ours: [], reference: [] };
		const size = `${files.length} files, ${Math.round(texts.reduce((sum, text) => sum + text.length, 0) / 1000)} KB`;
		bench.say(size);
		const fromStart = await takeTurns(
			{
				ours: async () => {
					const start = performance.now();
					const server = await startLanguageServer(bench, folder);
					const ready = performance.now();
					for (const [index, file] of files.entries()) await server.open(file, texts[index] ?? "");
					if ((await server.told(files)) > 0) throw new Error("the server finds fault with the corpus");
					const took = since(start);
					fromReady.ours.push(since(ready));
					await server.close();
					return took;
				},
				reference: async () => {
					const start = performance.now();
					const child = bench.start(reference, [bench.at("dist/assets/composer.core.wasm"), folder]);
					const line = await firstLine(child);
					const took = since(start);
					fromReady.reference.push(Number(line) * 1e6);
					await ended(child);
					return took;
				},
			},
			{ rounds: ROUNDS },
		);
		const name = "wit-parser";
		return {
			lines: [
				{ what: "from a server that is ready", samples: fromReady.ours, rivals: [{ name, samples: fromReady.reference }] },
				{
					what: "from the start of the process",
					samples: fromStart("ours"),
					rivals: [{ name, samples: fromStart("reference") }],
				},
			],
			how:
				`${size}. ours: a new server process each time, all files opened, until the last diagnostics have come. Beside it a new process ` +
				"that reads the same files and gives them to wit-parser as WebAssembly, each package with its dependencies.",
		};
	},
};

function witFiles(folder: string): readonly string[] {
	return readdirSync(folder)
		.map((name) => path.join(folder, name))
		.flatMap((file) => (statSync(file).isDirectory() ? witFiles(file) : file.endsWith(".wit") ? [file] : []));
}
