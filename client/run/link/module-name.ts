import { BinaryReader, encodeUnsigned, sectionsOf } from "./binary.ts";

const CUSTOM = 0;
const CODE = 10;
const MODULE_NAME = 0;

/**
 * The core module with `name` as its name, under which the engine's stack traces show it. No byte up to the end of the code is
 * moved, so that offsets in traces are those of the original; where that cannot be, the module stays as it is.
 */
export function nameModule(module: Uint8Array<ArrayBuffer>, name: string): Uint8Array<ArrayBuffer> {
	const sections = sectionsOf(module);
	const known = sections.find(({ id, from, to }) => id === CUSTOM && new BinaryReader(module, from, to).name() === "name");
	const code = sections.find(({ id }) => id === CODE);
	if (known !== undefined && code !== undefined && known.start < code.start) return module;
	const kept = known === undefined ? [] : otherSubsections(module.subarray(known.from, known.to));
	const text = [...new TextEncoder().encode(name)];
	const label = [...encodeUnsigned(text.length), ...text];
	const contents = concat([
		bytesOf([4, ...new TextEncoder().encode("name")]),
		bytesOf([MODULE_NAME, ...encodeUnsigned(label.length), ...label]),
		...kept,
	]);
	const section = [bytesOf([CUSTOM, ...encodeUnsigned(contents.length)]), contents];
	if (known === undefined) return concat([module, ...section]);
	return concat([module.subarray(0, known.start), ...section, module.subarray(known.to)]);
}

/** The subsections of a name section other than the module's name. */
function otherSubsections(section: Uint8Array): readonly Uint8Array[] {
	const reader = new BinaryReader(section);
	reader.name();
	const kept: Uint8Array[] = [];
	while (!reader.done) {
		const start = reader.at;
		const id = reader.byte();
		const size = reader.unsigned();
		reader.skip(size);
		if (id !== MODULE_NAME) kept.push(section.subarray(start, reader.at));
	}
	return kept;
}

function bytesOf(bytes: readonly number[]): Uint8Array {
	return Uint8Array.from(bytes);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
