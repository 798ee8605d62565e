/** Those who call a service, in the bench's own process: one connection that is kept, one call after another. */
import { Agent, request } from "node:http";
import { createConnection } from "node:net";
import type { FunctionType, Value } from "../../server/wit/index.ts";
import { connectGrpc } from "./grpc.ts";
import { jsonText, valuesInText } from "./json-value.ts";
import type { Transport } from "./messages.ts";

export interface Client {
	/** Calls with given arguments; the answer as a value, which is undefined where the function has no result. */
	call(args: readonly Value[]): Promise<Value | undefined>;
	close(): void;
}

/** Calls without looking at the answer: that there is one is enough. */
export async function firstHttpAnswer(port: string, type: FunctionType, args: readonly Value[]): Promise<void> {
	const exchange = httpExchange(port);
	await exchange.send(
		jsonText(
			type.params.map((param) => param.type),
			args,
		),
	);
	exchange.close();
}

/** Connects to a service that listens at `address`. */
export async function connect(transport: Transport, address: string, type: FunctionType): Promise<Client> {
	switch (transport.kind) {
		case "http":
			return jsonClient(type, httpExchange(address));
		case "unix":
			return jsonClient(type, await socketExchange(address));
		case "grpc":
			return connectGrpc(transport.module, type, address);
		default: {
			const never: never = transport;
			return never;
		}
	}
}

/** Sends a text and is answered with one. */
interface Exchange {
	send(text: string): Promise<string>;
	close(): void;
}

function jsonClient(type: FunctionType, exchange: Exchange): Client {
	const params = type.params.map((param) => param.type);
	const results = type.result === null ? [] : [type.result];
	return {
		call: async (args) =>
			valuesInText(results, await exchange.send(jsonText(params, args)), (label) => ({ label, object: {} }))[0],
		close: () => exchange.close(),
	};
}

function httpExchange(port: string): Exchange {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	return {
		send: (text) =>
			new Promise((resolve, reject) => {
				const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
				const sent = request({ host: "127.0.0.1", port, path: "/call", method: "POST", agent, headers }, (response) => {
					let answer = "";
					response.setEncoding("utf8").on("data", (chunk: string) => {
						answer += chunk;
					});
					response.on("end", () => (response.statusCode === 200 ? resolve(answer) : reject(new Error(answer))));
				});
				sent.on("error", reject);
				sent.end(text);
			}),
		close: () => agent.destroy(),
	};
}

function socketExchange(place: string): Promise<Exchange> {
	return new Promise((resolve, reject) => {
		const socket = createConnection(place);
		let text = "";
		let waiting: { readonly resolve: (line: string) => void; readonly reject: (error: unknown) => void } | null = null;
		socket.setEncoding("utf8").on("data", (chunk: string) => {
			text += chunk;
			const end = text.indexOf("\n");
			if (end < 0) return;
			const line = text.slice(0, end);
			text = text.slice(end + 1);
			// What went wrong comes as a text, results as a list.
			if (line.startsWith('"')) waiting?.reject(new Error(String(JSON.parse(line))));
			else waiting?.resolve(line);
		});
		socket.on("close", () => waiting?.reject(new Error("the service is gone")));
		socket.on("error", (error) => {
			waiting?.reject(error);
			reject(error);
		});
		socket.on("connect", () =>
			resolve({
				send: (line) =>
					new Promise((done, failed) => {
						waiting = { resolve: done, reject: failed };
						socket.write(`${line}\n`);
					}),
				close: () => socket.destroy(),
			}),
		);
	});
}
