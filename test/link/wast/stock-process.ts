/** Runs one script through jco and prints the counts and what timed out as JSON: `node stock-process.ts SCRIPT`. A process of its own, since a panic poisons jco. */
import { readFileSync } from "node:fs";
import { runScript } from "./script.ts";
import { stockLink } from "./stock-link.ts";

const [, , file] = process.argv;
if (file === undefined) throw new Error("the script to be run is missing");
const { passed, failures, skipped, timedOut } = await runScript(readFileSync(file, "utf8"), stockLink);
process.stdout.write(`${JSON.stringify({ passed, failed: failures.length, skipped, timedOut })}\n`);
process.exit(0);
