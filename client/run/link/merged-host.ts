import { Trap } from "../../../server/wit/index.ts";
import { HOST_NAMES } from "./merge-sources.ts";
import type { RecordOptions } from "./recorder.ts";
import { NO_MEMORY, type Runtime } from "./runtime.ts";
import { failure, hostFunctions, type TrampolineSetting } from "./trampolines.ts";
import { isGenerated } from "./wat/intrinsics.ts";

/** What a merged module imports: the functions of the host and the trampolines that are written in JavaScript, by `HOST_NAMES`. */
export function hostOfMerged(
	runtime: Runtime,
	setting: TrampolineSetting,
	record: RecordOptions | null,
): Record<string, WebAssembly.ImportValue> {
	const { entry, handles, plan } = runtime;
	const host: Record<string, WebAssembly.ImportValue> = {
		[HOST_NAMES.fail]: failure(runtime),
		[HOST_NAMES.dropObject]: entry.guard((resource: number, rep: number) => handles.dropObject(resource, rep)),
		[HOST_NAMES.forget]: (resource: number, rep: number) => handles.forget(resource, rep),
		[HOST_NAMES.lent]: () => undefined,
		[HOST_NAMES.peek]: () => [0, 0],
		[HOST_NAMES.noMemory]: NO_MEMORY,
	};
	if (record !== null) {
		host[HOST_NAMES.ring] = record.memory;
		host[HOST_NAMES.now] = record.now;
	}
	for (const [index, core] of Object.entries(hostFunctions(runtime, setting))) host[HOST_NAMES.function(index)] = core;
	for (const [index, trampoline] of plan.trampolines.entries()) {
		// Of transcoders one whose operation is not known is imported, and no other.
		if (!isGenerated(trampoline)) host[HOST_NAMES.trampoline(index)] = runtime.trampoline(index);
	}
	for (const initializer of plan.initializers) {
		for (const given of initializer.kind === "instantiate" ? initializer.args : []) {
			if (given.kind !== "intrinsic") continue;
			host[HOST_NAMES.intrinsic(given.name)] = () => entry.fail(new Trap(`not supported: the intrinsic ${given.name}`));
		}
	}
	return host;
}
