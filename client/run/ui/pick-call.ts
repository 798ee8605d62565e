/** Asks which function to call, and with which arguments: a list, then a line of WAVE with an example made from the types. */
import * as path from "node:path";
import * as vscode from "vscode";
import type { ExportedFunction, ExportsAnswer } from "../adapter-messages.ts";
import { splitCalls } from "../calls.ts";
import { checkCalls } from "../check-calls.ts";
import type { Programs } from "./programs.ts";

interface FunctionItem extends vscode.QuickPickItem {
	readonly exported: ExportedFunction | null;
}

/** Answers the calls to make, in order; an empty list runs `wasi:cli/run`; undefined where the user has dismissed a question or nothing can be called. */
export async function pickCalls(
	programs: Programs,
	memory: vscode.Memento,
	program: string,
	wanted: ExportedFunction | undefined = undefined,
	offer: Offer = "exported",
): Promise<string[] | undefined> {
	const described = await vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Window, title: `Reading ${path.basename(program)}` },
		() => programs.describe(program),
	);
	if (!described.ok) {
		// Not waited for: as long as a session is starting, the editor starts no other.
		void vscode.window.showErrorMessage(oneLine(described.message) || `${program} cannot be read.`);
		return undefined;
	}
	const answer = offered(described.answer, offer);
	if (answer.functions.length === 0 && answer.command === null) {
		void vscode.window.showErrorMessage(`${path.basename(program)} exports no function that could be called.`);
		return undefined;
	}
	const picked = wanted ?? (await pickFunction(answer, path.basename(program)));
	if (picked === undefined) return undefined;
	if (picked === null) return [];
	const text = await askArguments(memory, program, picked, answer);
	return text === undefined ? undefined : splitCalls(text);
}

/** Functions that can be called, or those too that can only be measured: what the program calls of the host. */
type Offer = "exported" | "all";

function offered(answer: ExportsAnswer, offer: Offer): ExportsAnswer {
	return offer === "exported" ? answer : { ...answer, functions: [...answer.functions, ...answer.imports] };
}

/** Null stands for the command that the component is. */
async function pickFunction(answer: ExportsAnswer, title: string): Promise<ExportedFunction | null | undefined> {
	const items: FunctionItem[] = answer.functions.map((exported) => {
		const before = exported.id.includes("#") ? exported.id.split("#", 1)[0] : "";
		// The name stands in front of it already.
		const description = exported.signature.slice(exported.signature.indexOf(": ") + 2);
		const detail = answer.imports.includes(exported) ? `${before}, imported` : (before ?? "");
		return { label: exported.name, description, detail, exported };
	});
	if (answer.command !== null) items.unshift({ label: "run the command", description: answer.command, exported: null });
	const picked = await vscode.window.showQuickPick(items, {
		title: `${title}: which function?`,
		placeHolder: "A function of the component",
		matchOnDescription: true,
		matchOnDetail: true,
	});
	return picked === undefined ? undefined : picked.exported;
}

async function askArguments(
	memory: vscode.Memento,
	program: string,
	picked: ExportedFunction,
	answer: ExportsAnswer,
): Promise<string | undefined> {
	const key = `witness.call:${program}:${picked.id}`;
	const value = memory.get<string>(key) ?? withConstructor(picked, answer);
	const functions = answer.functions.map((each) => each.function);
	const open = value.indexOf("(", splitCalls(value).at(-1) === undefined ? 0 : value.lastIndexOf(splitCalls(value).at(-1) ?? ""));
	const text = await vscode.window.showInputBox({
		title: picked.signature,
		prompt: "Arguments as WAVE. Several calls in one line are separated by `;`, and a handle that one makes is $1 in the next.",
		value,
		valueSelection: [open + 1, value.endsWith(")") ? value.length - 1 : value.length],
		validateInput: (line) => checkCalls(line, functions),
		ignoreFocusOut: true,
	});
	if (text !== undefined) await memory.update(key, text);
	return text;
}

/** A problem as the command line prints it, in one line: `error: …` and `help: …` become sentences. */
function oneLine(message: string): string {
	return message
		.split("\n")
		.map((line) => line.trim().replace(/^error: /, ""))
		.filter((line) => line !== "")
		.join(". ");
}

/** A function that needs a handle: its example begins with the constructor of the resource where there is one. */
function withConstructor(picked: ExportedFunction, answer: ExportsAnswer): string {
	const call = shortCall(picked);
	if (!call.includes("$1")) return call;
	const resources = [...picked.signature.matchAll(/: (?:borrow<)?([a-z][a-z0-9-]*)/g)].map((found) => found[1]);
	const maker = answer.functions.find(({ id, signature }) => {
		const name = id.split("#").at(-1);
		return resources.includes(name) && signature.endsWith(`-> ${name}`);
	});
	return maker === undefined ? call : `${shortCall(maker)}; ${call}`;
}

/** The example with the shortest name that is not ambiguous: what a person would type. */
function shortCall({ name, example }: ExportedFunction): string {
	return `${name}${example.slice(example.indexOf("("))}`;
}
