/** What a module imports and exports, by name, without compiling it. */
import { BinaryReader, sectionsOf } from "./binary.ts";

const IMPORTS = 2;
const EXPORTS = 7;

type ImportKind = "function" | "table" | "memory" | "global" | "tag";

export interface ModuleImport {
	/** The order among all imports of the module. */
	readonly position: number;
	readonly module: string;
	readonly name: string;
	readonly kind: ImportKind;
	/** The index of its type where it is a function; 0 for all else. */
	readonly type: number;
}

/** The imports of a core module in order. */
export function importsOf(module: Uint8Array): readonly ModuleImport[] {
	const section = sectionsOf(module).find(({ id }) => id === IMPORTS);
	if (section === undefined) return [];
	const reader = new BinaryReader(module, section.from, section.to);
	return Array.from({ length: reader.unsigned() }, (_, position) => {
		const from = { position, module: reader.name(), name: reader.name() };
		return { ...from, ...readType(reader) };
	});
}

function readType(reader: BinaryReader): Pick<ModuleImport, "kind" | "type"> {
	switch (reader.byte()) {
		case 0:
			return { kind: "function", type: reader.unsigned() };
		case 1:
			skipType(reader);
			skipLimits(reader);
			return { kind: "table", type: 0 };
		case 2:
			skipLimits(reader);
			return { kind: "memory", type: 0 };
		case 3:
			skipType(reader);
			reader.byte();
			return { kind: "global", type: 0 };
		default:
			reader.byte();
			reader.unsigned();
			return { kind: "tag", type: 0 };
	}
}

/** References to a heap type, which follows: nullable, and not. */
const TYPED_REFERENCES = [0x63, 0x64];

function skipType(reader: BinaryReader): void {
	if (TYPED_REFERENCES.includes(reader.byte())) reader.unsigned();
}

function skipLimits(reader: BinaryReader): void {
	const flags = reader.byte();
	reader.unsigned();
	if ((flags & 1) !== 0) reader.unsigned();
	if ((flags & 8) !== 0) reader.unsigned();
}

/** The names of a core module's exports. */
export function exportNamesOf(module: Uint8Array): readonly string[] {
	const section = sectionsOf(module).find(({ id }) => id === EXPORTS);
	if (section === undefined) return [];
	const reader = new BinaryReader(module, section.from, section.to);
	return Array.from({ length: reader.unsigned() }, () => {
		const name = reader.name();
		reader.byte();
		reader.unsigned();
		return name;
	});
}
