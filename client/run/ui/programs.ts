/** What can be run in the workspace, and what it exports: asked of the command line, in a process of its own, and kept until the file changes. */
import * as path from "node:path";
import * as vscode from "vscode";
import { withoutVersion } from "../../../server/wit/index.ts";
import { runWitness } from "../../cli/index.ts";
import { type CompositionSettings, compositionArguments, compositionSettings } from "../../compose/index.ts";
import type { ExportedFunction, ExportsAnswer } from "../adapter-messages.ts";

export type Described = { readonly ok: true; readonly answer: ExportsAnswer } | { readonly ok: false; readonly message: string };

/** Compositions come before the components that they are made of. */
const KINDS = ["wac", "wasm"];

export class Programs {
	readonly #bundle: string;
	readonly #known = new Map<string, { readonly stamp: string; readonly described: Described }>();

	constructor(bundle: string) {
		this.#bundle = bundle;
	}

	/** What a program exports. `program` is the path of a `.wac`, `.wasm` or `.wat`. */
	async describe(program: string, signal?: AbortSignal): Promise<Described> {
		const composition = program.endsWith(".wac") ? compositionSettings(program) : null;
		const args = ["describe", program, "--format", "json"];
		if (composition !== null) args.push(...compositionArguments(composition));
		const stamp = `${args.join(" ")} ${await stampOf(program, composition)}`;
		const known = this.#known.get(program);
		if (known !== undefined && known.stamp === stamp) return known.described;
		const cwd = composition?.root ?? path.dirname(program);
		const answer = await runWitness(this.#bundle, args, { cwd, ...(signal === undefined ? {} : { signal }) });
		const described: Described =
			answer.status === 0 ? { ok: true, answer: JSON.parse(answer.stdout) } : { ok: false, message: answer.stderr.trim() };
		if (!signal?.aborted) this.#known.set(program, { stamp, described });
		return described;
	}

	/** The programs of the workspace that export a function, compositions first. The interface's version does not count. */
	async exporting(
		query: { interface: string | null; function: string },
		token: vscode.CancellationToken,
	): Promise<{ program: string; found: ExportedFunction }[]> {
		const files: vscode.Uri[] = [];
		for (const kind of KINDS) {
			files.push(...(await vscode.workspace.findFiles(`**/*.${kind}`, "**/{node_modules,target,dist,.cache}/**", 40, token)));
		}
		const stop = new AbortController();
		token.onCancellationRequested(() => stop.abort());
		const programs: { program: string; found: ExportedFunction }[] = [];
		for (const { fsPath } of files) {
			if (token.isCancellationRequested) break;
			const described = await this.describe(fsPath, stop.signal);
			if (!described.ok) continue;
			const found = described.answer.functions.find((candidate) => sameFunction(candidate, query));
			if (found !== undefined) programs.push({ program: fsPath, found });
		}
		return programs;
	}
}

/** A composition is as new as the newest of what it is made of: the files of its folder of packages, and those that stand elsewhere. */
async function stampOf(program: string, composition: CompositionSettings | null): Promise<string> {
	const files = [vscode.Uri.file(program)];
	if (composition !== null) {
		const pattern = new vscode.RelativePattern(vscode.Uri.file(composition.depsDir), "**");
		files.push(...(await vscode.workspace.findFiles(pattern, null, 200)));
		files.push(...Object.values(composition.dependencies).map((file) => vscode.Uri.file(file)));
	}
	const stamps = await Promise.all(
		files.map(async (uri) => {
			try {
				const { mtime, size } = await vscode.workspace.fs.stat(uri);
				return `${mtime}:${size}`;
			} catch {
				return "absent";
			}
		}),
	);
	return stamps.join(",");
}

/** Whether an exported function is the one that a declaration in a `.wit` means. */
export function sameFunction(exported: ExportedFunction, query: { interface: string | null; function: string }): boolean {
	const [before, after] = exported.id.includes("#") ? exported.id.split("#", 2) : [null, exported.id];
	const plain = (name: string) => name.replace(/^\[(?:method|static)\]/, "").replace(/^\[constructor\](.+)$/, "$1");
	if (plain(after ?? "") !== plain(query.function).replace(/\.constructor$/, "")) return false;
	return withoutVersion(before ?? null) === withoutVersion(query.interface);
}
