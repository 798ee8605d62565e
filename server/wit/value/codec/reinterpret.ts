import type { CoreType } from "../../abi/layout.ts";
import type { CoreValue } from "./context.ts";

const scratch = new DataView(new ArrayBuffer(8));

/** What the core values are that a case does not use. */
export const ZERO: Readonly<Record<CoreType, CoreValue>> = { i32: 0, i64: 0n, f32: 0, f64: 0 };

/** The core value of type `want` whose bits were passed as the type `have`, which is the same or a wider one. */
export function narrow(have: CoreType, want: CoreType, value: CoreValue | undefined): CoreValue {
	if (value === undefined) throw new Error("a core value is missing");
	if (have === want) return value;
	const bits = typeof value === "bigint" ? Number(BigInt.asIntN(32, value)) : value;
	switch (want) {
		case "i32":
			return bits;
		case "f32":
			scratch.setInt32(0, bits);
			return scratch.getFloat32(0);
		case "f64":
			scratch.setBigInt64(0, BigInt(value));
			return scratch.getFloat64(0);
		case "i64":
			throw new Error(`an i64 is never passed as ${have}`);
	}
}

/** The bits of a core value of type `have` as a value of type `want`, which is the same or a wider one. */
export function widen(have: CoreType, want: CoreType, value: CoreValue): CoreValue {
	if (have === want) return value;
	switch (have) {
		case "i32":
			return BigInt(Number(value) >>> 0);
		case "f32":
			scratch.setFloat32(0, Number(value));
			return want === "i32" ? scratch.getInt32(0) : BigInt(scratch.getUint32(0));
		case "f64":
			scratch.setFloat64(0, Number(value));
			return scratch.getBigInt64(0);
		case "i64":
			throw new Error(`an i64 is never passed as ${want}`);
	}
}
