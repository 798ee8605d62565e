import { unsigned } from "./sections.ts";

/** What a WebAssembly binary is. A WIT package is a component too, made to hold types only. */
export type BinaryKind = "core-module" | "component" | "wit-package" | "unknown";

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
/** The layer is the second half of the version field: 0 for core modules, 1 for components. */
const CORE = [0x01, 0x00, 0x00, 0x00];
const COMPONENT_LAYER = [0x01, 0x00];

const CUSTOM_SECTION = 0;
const TYPE_SECTION = 7;
const EXPORT_SECTION = 11;
/** The first byte of a component type. */
const COMPONENT_TYPE = 0x41;

/** What `bytes` are, from the header and, for components, the sections at the outermost level; nothing is validated. */
export function kindOf(bytes: Uint8Array): BinaryKind {
	if (!startsWith(bytes, 0, MAGIC)) return "unknown";
	if (startsWith(bytes, 4, CORE)) return "core-module";
	if (!startsWith(bytes, 6, COMPONENT_LAYER)) return "unknown";
	return isWitPackage(bytes) ? "wit-package" : "component";
}

/** A binary WIT package consists of component types and their exports, of nothing that is imported or could be run. */
function isWitPackage(bytes: Uint8Array): boolean {
	let exports = false;
	let at = 8;
	while (at < bytes.length) {
		const id = bytes[at];
		const size = unsigned(bytes, at + 1);
		if (size === null) return false;
		if (id === TYPE_SECTION) {
			const count = unsigned(bytes, size.next);
			if (count === null || bytes[count.next] !== COMPONENT_TYPE) return false;
		} else if (id === EXPORT_SECTION) exports = true;
		else if (id !== CUSTOM_SECTION) return false;
		at = size.next + size.value;
	}
	return exports;
}

function startsWith(bytes: Uint8Array, at: number, prefix: readonly number[]): boolean {
	return prefix.every((byte, index) => bytes[at + index] === byte);
}
