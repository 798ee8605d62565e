import { BinaryReader, encodeUnsigned, type Section, sectionsOf } from "./binary.ts";

const TABLE = 4;
const MEMORY = 5;
const PAGE = 65_536;
/** Flags of limits: whether there is a maximum, and whether pages of a memory have a size of their own. */
const HAS_MAXIMUM = 1;
const OWN_PAGES = 8;
/** How many elements a table may grow to, unless it begins with more: 8 MB, and far more than any program has functions. */
const MOST_ELEMENTS = 1_000_000;
/** Types of references that a second part follows, and the beginning of a table with an initial value. */
const TYPED_REFERENCES = [0x63, 0x64];
const INITIALIZED = 0x40;

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
 * The core module with a maximum for each memory and each table that it defines: the engine has no limit of its own for memories but that of the address
 * space, and a guest that allocates without end would take the machine's memory before it fails. `limit` is in bytes, at least a page.
 */
export function limitMemory(module: Uint8Array<ArrayBuffer>, limit: number): LimitedModule {
	const sections = sectionsOf(module);
	const memories = sections.find(({ id }) => id === MEMORY);
	const limited = memories === undefined ? null : limitMemories(module, memories, limit);
	if (typeof limited === "number") return { ok: false, asked: limited };
	const tables = sections.find(({ id }) => id === TABLE);
	const replaced = [
		{ section: tables, contents: tables === undefined ? null : limitTables(module, tables) },
		{ section: memories, contents: limited },
	];
	const parts: Uint8Array[] = [];
	let from = 0;
	for (const { section, contents } of replaced) {
		if (section === undefined || contents === null) continue;
		const head = Uint8Array.of(section.id, ...encodeUnsigned(contents.length));
		parts.push(module.subarray(from, section.start), head, Uint8Array.from(contents));
		from = section.to;
	}
	if (parts.length === 0) return { ok: true, module, moved: 0 };
	parts.push(module.subarray(from));
	const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return { ok: true, module: whole, moved: whole.length - module.length };
}

/** The contents of the section with limits; how many bytes are asked for where that is too many, and null where nothing can be said. */
function limitMemories(module: Uint8Array, section: Section, limit: number): readonly number[] | number | null {
	const most = Math.max(1, Math.floor(limit / PAGE));
	const reader = new BinaryReader(module, section.from, section.to);
	const count = reader.unsigned();
	const contents = [...encodeUnsigned(count)];
	for (let memory = 0; memory < count; memory++) {
		const { flags, initial, maximum } = readLimits(reader);
		// Pages of another size are an experiment that no engine of ours runs: it says so itself.
		if ((flags & OWN_PAGES) !== 0) return null;
		if (initial > most) return initial * PAGE;
		contents.push(...limits(flags, initial, Math.min(maximum ?? most, most)));
	}
	return contents;
}

/** The same for tables; one that begins with more keeps what it begins with. */
function limitTables(module: Uint8Array, section: Section): readonly number[] | null {
	const reader = new BinaryReader(module, section.from, section.to);
	const count = reader.unsigned();
	const contents = [...encodeUnsigned(count)];
	for (let table = 0; table < count; table++) {
		const from = reader.at;
		const type = reader.byte();
		// The expression of an initial value can be of any length: such tables are the engine's to limit, at ten million elements.
		if (type === INITIALIZED) return null;
		if (TYPED_REFERENCES.includes(type)) reader.unsigned();
		contents.push(...module.subarray(from, reader.at));
		const { flags, initial, maximum } = readLimits(reader);
		const most = Math.max(initial, MOST_ELEMENTS);
		contents.push(...limits(flags, initial, Math.min(maximum ?? most, most)));
	}
	return contents;
}

function readLimits(reader: BinaryReader): { readonly flags: number; readonly initial: number; readonly maximum: number | null } {
	const flags = reader.unsigned();
	const initial = reader.unsigned();
	return { flags, initial, maximum: (flags & HAS_MAXIMUM) === 0 ? null : reader.unsigned() };
}

function limits(flags: number, initial: number, maximum: number): readonly number[] {
	return [...encodeUnsigned(flags | HAS_MAXIMUM), ...encodeUnsigned(initial), ...encodeUnsigned(maximum)];
}
