/** A debug session as the tests see it: what the adapter said, and requests to it. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import * as vscode from "vscode";
import { until } from "./harness.ts";
import { at } from "./workspace.ts";

export class Session {
	readonly events: DebugProtocol.Event[] = [];
	/** Whether the adapter has left. */
	over = false;
	#session: vscode.DebugSession | undefined;
	readonly #registration: vscode.Disposable;

	constructor() {
		this.#registration = vscode.debug.registerDebugAdapterTrackerFactory("witness", {
			createDebugAdapterTracker: (session) => {
				// Sessions that are started later have their own.
				if (this.#session !== undefined) return undefined;
				this.#session = session;
				return {
					onExit: () => {
						this.over = true;
					},
					onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
						if (isEvent(message)) this.events.push(message);
					},
				};
			},
		});
	}

	async start(invoke: string | string[], options: { noDebug?: boolean } & Record<string, unknown> = {}): Promise<void> {
		const { noDebug = false, ...more } = options;
		const program = at("shop.wac");
		const started = await vscode.debug.startDebugging(
			vscode.workspace.workspaceFolders?.[0],
			{ type: "witness", request: "launch", name: "test", program, invoke, ...more },
			{ noDebug },
		);
		if (!started) throw new Error("the session did not start");
	}

	/** What the guest and the runner have written so far. */
	get output(): string {
		return this.events.map((event) => (event.event === "output" ? String(event.body.output) : "")).join("");
	}

	/** Waits for the next stop after the ones that were waited for before. */
	async stopped(count = 1): Promise<DebugProtocol.StoppedEvent["body"]> {
		const found = await until(`stop ${count}`, () => this.events.filter(({ event }) => event === "stopped")[count - 1], 30_000);
		return found.body;
	}

	async ended(): Promise<void> {
		await until(
			"the end of the session",
			() => (this.events.some(({ event }) => event === "terminated") ? true : undefined),
			30_000,
		);
	}

	async request<T>(command: string, args: object): Promise<T> {
		if (this.#session === undefined) throw new Error("there is no session");
		return await this.#session.customRequest(command, args);
	}

	async stop(): Promise<void> {
		await vscode.debug.stopDebugging(this.#session);
	}

	dispose(): void {
		this.#registration.dispose();
	}
}

function isEvent(message: DebugProtocol.ProtocolMessage): message is DebugProtocol.Event {
	return message.type === "event";
}
