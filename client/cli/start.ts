#!/usr/bin/env node
/**
 * The first file of the command line: lets the engine keep what it makes of our JavaScript for the next time, and loads the rest. That has to come
 * before anything else is imported, so it is a file of its own.
 */
import { enableCompileCache } from "node:module";
import { codeFolder } from "../run/cache/place.ts";

const folder = codeFolder([new URL("./guest.mjs", import.meta.url)]);
if (folder !== null) enableCompileCache(folder);
await import("./main.ts");
