/** Running from the editor: the commands, and what a code lens over a function starts. Each run is a session of the debugger. */
import * as path from "node:path";
import * as vscode from "vscode";
import type { RunLensArgument } from "../../server/protocol.ts";
import { saved } from "../compose/index.ts";
import type { ExportedFunction } from "./adapter-messages.ts";
import { benchmark } from "./ui/benchmark.ts";
import { pickCalls } from "./ui/pick-call.ts";
import { Programs, sameFunction } from "./ui/programs.ts";

interface LastRun {
	readonly program: string;
	readonly invoke: readonly string[];
}

const LAST = "witness.lastRun";

export function registerRun(context: vscode.ExtensionContext): void {
	const bundle = vscode.Uri.joinPath(context.extensionUri, "dist", "witness.mjs").fsPath;
	const programs = new Programs(bundle);
	const memory = context.workspaceState;

	/** The program and the calls that a command is about; undefined where the user was told why there are none, or dismissed a question. */
	const choose = async (argument: unknown, offer: "exported" | "all" = "exported"): Promise<LastRun | undefined> => {
		if (!(await trusted())) return undefined;
		const target = isLens(argument) ? await fromLens(programs, argument) : programOf(argument);
		if (target === undefined) return undefined;
		if (target === null) {
			void vscode.window.showErrorMessage("Nothing to run: open a .wac document or a component (.wasm) first.");
			return undefined;
		}
		if (!(await saved(target.program))) return undefined;
		const invoke = await pickCalls(programs, memory, target.program, target.found, offer);
		return invoke === undefined ? undefined : { program: target.program, invoke };
	};

	const start = async (debug: boolean, argument: unknown): Promise<void> => {
		const chosen = await choose(argument);
		if (chosen !== undefined) await launch(memory, chosen, debug);
	};

	context.subscriptions.push(
		vscode.commands.registerCommand("witness.run", (argument: unknown) => start(false, argument)),
		vscode.commands.registerCommand("witness.debug", (argument: unknown) => start(true, argument)),
		vscode.commands.registerCommand("witness.bench", async (argument: unknown, more?: unknown) => {
			const chosen = isLastRun(argument) ? argument : await choose(argument, "all");
			if (chosen === undefined || !(await trusted())) return undefined;
			// Other commands and tests may say with which options it is called.
			const options = Array.isArray(more) ? more.filter((option) => typeof option === "string") : [];
			if (chosen.invoke.length > 0) return benchmark(context, bundle, chosen, options);
			void vscode.window.showErrorMessage("A command is not called twice: choose a function to measure.");
			return undefined;
		}),
		vscode.commands.registerCommand("witness.runAgain", async () => {
			const last = memory.get<LastRun>(LAST);
			if (last === undefined) await vscode.window.showInformationMessage("Nothing has been run in this workspace yet.");
			else if (await trusted()) await launch(memory, last, false);
		}),
		// Asked by the debugger's part when a launch configuration names no call.
		vscode.commands.registerCommand("witness.pickCall", async (program: string) => {
			const invoke = await pickCalls(programs, memory, program);
			if (invoke !== undefined) await memory.update(LAST, { program, invoke } satisfies LastRun);
			return invoke;
		}),
	);
}

/** A call that another command has chosen already. */
function isLastRun(argument: unknown): argument is LastRun {
	return (
		typeof argument === "object" &&
		argument !== null &&
		"program" in argument &&
		"invoke" in argument &&
		Array.isArray(argument.invoke)
	);
}

async function trusted(): Promise<boolean> {
	if (vscode.workspace.isTrusted) return true;
	await vscode.window.showErrorMessage("Components run only in a trusted workspace.");
	return false;
}

async function launch(memory: vscode.Memento, run: LastRun, debug: boolean): Promise<void> {
	await memory.update(LAST, run);
	const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(run.program));
	const name = run.invoke.at(-1) ?? path.basename(run.program);
	await vscode.debug.startDebugging(
		folder,
		{ type: "witness", request: "launch", name, ...run, internalConsoleOptions: "openOnSessionStart" },
		{ noDebug: !debug },
	);
}

interface Target {
	readonly program: string;
	readonly found?: ExportedFunction;
}

/** The program that a command is about: what was clicked, or what is open. Null where there is none. */
function programOf(argument: unknown): Target | null {
	const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
	const uri =
		argument instanceof vscode.Uri
			? argument
			: input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
				? input.uri
				: vscode.window.activeTextEditor?.document.uri;
	return uri !== undefined && uri.scheme === "file" && /\.(wac|wasm|wat)$/i.test(uri.path) ? { program: uri.fsPath } : null;
}

function isLens(argument: unknown): argument is RunLensArgument {
	return (
		typeof argument === "object" &&
		argument !== null &&
		"function" in argument &&
		"uri" in argument &&
		typeof argument.uri === "string"
	);
}

/** The program and function behind a code lens; undefined where the user was told why there is none, or dismissed the question. */
async function fromLens(programs: Programs, lens: RunLensArgument): Promise<Target | undefined> {
	const uri = vscode.Uri.parse(lens.uri);
	if (uri.path.endsWith(".wac")) {
		if (!(await saved(uri.fsPath))) return undefined;
		const described = await programs.describe(uri.fsPath);
		const found = described.ok ? described.answer.functions.find((candidate) => sameFunction(candidate, lens)) : undefined;
		return { program: uri.fsPath, ...(found === undefined ? {} : { found }) };
	}
	const candidates = await vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title: `Looking for what exports ${lens.function}`, cancellable: true },
		(_progress, token) => programs.exporting(lens, token),
	);
	if (candidates.length === 0) {
		const name = lens.interface === null ? lens.function : `${lens.interface}#${lens.function}`;
		await vscode.window.showErrorMessage(
			`No .wac document and no component of this workspace exports ${name}: compose or build one first.`,
		);
		return undefined;
	}
	if (candidates.length === 1) return candidates[0];
	const picked = await vscode.window.showQuickPick(
		candidates.map((candidate) => ({ label: vscode.workspace.asRelativePath(candidate.program), candidate })),
		{ title: `Run ${lens.function} of which component?` },
	);
	return picked?.candidate;
}
