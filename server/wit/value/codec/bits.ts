/** Floats and their bits, and the one NaN that there is in WIT. */

const scratch = new DataView(new ArrayBuffer(8));
const CANONICAL_F32_NAN = 0x7fc00000;
const CANONICAL_F64_NAN = 0x7ff8000000000000n;

/** JavaScript engines may carry the payload of another NaN along. */
export function canonical(value: number): number {
	return Number.isNaN(value) ? Number.NaN : value;
}

export function writeF32(view: DataView, at: number, value: number): void {
	if (Number.isNaN(value)) view.setUint32(at, CANONICAL_F32_NAN, true);
	else view.setFloat32(at, value, true);
}

export function writeF64(view: DataView, at: number, value: number): void {
	if (Number.isNaN(value)) view.setBigUint64(at, CANONICAL_F64_NAN, true);
	else view.setFloat64(at, value, true);
}

export function f32OfBits(bits: number): number {
	scratch.setInt32(0, bits);
	return canonical(scratch.getFloat32(0));
}

export function f64OfBits(bits: bigint): number {
	scratch.setBigInt64(0, bits);
	return canonical(scratch.getFloat64(0));
}

export function bitsOfF32(value: number): number {
	scratch.setFloat32(0, value);
	return scratch.getInt32(0);
}

export function bitsOfF64(value: number): bigint {
	scratch.setFloat64(0, value);
	return scratch.getBigInt64(0);
}
