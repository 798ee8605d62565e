import { Trap } from "../../../server/wit/index.ts";
import { type CoreFunction, isCoreFunction } from "./core-function.ts";
import type { Edges } from "./edges.ts";
import type { FoundFunction } from "./hosts.ts";
import { lowerImport } from "./imports.ts";
import type { CallObserver } from "./observer.ts";
import type { Trampoline } from "./plan.ts";
import { memoryOf, type Runtime } from "./runtime.ts";
import { createTasks, type Tasks } from "./tasks.ts";
import { trapText } from "./trap-codes.ts";
import { at } from "./types.ts";
import { generatedName, isGenerated } from "./wat/intrinsics.ts";
import { reasonText } from "./wat/reasons.ts";

/** What the trampolines of a plan need beside the runtime. */
export interface TrampolineSetting {
	readonly edges: Edges;
	readonly observer: CallObserver | null;
	/** The host's function by the index of the lowered import. */
	host(index: number): FoundFunction;
	/** The generated transcoder of an operation, or null for one that is not known. */
	transcoder(operation: string): WebAssembly.Module | null;
}

/** The trampolines of a plan, each made when it is first asked for. */
export function createTrampolines(runtime: Runtime, setting: TrampolineSetting): (index: number) => WebAssembly.ImportValue {
	const tasks = createTasks(runtime);
	const made = new Map<number, WebAssembly.ImportValue>();
	return (index) => {
		let trampoline = made.get(index);
		if (trampoline === undefined) {
			trampoline = createTrampoline(runtime, setting, tasks, index);
			made.set(index, trampoline);
		}
		return trampoline;
	};
}

function createTrampoline(runtime: Runtime, setting: TrampolineSetting, tasks: Tasks, index: number): WebAssembly.ImportValue {
	const { entry, intrinsics } = runtime;
	const trampoline = at(runtime.plan.trampolines, index, "trampoline");
	if (isGenerated(trampoline)) return intrinsics.function(generatedName(trampoline, index));
	switch (trampoline.kind) {
		case "transcoder":
			return transcoder(runtime, setting, trampoline);
		case "backpressure-inc":
			return entry.guard(tasks.backpressure(trampoline.instance, 1));
		case "backpressure-dec":
			return entry.guard(tasks.backpressure(trampoline.instance, -1));
		case "task-return":
			return entry.guard(tasks.returnTask(trampoline.instance));
		case "prepare-call":
			return entry.guard(tasks.prepare);
		case "sync-start-call":
			return entry.guard(tasks.startSync(trampoline.callback));
		case "async-start-call":
			return entry.guard(tasks.startAsync(trampoline));
		case "trap":
			return (code: number) => entry.fail(new Trap(trapText(code)));
		case "unsupported":
			return () => entry.fail(new Trap(`not supported: ${trampoline.name}`));
		default: {
			const never: never = trampoline;
			throw new Error(`unknown trampoline ${JSON.stringify(never)}`);
		}
	}
}

function transcoder(
	runtime: Runtime,
	setting: TrampolineSetting,
	{ operation, from, to }: Trampoline & { kind: "transcoder" },
): WebAssembly.ImportValue {
	const { entry } = runtime;
	const module = setting.transcoder(operation);
	if (module === null) return () => entry.fail(new Trap(`not supported: the transcoder ${operation}`));
	const { exports } = new WebAssembly.Instance(module, {
		from: { memory: memoryOf(runtime, from) },
		to: { memory: memoryOf(runtime, to) },
		link: { fail: failure(runtime) },
	});
	const transcode = exports["transcode"];
	if (!isCoreFunction(transcode)) throw new Error(`the generated transcoder ${operation} exports nothing`);
	return transcode;
}

/** Functions of the host as core code sees them, by the index of the trampoline. */
export function hostFunctions(runtime: Runtime, setting: TrampolineSetting): Readonly<Record<string, CoreFunction>> {
	const functions: Record<string, CoreFunction> = {};
	for (const [index, trampoline] of runtime.plan.trampolines.entries()) {
		if (trampoline.kind !== "lower-import") continue;
		const edge = setting.edges.imports.get(index);
		if (edge === undefined) throw new Error(`no edge for trampoline ${index}`);
		functions[index] = lowerImport(runtime, trampoline, setting.host(trampoline.index), edge, setting.observer);
	}
	return functions;
}

/** The same, with trampolines that record in front of them where calls are recorded. */
export function recordedFunctions(runtime: Runtime, setting: TrampolineSetting): Readonly<Record<string, CoreFunction>> {
	const { recorder, plan } = runtime;
	const plain = hostFunctions(runtime, setting);
	if (recorder === null) return plain;
	const functions: Record<string, CoreFunction> = {};
	for (const [index, core] of Object.entries(plain)) {
		const trampoline = plan.trampolines[Number(index)];
		const edge = setting.edges.imports.get(Number(index));
		const known = trampoline?.kind === "lower-import" && edge !== undefined;
		functions[index] = known ? recorder.imported(edge, trampoline.options, core) : core;
	}
	return functions;
}

/** What generated code calls where it ends a call. */
export function failure({ entry }: Runtime): (reason: number, detail: number) => never {
	return (reason, detail) => entry.fail(new Trap(reasonText(reason, detail)));
}
