/** The first file of the guest's thread: as that of the command line, it lets the engine keep what it makes of our JavaScript, then loads the rest. */
import { enableCompileCache } from "node:module";
import { workerData } from "node:worker_threads";

const folder: unknown = workerData;
if (typeof folder === "string") enableCompileCache(folder);
await import("./worker.ts");
