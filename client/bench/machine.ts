/** What the figures were measured on. */
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

export interface Machine {
	readonly cores: number;
	readonly processor: string;
	readonly memory: number;
	readonly system: string;
	readonly node: string;
	/** Processes that want a core, in the last minute; 0 where the system does not tell. */
	readonly load: number;
}

export function machine(): Machine {
	return {
		cores: availableParallelism(),
		processor: cpus()[0]?.model.trim() ?? "unknown",
		memory: totalmem(),
		system: `${type()} ${release()}`,
		node: process.version,
		load: loadavg()[0] ?? 0,
	};
}

/** One line for the reader of a table. */
export function machineText(before: Machine, after: Machine): string {
	const { cores, processor, memory, system, node } = before;
	return `${cores} cores (${processor}), ${Math.round(memory / 1e9)} GB, ${system}, Node ${node}; load before ${before.load.toFixed(1)}, after ${after.load.toFixed(1)}`;
}
