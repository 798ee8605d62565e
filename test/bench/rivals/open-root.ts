/**
 * Loaded before jco's command line. Its generator reads WIT through a WASI file system whose root jco 1.35.0 forgets to open, so that every
 * path fails with ENOENT (os error 44); opened, it works as its authors mean it to.
 */
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

interface FileSystem {
	_addPreopen(guest: string, host: string): void;
}

const script = createRequire(realpathSync(process.argv[1] ?? ""));
const generator = createRequire(script.resolve("@bytecodealliance/jco-transpile"));
const place = generator.resolve("@bytecodealliance/preview2-shim/filesystem");
const fileSystem: FileSystem = await import(pathToFileURL(place).href);
fileSystem._addPreopen("/", "/");
