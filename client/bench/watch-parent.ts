/**
 * Ends this process when the one that started it is gone: a guest that does not come back keeps the main thread from hearing of it, so a thread
 * looks now and then.
 */
import { Worker } from "node:worker_threads";

const WATCH = `
const { workerData: parent } = require("node:worker_threads");
const isThere = () => {
	if (process.ppid !== parent) return false;
	try {
		return process.kill(parent, 0);
	} catch {
		return false;
	}
};
setInterval(() => isThere() || process.kill(process.pid, "SIGKILL"), 1000);
`;

/** Answers when the thread looks: what is measured then is not its start. */
export function watchParent(): Promise<void> {
	const worker = new Worker(WATCH, { eval: true, workerData: process.ppid });
	worker.unref();
	return new Promise((resolve) => worker.once("online", () => resolve()));
}
