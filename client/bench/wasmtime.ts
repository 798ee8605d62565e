/** Wasmtime, where it is installed: as a program, or as the package `wasmtime` of a Python. */
import { execFile } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { undoneAtTheEnd } from "./break-off.ts";
import { since } from "./samples.ts";

/** Wasmtime on the same composition. */
export interface Wasmtime {
	/** What it is and which version. */
	readonly name: string;
	/** Nanoseconds for so many calls of the caller's loop in `file`. */
	loop(file: string, times: number): Promise<number>;
	/** Nanoseconds from the start of a process to the end of it, which calls the caller's loop in `file` for one call. */
	run(file: string): Promise<number>;
	/** What `run` does, with the name. */
	readonly runs: string;
	/** Nanoseconds for an instance of a component that is compiled; null where it cannot be asked. */
	readonly instantiate: ((file: string, times: number) => Promise<number>) | null;
}

export async function findWasmtime(): Promise<readonly Wasmtime[]> {
	const found: Wasmtime[] = [];
	const program = onPath("wasmtime");
	if (program !== null) {
		const version = await output(program, ["--version"]);
		if (version !== null) found.push(asProgram(program, version.trim()));
	}
	for (const name of ["python3", "python"]) {
		const python = onPath(name);
		if (python === null || found.some((each) => each.name.endsWith("(Python package)"))) continue;
		const version = await output(python, ["-c", VERSION]);
		if (version !== null) found.push(asPackage(python, version.trim()));
	}
	return found;
}

function asProgram(program: string, name: string): Wasmtime {
	const run = async (file: string, invocation: string): Promise<number> => {
		const start = performance.now();
		if ((await output(program, ["run", "--invoke", invocation, file])) === null) throw new Error(`${name} cannot run it`);
		return since(start);
	};
	return {
		name,
		// What the process needs besides is the same with one call.
		loop: async (file, times) => Math.max(0, (await run(file, `loop(${times})`)) - (await run(file, "loop(1)"))),
		run: (file) => run(file, "loop(1)"),
		runs: `${name}: wasmtime run`,
		instantiate: null,
	};
}

function asPackage(python: string, name: string): Wasmtime {
	const timed = async (script: string, file: string, times: number): Promise<number> => {
		const text = await output(python, ["-c", script, file, String(times)]);
		const took = text === null ? Number.NaN : Number(text.trim());
		if (!Number.isFinite(took)) throw new Error(`${name} cannot run it`);
		return took;
	};
	return {
		name,
		loop: (file, times) => timed(LOOP, file, times),
		run: async (file) => {
			const compiled = `${file}.compiled`;
			if (!existsSync(compiled)) await timed(COMPILE, file, 1);
			return timed(RUN, compiled, 1);
		},
		runs: `${name}: when it is loaded, to the answer of a component compiled before`,
		instantiate: (file, times) => timed(INSTANTIATE, file, times),
	};
}

const VERSION = `
import importlib.metadata, wasmtime.component
print("wasmtime " + importlib.metadata.version("wasmtime") + " (Python package)")
`;

const OPEN = `
import sys, time
from wasmtime import Engine, Store, WasiConfig
from wasmtime.component import Component, Linker
loaded = time.perf_counter_ns()
engine = Engine()
component = Component.from_file(engine, sys.argv[1])
linker = Linker(engine)
linker.add_wasip2()
times = int(sys.argv[2])
def store():
    made = Store(engine)
    made.set_wasi(WasiConfig())
    return made
`;

const LOOP = `${OPEN}
own = store()
instance = linker.instantiate(own, component)
loop = instance.get_func(own, "loop")
def call(count):
    answer = loop(own, count)
    if hasattr(loop, "post_return"): loop.post_return(own)
    return answer
call(1)
start = time.perf_counter_ns()
answer = call(times)
took = time.perf_counter_ns() - start
print(took if answer == times else "wrong")
`;

const COMPILE = `${OPEN}
with open(sys.argv[1] + ".compiled", "wb") as kept: kept.write(component.serialize())
print(0)
`;

/** As `LOOP`, on what `COMPILE` has written, and all of it is timed but loading the package. */
const RUN = LOOP.replace("Component.from_file(", "Component.deserialize_file(").replace(
	"took if answer",
	"time.perf_counter_ns() - loaded if answer",
);

const INSTANTIATE = `${OPEN}
kept = []
start = time.perf_counter_ns()
for index in range(times):
    own = store()
    kept.append((own, linker.instantiate(own, component)))
print((time.perf_counter_ns() - start) / times)
`;

/** What a program writes on standard output; null where it fails. */
function output(program: string, args: readonly string[]): Promise<string | null> {
	return new Promise((resolve) => {
		const child = execFile(program, [...args], { timeout: 120_000, encoding: "utf8" }, (error, stdout) => {
			end();
			resolve(error === null ? stdout : null);
		});
		const end = undoneAtTheEnd(() => child.kill("SIGKILL"));
	});
}

/** The path of a program, or null. */
function onPath(name: string): string | null {
	const endings = process.platform === "win32" ? [".exe"] : [""];
	for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
		for (const ending of folder === "" ? [] : endings) {
			const file = path.join(folder, name + ending);
			try {
				accessSync(file, constants.X_OK);
				return file;
			} catch {
				// It is not here.
			}
		}
	}
	return null;
}
