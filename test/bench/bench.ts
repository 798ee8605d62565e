/** What the rows share: a folder, the bundles, the engine, and processes that are ended with the bench. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { type Composer, createComposer, createTranslator, type Translator } from "../../server/engine/index.ts";
import { since } from "./samples.ts";

/** The folder of the checkout. */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Where the `jco` command line is, or why it is not here. */
export type JcoPlace = { readonly script: string } | { readonly absent: string };

export class Bench {
	readonly jco: JcoPlace;
	/** A folder for what the rows write; it goes with the bench. It lies in the checkout, so that packages are found from it. */
	readonly folder = path.join(root, ".cache/bench", `run-${process.pid}`);
	readonly #children = new Set<ChildProcess>();
	readonly #scripts = new Map<string, Promise<string>>();
	#composer: Composer | null = null;
	#translator: Translator | null = null;

	constructor(jco: JcoPlace) {
		this.jco = jco;
		mkdirSync(this.folder, { recursive: true });
	}

	/** Tells on standard error how far it is. */
	say(text: string): void {
		process.stderr.write(`  ${text}\n`);
	}

	/** A place in the checkout. */
	at(...parts: readonly string[]): string {
		return path.join(root, ...parts);
	}

	bundle(name: string): URL {
		return pathToFileURL(this.at("dist", name));
	}

	module(name: string): WebAssembly.Module {
		return new WebAssembly.Module(readFileSync(this.bundle(`assets/${name}`)));
	}

	get composer(): Composer {
		this.#composer ??= createComposer(this.module("composer.core.wasm"));
		return this.#composer;
	}

	get translator(): Translator {
		this.#translator ??= createTranslator(this.module("translator.core.wasm"));
		return this.#translator;
	}

	/** The folder `name` beside the checkout, or null. */
	shared(name: string): string | null {
		const found = path.resolve(root, "../shared", name);
		return existsSync(found) ? found : null;
	}

	/** A script that runs in a process of its own, bundled as our own processes are, so that neither side reads TypeScript when it starts. */
	script(source: URL): Promise<string> {
		const known = this.#scripts.get(source.href);
		if (known !== undefined) return known;
		const entry = fileURLToPath(source);
		const outfile = path.join(this.folder, `${path.basename(entry, ".ts")}.mjs`);
		const made = build({
			entryPoints: [entry],
			bundle: true,
			platform: "node",
			format: "esm",
			packages: "external",
			outfile,
			logLevel: "warning",
		}).then(() => outfile);
		this.#scripts.set(source.href, made);
		return made;
	}

	/** Starts Node with a script, or with an option and what belongs to it. The process is ended with the bench, if not before. */
	start(script: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
		return this.#keep(spawn(process.execPath, [script, ...args], { stdio: ["pipe", "pipe", "inherit"], ...options }));
	}

	/** Runs a program to its end; nanoseconds from start to end. Throws what it wrote on standard error where it fails. */
	async run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
		const start = performance.now();
		const child = this.#keep(spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], ...options }));
		let said = "";
		child.stderr?.setEncoding("utf8").on("data", (text: string) => {
			said += text;
		});
		const status = await ended(child);
		const took = since(start);
		if (status !== 0) throw new Error(`${path.basename(program)} ${args.join(" ")} ended with ${status}: ${said.trim()}`);
		return took;
	}

	/** Ends what was started and removes what was written. */
	close(): void {
		for (const child of this.#children) child.kill("SIGKILL");
		rmSync(this.folder, { recursive: true, force: true });
	}

	#keep(child: ChildProcess): ChildProcess {
		this.#children.add(child);
		child.on("exit", () => this.#children.delete(child));
		return child;
	}
}

/** The status that a process ends with; null where a signal ended it. */
export function ended(child: ChildProcess): Promise<number | null> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", resolve);
	});
}

/** The first line that a process writes on standard output. */
export function firstLine(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = "";
		child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
			text += chunk;
			const end = text.indexOf("\n");
			if (end >= 0) resolve(text.slice(0, end));
		});
		child.on("error", reject);
		child.on("close", (status) => reject(new Error(`the process ended with ${status} before it wrote a line`)));
	});
}

/** The path of a program on the path, or null. */
export function onPath(name: string): string | null {
	const places = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
	return places.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}
