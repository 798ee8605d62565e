/** The trace view in the editor: fed by the runs as they go, a click in it opens the function in its `.wit`. */
import * as vscode from "vscode";
import type { LanguageService } from "../language/index.ts";
import type { CallsEvent } from "../run/index.ts";
import { type CallBatch, CallTrace, readTraceBytes, type TraceEdge, type TraceFormat, writeTrace } from "./index.ts";
import type { FromView, ToView } from "./messages.ts";
import { batchesOf } from "./replay.ts";
import { BODY } from "./webview/page.ts";

const VIEW = "witness.trace";

export function registerTrace(context: vscode.ExtensionContext, language: LanguageService): void {
	const view = new TraceView(context.extensionUri, language);
	context.subscriptions.push(
		view,
		vscode.window.registerWebviewViewProvider(VIEW, view, { webviewOptions: { retainContextWhenHidden: true } }),
		vscode.debug.onDidStartDebugSession((session) => {
			if (session.type === "witness") view.begin(session.id, session.name);
		}),
		vscode.debug.onDidReceiveDebugSessionCustomEvent((event) => {
			if (event.session.type !== "witness" || event.event !== "witness/calls") return;
			const body: CallsEvent = event.body;
			view.add(event.session.id, event.session.name, body.edges, body.batch);
		}),
		vscode.debug.onDidTerminateDebugSession((session) => {
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

/** The calls of one run, or of a file. */
interface Shown {
	readonly title: string;
	readonly trace: CallTrace;
	/** Whether calls may still come. */
	live: boolean;
}

const NOTHING: Shown = { title: "", trace: new CallTrace(), live: false };

class TraceView implements vscode.WebviewViewProvider, vscode.Disposable {
	readonly #root: vscode.Uri;
	readonly #language: LanguageService;
	readonly #status = vscode.window.createStatusBarItem("witness.trace", vscode.StatusBarAlignment.Left);
	#webview: vscode.Webview | null = null;
	/** The runs that are going on and the one that is shown, which may be over, by their sessions. */
	readonly #runs = new Map<string, Shown>();
	#shown = NOTHING;

	constructor(root: vscode.Uri, language: LanguageService) {
		this.#root = root;
		this.#language = language;
		this.#status.name = "Witness: call trace";
		this.#status.command = "witness.trace.show";
	}

	dispose(): void {
		this.#status.dispose();
	}

	get trace(): CallTrace {
		return this.#shown.trace;
	}

	resolveWebviewView(view: vscode.WebviewView): void {
		view.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(this.#root, "dist", "webview")] };
		view.webview.onDidReceiveMessage((message: FromView) => this.#receive(message));
		view.onDidDispose(() => {
			this.#webview = null;
		});
		this.#webview = view.webview;
		view.webview.html = page(view.webview, this.#root);
	}

	/** A run begins: it is what the view shows from now on, whatever else goes on. Its first calls may come before the news of its start. */
	begin(session: string, title: string): Shown {
		const known = this.#runs.get(session);
		if (known !== undefined) return known;
		const run: Shown = { title, trace: new CallTrace(), live: true };
		this.#runs.set(session, run);
		this.#show(run);
		return run;
	}

	add(session: string, title: string, edges: readonly TraceEdge[], batch: CallBatch): void {
		const run = this.#runs.get(session) ?? this.begin(session, title);
		run.trace.addEdges(edges);
		run.trace.apply(batch);
		if (run !== this.#shown) return;
		if (edges.length > 0) this.#post({ type: "edges", edges });
		this.#post({ type: "calls", batch });
		this.#count();
	}

	end(session: string): void {
		const run = this.#runs.get(session);
		if (run === undefined) return;
		run.live = false;
		if (run === this.#shown) this.#post({ type: "end" });
		this.#forget();
	}

	/** Shows calls that do not come from a run of this window. */
	showTrace(title: string, trace: CallTrace): void {
		this.#show({ title, trace, live: false });
	}

	clear(): void {
		this.#shown = NOTHING;
		this.#post({ type: "clear" });
		this.#status.hide();
	}

	/** Runs that are over are kept as long as they are shown: their last calls may come late. */
	#forget(): void {
		for (const [session, run] of this.#runs) if (!run.live && run !== this.#shown) this.#runs.delete(session);
	}

	#show(run: Shown): void {
		this.#shown = run;
		this.#forget();
		this.#replay();
		this.#count();
	}

	#count(): void {
		const calls = this.trace.length;
		this.#status.text = `$(type-hierarchy-sub) ${calls.toLocaleString("en")} ${calls === 1 ? "call" : "calls"}`;
		this.#status.tooltip = `Calls of ${this.#shown.title}: show the trace`;
		if (calls > 0) this.#status.show();
		else this.#status.hide();
	}

	#post(message: ToView): void {
		this.#webview?.postMessage(message);
	}

	#receive(message: FromView): void {
		switch (message.type) {
			case "ready":
				this.#replay();
				break;
			case "open":
				this.#open(message.interface, message.function).catch((error: unknown) => {
					const reason = error instanceof Error ? error.message : String(error);
					void vscode.window.showErrorMessage(`The function cannot be shown: ${reason}`);
				});
				break;
			default: {
				const never: never = message;
				throw new Error(`no such message: ${JSON.stringify(never)}`);
			}
		}
	}

	/** All that is known of what is shown: a view that comes late gets what there was before it. */
	#replay(): void {
		const { title, trace, live } = this.#shown;
		if (this.#shown === NOTHING) return;
		this.#post({ type: "begin", title, live, edges: trace.edges });
		for (const batch of batchesOf(trace)) this.#post({ type: "calls", batch });
	}

	async #open(name: string | null, func: string): Promise<void> {
		const files = await vscode.workspace.findFiles("**/*.wit", "**/{node_modules,target}/**", 500);
		const place = await this.#language.request("witness/function", {
			interface: name,
			function: func,
			files: files.map((uri) => uri.toString()),
		});
		if (place === null) {
			vscode.window.setStatusBarMessage(
				`No .wit file of this workspace declares ${name === null ? func : `${name}#${func}`}.`,
				5000,
			);
			return;
		}
		const { start, end } = place.range;
		await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), {
			selection: new vscode.Range(start.line, start.character, end.line, end.character),
			viewColumn: vscode.ViewColumn.One,
			preserveFocus: true,
			preview: true,
		});
	}
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
	const bytes = await vscode.workspace.fs.readFile(uri);
	const read = readTraceBytes(bytes);
	if (!read.ok) {
		await vscode.window.showErrorMessage(`${vscode.workspace.asRelativePath(uri)}: ${read.message}`);
		return;
	}
	view.showTrace(vscode.workspace.asRelativePath(uri), read.trace);
	await vscode.commands.executeCommand(`${VIEW}.focus`);
}

const FORMATS: readonly { readonly label: string; readonly format: TraceFormat; readonly extension: string }[] = [
	{ label: "Witness: one call a line", format: "witness", extension: "json" },
	{ label: "OpenTelemetry (OTLP JSON)", format: "otlp", extension: "otlp.json" },
	{ label: "Chrome trace events", format: "chrome", extension: "chrome.json" },
	{ label: "speedscope", format: "speedscope", extension: "speedscope.json" },
	{ label: "V8 CPU profile", format: "cpuprofile", extension: "cpuprofile" },
];

async function save(view: TraceView): Promise<void> {
	if (view.trace.length === 0) {
		await vscode.window.showInformationMessage("There is no trace to save: run something first.");
		return;
	}
	const picked = await vscode.window.showQuickPick(FORMATS, { title: "Save the trace as" });
	if (picked === undefined) return;
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
	const uri = await vscode.window.showSaveDialog({
		...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, `trace.${picked.extension}`) }),
	});
	if (uri !== undefined)
		await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(writeTrace(view.trace, picked.format)));
}

/** The page of the view. Only our own script runs in it: the nonce is made anew each time. */
function page(webview: vscode.Webview, root: vscode.Uri): string {
	const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	const at = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, "dist", "webview", name)).toString();
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<link rel="stylesheet" href="${at("trace.css")}">
<title>Call Trace</title>
</head>
<body>
${BODY}
<script nonce="${nonce}" src="${at("trace.js")}"></script>
</body>
</html>`;
}
