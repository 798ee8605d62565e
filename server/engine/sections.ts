import type { Fault } from "./fault.ts";

const HEADER = 8;
const MODULE_SECTION = 1;
const COMPONENT_SECTION = 4;

/** An unsigned LEB128 of at most 32 bits, and where the byte after it is; null where it does not end in time. */
export function unsigned(bytes: Uint8Array, at: number): { value: number; next: number } | null {
	let value = 0;
	for (let index = 0; index < 5; index++) {
		const byte = bytes[at + index];
		if (byte === undefined) return null;
		value += (byte & 0x7f) * 2 ** (7 * index);
		if (byte < 0x80) return { value, next: at + index + 1 };
	}
	return null;
}

/**
 * What is wrong with the lengths of the sections of a binary, also of the modules and components in it: null where all is well.
 * A file that was cut off is the commonest damage, and the crates, which count in 32 bits, do not survive some of these lengths.
 * `what` begins the sentence: `the socket`, `package \`a:b\``.
 */
export function damage(what: string, bytes: Uint8Array): Fault | null {
	const at = brokenSection(bytes, 0, bytes.length, true);
	if (at === null) return null;
	return {
		message: `${what} is damaged: the section at byte ${at} (0x${at.toString(16)}) is longer than what is left of the file`,
		help: "the file was cut off or changed; build or copy it again",
		labels: [],
		causes: [],
	};
}

/** Where the first section begins that does not fit into what is around it. */
function brokenSection(bytes: Uint8Array, start: number, end: number, outermost: boolean): number | null {
	// Sections of other files mean nothing; what is no binary at all is said elsewhere.
	const magic = bytes[start] === 0 && bytes[start + 1] === 0x61 && bytes[start + 2] === 0x73 && bytes[start + 3] === 0x6d;
	if (!magic || start + HEADER > end) return outermost ? null : start;
	const component = bytes[start + 6] === 1;
	let at = start + HEADER;
	while (at < end) {
		const size = unsigned(bytes, at + 1);
		if (size === null || size.next + size.value > end) return at;
		const id = bytes[at];
		if (component && (id === MODULE_SECTION || id === COMPONENT_SECTION)) {
			const inner = brokenSection(bytes, size.next, size.next + size.value, false);
			if (inner !== null) return inner;
		}
		at = size.next + size.value;
	}
	return null;
}
