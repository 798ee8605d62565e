/** `add` and `echo` over HTTP with JSON. Prints its port when it listens. */
import { createServer } from "node:http";

const server = createServer((request, response) => {
	let text = "";
	request.setEncoding("utf8").on("data", (chunk: string) => {
		text += chunk;
	});
	request.on("end", () => {
		const body: { a: number; b: number; text: string } = JSON.parse(text);
		const answer = JSON.stringify({ result: request.url === "/add" ? (body.a + body.b) | 0 : body.text });
		response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) }).end(answer);
	});
});
// Other sides take their turns between two requests, and the connection is to outlive that.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
	const address = server.address();
	if (address !== null && typeof address === "object") console.log(address.port);
});
// The one who started this is gone when standard input ends.
process.stdin.on("end", () => process.exit()).resume();
