/** Loaded into a server before its own code: answers each message of the parent with the memory that the process has after a collection. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");
process.on("message", () => {
	// Twice: what finalizers let go in the first goes in the second.
	if (typeof collect === "function") for (let time = 0; time < 2; time++) collect();
	const { rss, heapUsed } = process.memoryUsage();
	process.send?.({ rss, heap: heapUsed });
});
// The channel alone must not keep the server alive.
process.channel?.unref();
