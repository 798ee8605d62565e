/** The call as a service: whoever calls sends arguments as JSON, and is answered with the result as JSON. */
import { createServer, type Server } from "node:http";
import { createServer as createSocketServer } from "node:net";
import type { Value } from "../../server/wit/index.ts";
import type { ReadyCall } from "../run/index.ts";
import { serveGrpc } from "./grpc.ts";
import { jsonText, valuesInText } from "./json-value.ts";
import type { Transport } from "./messages.ts";

/** Nothing is closed because nobody has called for a while: other sides take their turns meanwhile. */
const PATIENCE = 600_000;

/** Starts a service; answers with where it listens. */
export async function serve(call: ReadyCall, transport: Transport): Promise<string> {
	switch (transport.kind) {
		case "http":
			return listening(httpServer(call));
		case "unix": {
			const server = socketServer(call);
			return new Promise((resolve) => server.listen(transport.socket, () => resolve(transport.socket)));
		}
		case "grpc":
			return serveGrpc(transport.module, call.function.type, answerOf(call));
		default: {
			const never: never = transport;
			return never;
		}
	}
}

/** Makes the call with given arguments. */
export function answerOf({ function: func, handles }: ReadyCall): (args: readonly Value[]) => Value | undefined {
	return (args) => {
		const known = args.map((value) => (isLabel(value) ? (handles.known.get(value.label)?.value ?? value) : value));
		const answer = func.call(known);
		if (answer instanceof Promise) throw new Error("the function is asynchronous");
		return answer;
	};
}

function isLabel(value: Value): value is { readonly label: string; readonly object: object } {
	return typeof value === "object" && value !== null && "label" in value;
}

/** The answer to a request's text. */
function jsonAnswers(call: ReadyCall): (text: string) => string {
	const { type } = call.function;
	const params = type.params.map((param) => param.type);
	const results = type.result === null ? [] : [type.result];
	const answer = answerOf(call);
	return (text) => {
		const value = answer(valuesInText(params, text, (label) => ({ label, object: {} })));
		return jsonText(results, value === undefined ? [] : [value]);
	};
}

function httpServer(call: ReadyCall): Server {
	const answers = jsonAnswers(call);
	const server = createServer((request, response) => {
		let text = "";
		request.setEncoding("utf8").on("data", (chunk: string) => {
			text += chunk;
		});
		request.on("end", () => {
			try {
				const answer = answers(text);
				response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) }).end(answer);
			} catch (error) {
				response.writeHead(500).end(reasonOf(error));
			}
		});
	});
	server.keepAliveTimeout = PATIENCE;
	return server;
}

function listening(server: Server): Promise<string> {
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			resolve(typeof address === "object" && address !== null ? String(address.port) : "");
		});
	});
}

/** A line of JSON for each call, and one for each answer: JSON has no line break inside. */
function socketServer(call: ReadyCall) {
	const answers = jsonAnswers(call);
	return createSocketServer((socket) => {
		let text = "";
		socket.setEncoding("utf8").on("data", (chunk: string) => {
			text += chunk;
			for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
				const line = text.slice(0, end);
				text = text.slice(end + 1);
				socket.write(`${answerLine(answers, line)}\n`);
			}
		});
		socket.on("error", () => socket.destroy());
	});
}

/** An answer is a list of results; what went wrong is a text. */
function answerLine(answers: (text: string) => string, line: string): string {
	try {
		return answers(line);
	} catch (error) {
		return JSON.stringify(reasonOf(error));
	}
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
