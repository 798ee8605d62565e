/** The panel of the trace view: shows one run or file at a time, and does what is clicked in it. */
import * as vscode from "vscode";
import type { LanguageService } from "../../language/index.ts";
import type { EdgesEvent, PlanEvent, RecordedEvent } from "../../run/index.ts";
import { CallTrace } from "../call-trace.ts";
import { amendedOf, packedBlockOf, searchValues } from "../feed.ts";
import type { FromView, ToView } from "../messages.ts";
import type { Trace } from "../model.ts";
import { openFunction } from "./open-function.ts";
import { page } from "./page.ts";
import { Shown } from "./shown.ts";

/** Calls are sent in blocks of so many, and so many are on their way at most. */
const BLOCK = 65_536;
const AHEAD = 4 * BLOCK;
/** Milliseconds that a search takes before others have their turn. */
const SLICE = 12;

const NOTHING = new Shown("", new CallTrace());

/** What the view has done elsewhere. */
interface ViewDoors {
	/** Shows the text of what is generated, at an edge. */
	showText(title: string, text: string, edge: number): void;
	/** Says what is recorded of an edge of a session, or of all (null). */
	setMode(session: string, mode: string, edge: number | null): Thenable<unknown>;
}

export class TraceView implements vscode.WebviewViewProvider, vscode.Disposable {
	readonly #root: vscode.Uri;
	readonly #language: LanguageService;
	readonly #doors: ViewDoors;
	readonly #status = vscode.window.createStatusBarItem("witness.trace", vscode.StatusBarAlignment.Left);
	#webview: vscode.Webview | null = null;
	/** Whether its script runs: what is said before would come too early. */
	#ready = false;
	/** The runs that are going on and the one that is shown, which may be over, by their sessions. */
	readonly #runs = new Map<string, Shown>();
	#shown = NOTHING;
	/** How many calls were sent to the view, and how many of them it has taken. */
	#sent = 0;
	#taken = 0;
	/** The search that goes on. */
	#search = 0;

	constructor(root: vscode.Uri, language: LanguageService, doors: ViewDoors) {
		this.#root = root;
		this.#language = language;
		this.#doors = doors;
		this.#status.name = "Witness: call trace";
		this.#status.command = "witness.trace.show";
	}

	dispose(): void {
		this.#status.dispose();
		for (const run of this.#runs.values()) run.close();
		this.#shown.close();
	}

	get trace(): Trace {
		return this.#shown.trace;
	}

	resolveWebviewView(view: vscode.WebviewView): void {
		view.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(this.#root, "dist", "webview")] };
		view.webview.onDidReceiveMessage((message: FromView) => this.#receive(message));
		view.onDidDispose(() => {
			this.#webview = null;
		});
		this.#webview = view.webview;
		this.#ready = false;
		view.webview.html = page(view.webview, this.#root);
	}

	/** A run begins: it is what the view shows from now on, whatever else goes on. Its first calls may come before the news of its start. */
	begin(session: string, title: string): Shown {
		const known = this.#runs.get(session);
		if (known !== undefined) return known;
		const run = new Shown(title, new CallTrace(), session);
		this.#runs.set(session, run);
		this.#show(run);
		return run;
	}

	planned(session: string, title: string, plan: PlanEvent): void {
		const run = this.begin(session, title);
		run.plan = plan;
		if (run === this.#shown) this.#postEdges();
	}

	edges(session: string, title: string, state: EdgesEvent): void {
		const run = this.begin(session, title);
		run.state = state;
		if (run === this.#shown) this.#post({ type: "state", state });
	}

	recorded(session: string, title: string, news: RecordedEvent): void {
		const run = this.begin(session, title);
		const isFirst = run.trace.length === 0;
		const { dropped } = run.trace;
		const amended = run.grow(news).filter((id) => id < this.#sent);
		if (run !== this.#shown) return;
		if (isFirst) this.#postEdges();
		if (amended.length > 0) this.#post({ type: "amended", calls: amendedOf(run.trace, amended) });
		if (dropped !== news.dropped) this.#post({ type: "dropped", dropped: news.dropped });
		this.#send();
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
	show(shown: Shown): void {
		this.#show(shown);
	}

	clear(): void {
		this.#show(NOTHING);
		this.#post({ type: "clear" });
	}

	/** Runs that are over are kept as long as they are shown: their last calls may come late. */
	#forget(): void {
		for (const [session, run] of this.#runs) {
			if (run.live || run === this.#shown) continue;
			run.close();
			this.#runs.delete(session);
		}
	}

	#show(shown: Shown): void {
		const before = this.#shown;
		this.#shown = shown;
		if (before !== shown && before.session === null) before.close();
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
		if (this.#ready) this.#webview?.postMessage(message);
	}

	#postEdges(): void {
		const { edges, plans, plan } = this.#shown;
		this.#post({ type: "edges", edges, plans, hasText: plan !== null });
	}

	/** All that is known of what is shown: a view that comes late gets what there was before it. */
	#replay(): void {
		this.#sent = 0;
		this.#taken = 0;
		this.#search = 0;
		if (this.#shown === NOTHING) return;
		const { title, live, edges, plans, plan, trace, state } = this.#shown;
		const { length: expected, dropped } = trace;
		this.#post({ type: "begin", trace: { title, live, edges, plans, expected, dropped, hasText: plan !== null } });
		if (state !== null) this.#post({ type: "state", state });
		this.#send();
	}

	/** Sends calls that the view does not have, but not more than it can take. */
	#send(): void {
		if (this.#webview === null || !this.#ready) return;
		const { trace } = this.#shown;
		while (this.#sent < trace.length && this.#sent - this.#taken < AHEAD) {
			const block = packedBlockOf(trace, this.#sent, BLOCK);
			this.#sent += block.outcome.length;
			this.#post({ type: "calls", block });
		}
	}

	#receive(message: FromView): void {
		switch (message.type) {
			case "ready":
				this.#ready = true;
				this.#replay();
				break;
			case "taken":
				// One that comes late may be of a trace before.
				this.#taken = Math.min(message.calls, this.#sent);
				this.#send();
				break;
			case "ask":
				this.#answer(message.ids);
				break;
			case "search":
				this.#search = message.search;
				if (message.text !== "") this.#look(message.search, message.text, 0);
				break;
			case "copy":
				void vscode.env.clipboard.writeText(message.text);
				vscode.window.setStatusBarMessage("Copied.", 2000);
				break;
			case "setMode":
				this.#setMode(message.mode, message.edge);
				break;
			case "text":
				if (this.#shown.plan !== null) this.#doors.showText(this.#shown.title, this.#shown.plan.text, message.edge);
				break;
			case "open":
				openFunction(this.#language, message.interface, message.function).catch((error: unknown) => {
					void vscode.window.showErrorMessage(`The function cannot be shown: ${reasonOf(error)}`);
				});
				break;
			default: {
				const never: never = message;
				throw new Error(`no such message: ${JSON.stringify(never)}`);
			}
		}
	}

	#answer(ids: readonly number[]): void {
		const { trace } = this.#shown;
		this.#post({ type: "values", calls: ids.filter((id) => id < trace.length).map((id) => trace.call(id)) });
	}

	/** Looks for a text a while, and goes on when others had their turn; also for calls that come later. */
	#look(search: number, text: string, from: number): void {
		if (search !== this.#search || this.#webview === null) return;
		const { trace, live } = this.#shown;
		const { ids, upTo } = searchValues(trace, text, from, SLICE);
		if (upTo > from) this.#post({ type: "found", search, ids, upTo });
		if (upTo < trace.length) setImmediate(() => this.#look(search, text, upTo));
		else if (live) setTimeout(() => this.#look(search, text, upTo), 200);
	}

	#setMode(mode: string, edge: number | null): void {
		const { session } = this.#shown;
		if (session === null || !this.#shown.live) return;
		this.#doors.setMode(session, mode, edge).then(undefined, (error: unknown) => {
			void vscode.window.showErrorMessage(reasonOf(error));
		});
	}
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
