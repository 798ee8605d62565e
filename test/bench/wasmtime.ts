/**
 * Wasmtime in a process of its own, by its Python package: it calls exports that loop, and says how long each took. It must be installed
 * for the `python3` on the path. What is asynchronous costs it something at each call as it comes; so there are two, without that as well.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ended, onPath } from "./bench.ts";

/** Loads a component; then for each line `function argument…` writes nanoseconds and the result. */
const SCRIPT = `
import sys, time
from importlib.metadata import version
from wasmtime import Config, Engine, Store, _bindings, component
config = Config()
if sys.argv[2] == "off":
    _bindings.wasmtime_config_concurrency_support_set(config.ptr(), False)
engine = Engine(config)
store = Store(engine)
linker = component.Linker(engine)
instance = linker.instantiate(store, component.Component.from_file(engine, sys.argv[1]))
print("wasmtime", version("wasmtime"), flush=True)
for line in sys.stdin:
    name, *args = line.split()
    interface, _, name = name.rpartition("#")
    outer = instance.get_export_index(store, interface) if interface else None
    func = instance.get_func(store, instance.get_export_index(store, name, outer))
    args = [int(each) if each.isdigit() else each.replace("_", " ") for each in args]
    start = time.perf_counter_ns()
    result = func(store, *args)
    took = time.perf_counter_ns() - start
    func.post_return(store)
    print(took, result, flush=True)
`;

/** Why a rival is absent. */
export const NO_WASMTIME = "not installed for the python3 on the path";

export interface Wasmtime {
	/** What it says of itself, with its version. */
	readonly version: string;
	/** Calls an export, `interface#name` or a name; texts have no underscores. Answers nanoseconds and the result. */
	call(name: string, args: readonly (number | string)[]): Promise<{ readonly took: number; readonly result: number }>;
	close(): void;
}

/** Starts it on the component in a file; null where Python or the package is not there. */
export async function startWasmtime(file: string, concurrency: "on" | "off"): Promise<Wasmtime | null> {
	const python = onPath("python3");
	if (python === null) return null;
	const child: ChildProcess = spawn(python, ["-c", SCRIPT, file, concurrency], { stdio: ["pipe", "pipe", "ignore"] });
	const { stdin, stdout } = child;
	if (stdin === null || stdout === null) throw new Error("the process has no pipes");
	const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
	const next = async (): Promise<string | null> => {
		const { value, done } = await lines.next();
		return done === true ? null : String(value);
	};
	const version = await next();
	if (version === null) {
		await ended(child);
		return null;
	}
	return {
		version,
		async call(name, args) {
			stdin.write(`${[name, ...args.map((each) => String(each).replaceAll(" ", "_"))].join(" ")}\n`);
			const answer = await next();
			if (answer === null) throw new Error(`wasmtime ended while it called ${name}`);
			const [took, result] = answer.split(" ");
			return { took: Number(took), result: Number(result) };
		},
		close: () => void child.kill(),
	};
}
