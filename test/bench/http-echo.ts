/** The two functions as a service on loopback: what calling another process costs by the usual means. */
import { Agent, request } from "node:http";
import { type Bench, firstLine } from "./bench.ts";

export interface HttpEcho {
	add(a: number, b: number): Promise<void>;
	echo(text: string): Promise<void>;
	close(): void;
}

/** Starts the server in a process of its own, and a client with one connection. */
export async function startHttpEcho(bench: Bench): Promise<HttpEcho> {
	const child = bench.start(await bench.script(new URL("./rivals/http-server.ts", import.meta.url)), []);
	const port = Number(await firstLine(child));
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const post = (path: string, body: unknown): Promise<unknown> =>
		new Promise((resolve, reject) => {
			const text = JSON.stringify(body);
			const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
			const sent = request({ host: "127.0.0.1", port, path, method: "POST", agent, headers }, (response) => {
				let answer = "";
				response.setEncoding("utf8").on("data", (chunk: string) => {
					answer += chunk;
				});
				response.on("end", () => resolve(JSON.parse(answer)));
			});
			sent.on("error", reject);
			sent.end(text);
		});
	const expect = (answer: unknown, result: unknown) => {
		if (typeof answer !== "object" || answer === null || Reflect.get(answer, "result") !== result)
			throw new Error(`the server answered ${JSON.stringify(answer)}`);
	};
	return {
		add: async (a, b) => expect(await post("/add", { a, b }), a + b),
		echo: async (text) => expect(await post("/echo", { text }), text),
		close() {
			agent.destroy();
			child.kill();
		},
	};
}
