/**
 * Wasmtime as a program of C embeds it, over the boundary of a component: by its C interface, whose library comes with the Python package. Such
 * a program is built for it here, where there is a compiler. Values are described at run time, as in our own link; a program of Rust that knows
 * all types when it is compiled is said to need less.
 */
import { execFile, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { type Bench, onPath } from "./bench.ts";
import type { Rival } from "./row.ts";
import { NO_WASMTIME } from "./wasmtime.ts";

const LIBRARY = "import wasmtime, importlib.metadata as m; print(wasmtime._ffi.dll._name); print(m.version('wasmtime'))";
const MODES = ["on", "off"] as const;

/** A process that crosses the boundary of `boundary.wat`. */
export interface Embedding {
	readonly name: string;
	/** `function` is an export of it; answers nanoseconds for all crossings and the sum of the results. */
	cross(name: string, times: number): Promise<{ readonly took: number; readonly sum: number }>;
	close(): void;
}

const run = promisify(execFile);

/** The embeddings of the component in a file: as Wasmtime comes, and without its support for concurrency; or why there is none. */
export async function startEmbeddings(bench: Bench, component: string): Promise<readonly Embedding[] | Rival> {
	const absent = (reason: string): Rival => ({ name: "wasmtime, C interface", absent: reason });
	const python = onPath("python3");
	const compiler = onPath("cc") ?? onPath("gcc") ?? onPath("clang");
	const found = python === null ? null : await run(python, ["-c", LIBRARY]).catch(() => null);
	if (found === null) return absent(NO_WASMTIME);
	if (compiler === null) return absent("there is no C compiler on the path to build the program that embeds it");
	const [library = "", version = ""] = found.stdout.split("\n");
	const program = path.join(path.dirname(component), "wasmtime-embedding");
	const source = bench.at("test/bench/rivals/wasmtime-embedding.c");
	try {
		await run(compiler, ["-O2", "-o", program, source, library, `-Wl,-rpath,${path.dirname(library)}`]);
	} catch (error) {
		const lines = error instanceof Error ? error.message.split("\n") : [];
		return absent(`the program that embeds it does not build: ${lines.find((line) => line.includes("error")) ?? lines[0] ?? ""}`);
	}
	return MODES.map((concurrency) =>
		embedding(
			program,
			component,
			concurrency,
			`wasmtime ${version}, C interface${concurrency === "on" ? "" : ", concurrency off"}`,
		),
	);
}

function embedding(program: string, component: string, concurrency: (typeof MODES)[number], name: string): Embedding {
	const child = spawn(program, [component, concurrency], { stdio: ["pipe", "pipe", "inherit"] });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	return {
		name,
		async cross(exported, times) {
			child.stdin.write(`${exported} ${times}\n`);
			const { value, done } = await lines.next();
			if (done === true) throw new Error(`${name} ended while it called ${exported}`);
			const [took, sum] = String(value).split(" ");
			return { took: Number(took), sum: Number(sum) };
		},
		close: () => void child.kill(),
	};
}
