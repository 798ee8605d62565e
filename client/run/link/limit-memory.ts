import { BinaryReader, encodeUnsigned, sectionsOf } from "./binary.ts";

const MEMORY = 5;
const PAGE = 65_536;
/** Flags of a memory type: whether it has a maximum, and whether pages have a size of their own. */
const HAS_MAXIMUM = 1;
const OWN_PAGES = 8;

export type LimitedModule =
	| {
			readonly ok: true;
			readonly module: Uint8Array<ArrayBuffer>;
			/** By how many bytes everything behind the memories has moved. */
			readonly moved: number;
	  }
	/** It asks for so many bytes at once. */
	| { readonly ok: false; readonly asked: number };

/**
 * The core module with a maximum for each memory that it defines: the engine has no limit of its own but that of the address space, and
 * a guest that allocates without end would take the machine's memory before it fails. `limit` is in bytes, at least a page.
 */
export function limitMemory(module: Uint8Array<ArrayBuffer>, limit: number): LimitedModule {
	const section = sectionsOf(module).find(({ id }) => id === MEMORY);
	if (section === undefined) return { ok: true, module, moved: 0 };
	const most = Math.max(1, Math.floor(limit / PAGE));
	const reader = new BinaryReader(module, section.from, section.to);
	const count = reader.unsigned();
	const contents = [...encodeUnsigned(count)];
	for (let memory = 0; memory < count; memory++) {
		const flags = reader.unsigned();
		const initial = reader.unsigned();
		const maximum = (flags & HAS_MAXIMUM) === 0 ? null : reader.unsigned();
		// Pages of another size are an experiment that no engine of ours runs: it says so itself.
		if ((flags & OWN_PAGES) !== 0) return { ok: true, module, moved: 0 };
		if (initial > most) return { ok: false, asked: initial * PAGE };
		const wanted = maximum === null ? most : Math.min(maximum, most);
		contents.push(...encodeUnsigned(flags | HAS_MAXIMUM), ...encodeUnsigned(initial), ...encodeUnsigned(wanted));
	}
	const head = [MEMORY, ...encodeUnsigned(contents.length)];
	const before = module.subarray(0, section.start);
	const after = module.subarray(section.to);
	const limited = new Uint8Array(before.length + head.length + contents.length + after.length);
	limited.set(before);
	limited.set(head, before.length);
	limited.set(contents, before.length + head.length);
	limited.set(after, before.length + head.length + contents.length);
	return { ok: true, module: limited, moved: limited.length - module.length };
}
