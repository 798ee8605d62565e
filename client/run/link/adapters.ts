/**
 * What the fused adapters of a composition call. An adapter module imports the core functions of its callees as `callee.adapterN` and
 * exports each adapter as `adapterN`; where two adapters call the same function it is imported once, under the name of the first. So
 * names alone do not tell, and the code of such an adapter is read up to its call.
 */

import type { CoreType } from "../../../server/wit/index.ts";
import { BinaryReader, sectionsOf } from "./binary.ts";
import type { CoreSignature } from "./core-signature.ts";
import { importsOf } from "./module-names.ts";

const TYPES = 1;
const FUNCTIONS = 3;
const CODE = 10;
const CALLEE = "callee";

/** A function that an adapter imports. */
export interface AdapterUse {
	readonly position: number;
	/** The name of the module that it is imported from, which says what it is: `callee`, `realloc`, `post_return`, … */
	readonly group: string;
}

/** Reads adapter modules. Positions are those among all imports of the module, which is the order of an instance's arguments. */
export interface AdapterModule {
	/** The position of the import that is the callee of an exported adapter, by the index of its function; null where it cannot be told. */
	calleeOf(functionIndex: number): number | null;
	/** Where an exported adapter calls its callee: the offset of the instruction in the module; null where it does not call it itself. */
	callOf(functionIndex: number): number | null;
	/** All imported functions that an exported adapter can call, in the order in which its code names them. */
	usesOf(functionIndex: number): readonly AdapterUse[];
	/** The type of the function that is imported at a position. */
	signatureOf(position: number): CoreSignature | null;
	/** The type of an exported adapter. */
	ownSignatureOf(functionIndex: number): CoreSignature | null;
}

export function readAdapterModule(module: Uint8Array): AdapterModule {
	const sections = sectionsOf(module);
	const types = sections.find(({ id }) => id === TYPES);
	const declared = sections.find(({ id }) => id === FUNCTIONS);
	const code = sections.find(({ id }) => id === CODE);
	const functions = importsOf(module).filter(({ kind }) => kind === "function");
	const own = declared === undefined ? [] : readTypeIndices(new BinaryReader(module, declared.from, declared.to));
	const signature = (type: number | undefined): CoreSignature | null => {
		if (type === undefined || types === undefined) return null;
		return readSignature(new BinaryReader(module, types.from, types.to), type);
	};
	const bodies = code === undefined ? [] : readBodies(new BinaryReader(module, code.from, code.to));
	const calleeIn = (functionIndex: number): { readonly position: number; readonly call: number | null } | null => {
		const body = bodies[functionIndex - functions.length];
		if (body === undefined) return null;
		for (const { target, call } of referredFunctions(module, body)) {
			const found = functions[target];
			if (found?.module === CALLEE) return { position: found.position, call };
		}
		return null;
	};
	return {
		usesOf(functionIndex) {
			const used = new Map<number, AdapterUse>();
			const visited = new Set<number>();
			const visit = (index: number): void => {
				const found = functions[index];
				const body = bodies[index - functions.length];
				if (found !== undefined) used.set(found.position, { position: found.position, group: found.module });
				if (body === undefined || visited.has(index)) return;
				visited.add(index);
				for (const { target } of referredFunctions(module, body)) visit(target);
			};
			visit(functionIndex);
			return [...used.values()];
		},
		signatureOf: (position) => signature(functions.find((each) => each.position === position)?.type),
		ownSignatureOf: (functionIndex) => signature(own[functionIndex - functions.length]),
		calleeOf: (functionIndex) => calleeIn(functionIndex)?.position ?? null,
		callOf: (functionIndex) => calleeIn(functionIndex)?.call ?? null,
	};
}

/** The types of the functions that a module defines. */
function readTypeIndices(reader: BinaryReader): readonly number[] {
	return Array.from({ length: reader.unsigned() }, () => reader.unsigned());
}

const FUNCTION = 0x60;
const CORE_TYPES: Readonly<Record<number, CoreType>> = { 127: "i32", 126: "i64", 125: "f32", 124: "f64" };

/** The function type of an index; null where the section has other types, which adapters are not made of. */
function readSignature(reader: BinaryReader, index: number): CoreSignature | null {
	const count = reader.unsigned();
	for (let at = 0; at < count; at++) {
		if (reader.byte() !== FUNCTION) return null;
		const params = readCoreTypes(reader);
		const results = readCoreTypes(reader);
		if (params === null || results === null) return null;
		if (at === index) return { params, results };
	}
	return null;
}

function readCoreTypes(reader: BinaryReader): readonly CoreType[] | null {
	const types: CoreType[] = [];
	for (let count = reader.unsigned(); count > 0; count--) {
		const type = CORE_TYPES[reader.byte()];
		if (type === undefined) return null;
		types.push(type);
	}
	return types;
}

interface Body {
	readonly from: number;
	readonly to: number;
}

function readBodies(reader: BinaryReader): readonly Body[] {
	const count = reader.unsigned();
	const bodies: Body[] = [];
	for (let index = 0; index < count; index++) {
		const size = reader.unsigned();
		bodies.push({ from: reader.at, to: reader.at + size });
		reader.skip(size);
	}
	return bodies;
}

/** A function that code refers to, and the offset of the instruction where it is called there. */
interface Referred {
	readonly target: number;
	readonly call: number | null;
}

/** The functions that a body calls or refers to, in order; ends at an instruction that adapters are not made of. */
function* referredFunctions(module: Uint8Array, { from, to }: Body): Generator<Referred> {
	const reader = new BinaryReader(module, from, to);
	for (let groups = reader.unsigned(); groups > 0; groups--) {
		reader.unsigned();
		reader.byte();
	}
	while (!reader.done) {
		const { at } = reader;
		const opcode = reader.byte();
		switch (opcode) {
			case 0x10: // call
			case 0xd2: // ref.func
				yield { target: reader.unsigned(), call: opcode === 0x10 ? at : null };
				break;
			default:
				if (!skipImmediates(reader, opcode)) return;
		}
	}
}

function skipImmediates(reader: BinaryReader, opcode: number): boolean {
	// Numeric operations, comparisons and conversions have none.
	if (opcode >= 0x45 && opcode <= 0xc4) return true;
	if (opcode >= 0x28 && opcode <= 0x3e) {
		// Loads and stores: bit 6 of the alignment says that the index of a memory follows.
		if ((reader.unsigned() & 0x40) !== 0) reader.unsigned();
		reader.unsigned();
		return true;
	}
	switch (opcode) {
		case 0x00: // unreachable
		case 0x01: // nop
		case 0x05: // else
		case 0x0b: // end
		case 0x0f: // return
		case 0x1a: // drop
		case 0x1b: // select
			return true;
		case 0x02: // block
		case 0x03: // loop
		case 0x04: // if
		case 0x0c: // br
		case 0x0d: // br_if
		case 0x20: // local.get
		case 0x21: // local.set
		case 0x22: // local.tee
		case 0x23: // global.get
		case 0x24: // global.set
		case 0x3f: // memory.size
		case 0x40: // memory.grow
		case 0x41: // i32.const
		case 0x42: // i64.const
			reader.unsigned();
			return true;
		case 0x43: // f32.const
			reader.skip(4);
			return true;
		case 0x44: // f64.const
			reader.skip(8);
			return true;
		case 0x0e: // br_table
			for (let labels = reader.unsigned() + 1; labels > 0; labels--) reader.unsigned();
			return true;
		case 0x1f: // try_table: its clauses are all `catch_all`
			reader.unsigned();
			for (let clauses = reader.unsigned(); clauses > 0; clauses--) {
				const clause = reader.byte();
				if (clause < 2) reader.unsigned();
				reader.unsigned();
			}
			return true;
		case 0xfc: {
			const operation = reader.unsigned();
			if (operation === 10) reader.unsigned(); // memory.copy has two memories
			if (operation === 10 || operation === 11) reader.unsigned();
			return operation < 8 || operation === 10 || operation === 11;
		}
		default:
			return false;
	}
}
