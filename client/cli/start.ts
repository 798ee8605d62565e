#!/usr/bin/env node
/**
 * The first file of the command line: lets the engine keep what it makes of our JavaScript for the next time, starts the thread of a guest where there
 * will be one, and loads the rest meanwhile. That has to come before anything else is imported, so it is a file of its own.
 */
import { enableCompileCache } from "node:module";
import { codeFolder } from "../run/cache/place.ts";
import { heapFor, startGuestWorker } from "../run/guest/early.ts";
import { DEFAULT_MEMORY } from "../run/limits.ts";

/** The oldest version of Node that runs this: `engines` of package.json says so, too, which nobody is held to. */
const OLDEST = 22;
if (Number.parseInt(process.versions.node, 10) < OLDEST) {
	const help = `install Node ${OLDEST} or later, or put it first on the path`;
	process.stderr.write(`error: Witness needs Node ${OLDEST} or later, and this is ${process.versions.node}\n  help: ${help}\n`);
	process.exit(2);
}

const script = new URL("./guest.mjs", import.meta.url);
const folder = codeFolder([new URL("./main.mjs", import.meta.url)]);
if (folder !== null) enableCompileCache(folder);
const args = process.argv.slice(2);
const early = startsGuest(args) ? startGuestWorker(script, heapFor(DEFAULT_MEMORY), folder) : null;
const { main } = await import("./main.ts");
main(args, early);

/** Whether the arguments begin a run with the memory that is usual: what they mean is found out later, and a thread that is not needed does no harm. */
function startsGuest([command, ...rest]: readonly string[]): boolean {
	return command === "run" && rest.length > 0 && !rest.some((arg) => /^(?:--memory|--help|-h$)/.test(arg));
}
