import { Trap, trapIf } from "../../../server/wit/index.ts";
import type { Edges } from "./edges.ts";
import type { FoundFunction } from "./hosts.ts";
import { lowerImport } from "./imports.ts";
import type { CallObserver } from "./observer.ts";
import type { Trampoline } from "./plan.ts";
import { memoryOf, type Runtime } from "./runtime.ts";
import { createTasks, type Tasks } from "./tasks.ts";
import { createTranscoder } from "./transcode.ts";
import { trapText } from "./trap-codes.ts";
import { at } from "./types.ts";

/** What the trampolines of a plan need beside the runtime. */
export interface TrampolineSetting {
	readonly edges: Edges;
	readonly observer: CallObserver | null;
	/** The host's function by the index of the lowered import. */
	host(index: number): FoundFunction;
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
	const { handles, entry, scopes } = runtime;
	const trampoline = at(runtime.plan.trampolines, index, "trampoline");
	const mayLeave = (instance: number): void => {
		trapIf(at(runtime.mayLeave, instance, "component instance").value === 0, "cannot leave component instance");
	};
	switch (trampoline.kind) {
		case "lower-import": {
			const edge = setting.edges.imports.get(index);
			if (edge === undefined) throw new Error(`no edge for trampoline ${index}`);
			return lowerImport(runtime, trampoline, setting.host(trampoline.index), edge, setting.observer);
		}
		case "transcoder":
			return transcoder(runtime, trampoline);
		case "resource-new":
			return entry.guard((rep: number) => {
				mayLeave(trampoline.instance);
				return handles.create(trampoline.table, rep);
			});
		case "resource-rep":
			return entry.guard((handle: number) => handles.representation(trampoline.table, handle));
		case "resource-drop":
			return entry.guard((handle: number) => {
				mayLeave(trampoline.instance);
				handles.drop(trampoline.instance, trampoline.table, handle);
			});
		case "resource-transfer-own":
			return entry.guard((handle: number, from: number, to: number) => handles.transferOwn(handle, from, to));
		case "resource-transfer-borrow":
			return entry.guard((handle: number, from: number, to: number) => handles.transferBorrow(handle, from, to));
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
		case "enter-sync-call":
			return setting.observer === null ? scopes.enter : observedEnter(runtime);
		case "exit-sync-call":
			return scopes.exit;
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

/** Only what the adapter of this call passes on belongs to its arguments. */
function observedEnter({ handles, scopes }: Runtime): (caller: number, async: number, callee: number) => void {
	return (caller, async, callee) => {
		if (handles.transfers !== null) handles.transfers.length = 0;
		scopes.enter(caller, async, callee);
	};
}

function transcoder(
	runtime: Runtime,
	{ operation, from, to, wide }: Trampoline & { kind: "transcoder" },
): WebAssembly.ImportValue {
	const { entry } = runtime;
	const transcode = wide ? null : createTranscoder(operation, memoryOf(runtime, from), memoryOf(runtime, to));
	if (transcode === null) {
		const what = wide ? "strings in 64-bit memories" : `the transcoder ${operation}`;
		return () => entry.fail(new Trap(`not supported: ${what}`));
	}
	return (source: number, units: number, destination: number, room: number, extra: number) => {
		try {
			return transcode(source, units, destination, room, extra);
		} catch (error) {
			return entry.fail(error);
		}
	};
}
