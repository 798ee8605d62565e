/** The trace view in the editor: fed by the runs as they go, a click in it opens the function in its `.wit`. */

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import * as vscode from "vscode";
import type { LanguageService } from "../language/index.ts";
import type { EdgesEvent, PlanEvent, RecordedEvent } from "../run/index.ts";
import { isTraceFileAt, readTraceBytes, type TraceFormat, tracePieces } from "./index.ts";
import { GeneratedText } from "./ui/generated-text.ts";
import { Shown } from "./ui/shown.ts";
import { TraceView } from "./ui/trace-view.ts";

const VIEW = "witness.trace";

export function registerTrace(context: vscode.ExtensionContext, language: LanguageService): void {
	const generated = new GeneratedText();
	/** The sessions that run. */
	const sessions = new Map<string, vscode.DebugSession>();
	const view = new TraceView(context.extensionUri, language, {
		showText: (title, text, edge) => void generated.show(title, text, edge),
		setMode: async (session, mode, edge) => sessions.get(session)?.customRequest("witness/setMode", { mode, edge }),
	});
	context.subscriptions.push(
		view,
		generated,
		vscode.window.registerWebviewViewProvider(VIEW, view, { webviewOptions: { retainContextWhenHidden: true } }),
		vscode.debug.onDidStartDebugSession((session) => {
			if (session.type === "witness") view.begin(session.id, session.name);
		}),
		vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
			if (session.type !== "witness") return;
			sessions.set(session.id, session);
			const { id, name } = session;
			switch (event) {
				case "witness/recorded": {
					const news: RecordedEvent = body;
					view.recorded(id, name, news);
					break;
				}
				case "witness/plan": {
					const plan: PlanEvent = body;
					view.planned(id, name, plan);
					break;
				}
				case "witness/edges": {
					const state: EdgesEvent = body;
					view.edges(id, name, state);
					break;
				}
			}
		}),
		vscode.debug.onDidTerminateDebugSession((session) => {
			sessions.delete(session.id);
			if (session.type === "witness") view.end(session.id);
		}),
		vscode.commands.registerCommand("witness.trace.show", () => vscode.commands.executeCommand(`${VIEW}.focus`)),
		vscode.commands.registerCommand("witness.trace.clear", () => view.clear()),
		vscode.commands.registerCommand("witness.trace.open", (uri?: vscode.Uri) => open(view, uri)),
		vscode.commands.registerCommand("witness.trace.save", () => save(view)),
		// For tests and other extensions: what the view holds.
		vscode.commands.registerCommand("witness.trace.calls", () => [...view.trace.calls()]),
	);
}

async function open(view: TraceView, given: vscode.Uri | undefined): Promise<void> {
	const uri =
		given ??
		(
			await vscode.window.showOpenDialog({
				title: "Open a trace",
				filters: { Traces: ["json", "jsonl", "cpuprofile", "wtrace"], "All files": ["*"] },
			})
		)?.[0];
	if (uri === undefined) return;
	const title = vscode.workspace.asRelativePath(uri);
	const shown = await read(title, uri);
	if (typeof shown === "string") {
		await vscode.window.showErrorMessage(`${title}: ${shown}`);
		return;
	}
	view.show(shown);
	await vscode.commands.executeCommand(`${VIEW}.focus`);
}

/** A file of recorded calls is read where it is looked; of another format all calls are read at once. */
async function read(title: string, uri: vscode.Uri): Promise<Shown | string> {
	try {
		if (uri.scheme === "file" && isTraceFileAt(uri.fsPath)) return Shown.ofFile(title, uri.fsPath);
		const found = readTraceBytes(await vscode.workspace.fs.readFile(uri));
		return found.ok ? new Shown(title, found.trace) : found.message;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

const FORMATS: readonly { readonly label: string; readonly format: TraceFormat; readonly extension: string }[] = [
	{ label: "Witness: one call a line", format: "witness", extension: "json" },
	{ label: "OpenTelemetry (OTLP JSON)", format: "otlp", extension: "otlp.json" },
	{ label: "Chrome trace events", format: "chrome", extension: "chrome.json" },
	{ label: "speedscope", format: "speedscope", extension: "speedscope.json" },
	{ label: "V8 CPU profile", format: "cpuprofile", extension: "cpuprofile" },
];

async function save(view: TraceView): Promise<void> {
	const { trace } = view;
	if (trace.length === 0) {
		await vscode.window.showInformationMessage("There is no trace to save: run something first.");
		return;
	}
	const picked = await vscode.window.showQuickPick(FORMATS, { title: "Save the trace as" });
	if (picked === undefined) return;
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
	const uri = await vscode.window.showSaveDialog({
		...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, `trace.${picked.extension}`) }),
	});
	if (uri === undefined) return;
	const pieces = tracePieces(trace, picked.format);
	if (uri.scheme !== "file") {
		await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode([...pieces].join("")));
		return;
	}
	const title = `Writing ${vscode.workspace.asRelativePath(uri)}`;
	await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => write(uri.fsPath, pieces));
}

/** Writes pieces as fast as the disk takes them: others have their turn meanwhile. */
async function write(place: string, pieces: Iterable<string>): Promise<void> {
	const stream = createWriteStream(place);
	for (const piece of pieces) if (!stream.write(piece)) await once(stream, "drain");
	stream.end();
	await once(stream, "finish");
}
