/** Loaded into a process before its own code: when it ends, it writes to standard error the most memory that it held, in KB, on a line of its own. */
import { writeSync } from "node:fs";

process.on("exit", () => void writeSync(2, `\npeak ${process.resourceUsage().maxRSS}\n`));
