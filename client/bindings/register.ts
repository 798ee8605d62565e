/** TypeScript bindings in the editor: on save, and by command. What to write is the server's knowledge, writing is the bindings' own. */
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import * as vscode from "vscode";
import { type Bindings, bindingsFolder, createBindings, type Side, writeBindings } from "../../server/bindings/index.ts";
import type { PackageSummary } from "../../server/protocol.ts";
import type { LanguageService } from "../language/index.ts";

export function registerBindings(context: vscode.ExtensionContext, language: LanguageService): void {
	const worker = pathToFileURL(vscode.Uri.joinPath(context.extensionUri, "dist", "bindings.mjs").fsPath);
	const writer = new BindingsWriter(createBindings(worker), language, context.workspaceState);
	context.subscriptions.push(
		writer,
		vscode.workspace.onDidSaveTextDocument((document) => {
			if (document.languageId !== "wit" || !vscode.workspace.isTrusted) return;
			if (vscode.workspace.getConfiguration("witness", document.uri).get("bindings.onSave", true))
				void writer.write(document.uri, false);
		}),
		vscode.commands.registerCommand("witness.bindings.generate", async () => {
			const uri = await activePackage();
			if (uri !== undefined) await writer.write(uri, true);
		}),
		vscode.commands.registerCommand("witness.bindings.selectWorlds", async () => {
			const uri = await activePackage();
			if (uri !== undefined) await writer.select(uri);
		}),
	);
}

/** The `.wit` file that a command is about; the user is told where there is none. */
async function activePackage(): Promise<vscode.Uri | undefined> {
	const document = vscode.window.activeTextEditor?.document;
	if (!vscode.workspace.isTrusted) await vscode.window.showErrorMessage("Bindings are written only in a trusted workspace.");
	else if (document === undefined || document.languageId !== "wit")
		await vscode.window.showErrorMessage("Open a .wit file of the package first.");
	else return document.uri;
	return undefined;
}

class BindingsWriter implements vscode.Disposable {
	readonly #bindings: Bindings;
	readonly #language: LanguageService;
	readonly #memory: vscode.Memento;
	readonly #log = vscode.window.createOutputChannel("Witness Bindings", { log: true });
	/** How many generations were asked for, by package: only the last one's files are written. */
	readonly #asked = new Map<string, number>();
	/** The packages whose worlds were offered for choice in this window. */
	readonly #offered = new Set<string>();

	constructor(bindings: Bindings, language: LanguageService, memory: vscode.Memento) {
		this.#bindings = bindings;
		this.#language = language;
		this.#memory = memory;
	}

	dispose(): void {
		this.#bindings.dispose();
		this.#log.dispose();
	}

	/** Writes the bindings of the package of a file. With `asked` the user waits for an answer; without it only what is wrong is said. */
	async write(uri: vscode.Uri, asked: boolean): Promise<void> {
		const summary = await this.#language.request("witness/package", { uri: uri.toString() });
		if (summary === null || summary.worlds.length === 0) {
			if (asked) void vscode.window.showInformationMessage("This package has no world: bindings are made from worlds.");
			return;
		}
		const name = summary.name ?? path.basename(uri.fsPath);
		if (summary.errors > 0) {
			const count = `${summary.errors} ${summary.errors === 1 ? "error" : "errors"}`;
			this.#say(`$(warning) No bindings: ${name} has ${count}`);
			if (asked) void vscode.window.showErrorMessage(`${name} has ${count}: no bindings were written.`);
			return;
		}
		const chosen = this.#memory.get<string[]>(keyOf(summary));
		const existing = chosen?.filter((world) => summary.worlds.some(({ name }) => name === world));
		// Who asks for bindings is not answered with an earlier "none", and a choice of worlds that are gone is none.
		const never = chosen?.length === 0 && !asked;
		const worlds = never ? [] : existing?.length ? existing : await this.#firstChoice(summary, asked);
		if (worlds === undefined || worlds.length === 0) return;
		await this.#generate(uri, summary, worlds, asked);
	}

	/** Asks which worlds are wanted and remembers the answer in the workspace. */
	async select(uri: vscode.Uri): Promise<void> {
		const summary = await this.#language.request("witness/package", { uri: uri.toString() });
		if (summary === null || summary.worlds.length === 0) {
			await vscode.window.showInformationMessage("This package has no world: bindings are made from worlds.");
			return;
		}
		if ((await this.#choose(summary)) !== undefined) await this.write(uri, true);
	}

	/** One world needs no question. A save may come by itself while the user types: then the question waits in a corner, and is put once. */
	async #firstChoice(summary: PackageSummary, asked: boolean): Promise<string[] | undefined> {
		if (summary.worlds.length === 1) return summary.worlds.map(({ name }) => name);
		if (asked) return this.#choose(summary);
		if (this.#offered.has(summary.uri)) return undefined;
		this.#offered.add(summary.uri);
		const name = summary.name ?? "This package";
		const answer = await vscode.window.showInformationMessage(
			`${name} has ${summary.worlds.length} worlds. Write TypeScript bindings for them on save?`,
			"Choose Worlds…",
			"No Bindings",
		);
		if (answer === "Choose Worlds…") return this.#choose(summary);
		if (answer === "No Bindings") await this.#memory.update(keyOf(summary), []);
		return undefined;
	}

	async #choose(summary: PackageSummary): Promise<string[] | undefined> {
		const before = this.#memory.get<string[]>(keyOf(summary));
		const picked = await vscode.window.showQuickPick(
			summary.worlds.map(({ name }) => ({ label: name, picked: before === undefined || before.includes(name) })),
			{
				canPickMany: true,
				title: `TypeScript bindings for which worlds of ${summary.name ?? "the package"}?`,
				placeHolder: "Asked once; Witness: Select Worlds for Bindings changes it",
			},
		);
		if (picked === undefined) return undefined;
		const names = picked.map(({ label }) => label);
		await this.#memory.update(keyOf(summary), names);
		return names;
	}

	async #generate(uri: vscode.Uri, summary: PackageSummary, worlds: readonly string[], asked: boolean): Promise<void> {
		const number = (this.#asked.get(summary.uri) ?? 0) + 1;
		this.#asked.set(summary.uri, number);
		const settings = vscode.workspace.getConfiguration("witness", uri);
		const result = await this.#bindings.generate({
			...summary.texts,
			worlds,
			sides: settings.get<Side[]>("bindings.sides", ["guest", "host"]),
			features: settings.get<string[]>("features", []),
		});
		if (this.#asked.get(summary.uri) !== number) return;
		const folder = bindingsFolder(vscode.Uri.parse(summary.uri).fsPath, settings.get("bindings.folder", "bindings"));
		const written = result.ok ? writeBindings(folder, result.files) : result;
		if (!written.ok) {
			this.#log.error(written.message);
			void vscode.window.showErrorMessage(`No bindings were written: ${written.message}`);
			return;
		}
		const { length } = written.written;
		this.#log.info(
			`${summary.name}: ${length} written, ${written.unchanged.length} unchanged, ${written.removed.length} removed`,
		);
		if (length > 0 || asked) this.#say(`$(check) Bindings: ${length} ${length === 1 ? "file" : "files"} written`);
	}

	#say(text: string): void {
		vscode.window.setStatusBarMessage(text, 5000);
	}
}

function keyOf(summary: PackageSummary): string {
	return `witness.worlds:${summary.uri}`;
}
