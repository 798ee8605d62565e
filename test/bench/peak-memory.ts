/** Loaded into a process before its own code: when it ends, it writes to standard error the most memory that it held, in KB, on a line of its own. */
import { readFileSync, writeSync } from "node:fs";

process.on("exit", () => void writeSync(2, `\npeak ${peak()}\n`));

/** What the system keeps of a process as its most also counts what its parent held when it started it: on Linux there is a figure without that. */
function peak(): number {
	try {
		const known = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
		if (known !== undefined) return Number(known);
	} catch {
		// Another system.
	}
	return process.resourceUsage().maxRSS;
}
