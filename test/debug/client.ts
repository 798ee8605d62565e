/** A client of the debug adapter for tests: sends requests, keeps events, and draws what a person would see. */
import type { Readable, Writable } from "node:stream";
import type { DebugProtocol } from "@vscode/debugprotocol";

type Body = Readonly<Record<string, unknown>>;

export class DapClient {
	readonly events: DebugProtocol.Event[] = [];
	readonly #input: Writable;
	readonly #answers = new Map<number, (response: DebugProtocol.Response) => void>();
	readonly #waiting: { readonly name: string; readonly resolve: (event: DebugProtocol.Event) => void }[] = [];
	#taken = 0;
	#sequence = 0;
	#received = Buffer.alloc(0);

	constructor(input: Writable, output: Readable) {
		this.#input = input;
		output.on("data", (bytes: Buffer) => {
			this.#received = Buffer.concat([this.#received, bytes]);
			for (let message = this.#next(); message !== null; message = this.#next()) this.#take(message);
		});
	}

	/** Sends a request; rejects with the adapter's message where it fails. */
	async request(command: string, args: Body = {}): Promise<DebugProtocol.Response["body"]> {
		const seq = ++this.#sequence;
		const text = JSON.stringify({ seq, type: "request", command, arguments: args });
		const answer = new Promise<DebugProtocol.Response>((resolve) => this.#answers.set(seq, resolve));
		this.#input.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
		const response = await answer;
		if (!response.success) throw new Error(response.message);
		return response.body;
	}

	/** The next event of a name that was not waited for before. */
	event(name: string): Promise<DebugProtocol.Event> {
		const at = this.events.findIndex((event, index) => index >= this.#taken && event.event === name);
		if (at >= 0) {
			this.#taken = at + 1;
			return Promise.resolve(this.events[at] ?? fail());
		}
		return new Promise((resolve) => this.#waiting.push({ name, resolve }));
	}

	/** Starts a session: `launch`, breakpoints by what `configure` sets, and off. */
	async start(launch: Body, configure: () => Promise<void> = async () => undefined): Promise<void> {
		await this.request("initialize", { adapterID: "witness", linesStartAt1: true, columnsStartAt1: true, pathFormat: "path" });
		const launched = this.request("launch", launch);
		await Promise.race([launched, this.event("initialized")]);
		await launched;
		await configure();
		await this.request("configurationDone");
	}

	/** The stopped guest as text: why, and each frame with its line and arguments. */
	async drawStop(): Promise<string> {
		const stopped = await this.event("stopped");
		const lines = [`stopped: ${stopped.body.reason}${stopped.body.text === undefined ? "" : `: ${stopped.body.text}`}`];
		const { stackFrames } = await this.request("stackTrace", { threadId: 1 });
		for (const frame of stackFrames) {
			lines.push(`${frame.name} (${frame.source === undefined ? "no source" : `${frame.source.name}:${frame.line}`})`);
			const { scopes } = await this.request("scopes", { frameId: frame.id });
			for (const scope of scopes) {
				const { variables } = await this.request("variables", { variablesReference: scope.variablesReference });
				for (const variable of variables) lines.push(`  ${scope.name}: ${variable.name}: ${variable.type} = ${variable.value}`);
			}
		}
		return lines.join("\n");
	}

	/** All that was written so far, of one category. */
	output(category: string): string {
		return this.events
			.flatMap((event) => (event.event === "output" && event.body.category === category ? [event.body.output] : []))
			.join("");
	}

	#next(): DebugProtocol.ProtocolMessage | null {
		const end = this.#received.indexOf("\r\n\r\n");
		if (end < 0) return null;
		const length = Number(/Content-Length: (\d+)/.exec(this.#received.subarray(0, end).toString())?.[1]);
		const start = end + 4;
		if (this.#received.length < start + length) return null;
		const text = this.#received.subarray(start, start + length).toString();
		this.#received = this.#received.subarray(start + length);
		return JSON.parse(text);
	}

	#take(message: DebugProtocol.ProtocolMessage): void {
		if (isResponse(message)) this.#answers.get(message.request_seq)?.(message);
		else if (isEvent(message)) {
			this.events.push(message);
			const at = this.#waiting.findIndex(({ name }) => name === message.event);
			if (at < 0) return;
			this.#taken = this.events.length;
			this.#waiting.splice(at, 1)[0]?.resolve(message);
		}
	}
}

function isResponse(message: DebugProtocol.ProtocolMessage): message is DebugProtocol.Response {
	return message.type === "response";
}

function isEvent(message: DebugProtocol.ProtocolMessage): message is DebugProtocol.Event {
	return message.type === "event";
}

function fail(): never {
	throw new Error("there is no such event");
}
