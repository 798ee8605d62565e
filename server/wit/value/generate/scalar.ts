/** Types whose values are one core value and need no memory but their own: how each is read, written, lifted and lowered, as expressions. */
import type { CoreType } from "../../abi/layout.ts";
import type { PrimitiveKind } from "../type.ts";

export type ScalarKind = Exclude<PrimitiveKind, "string" | "error-context">;

export interface Scalar {
	/** The value at an address of the view `v`. */
	read(at: string): string;
	/** The statement that writes a value which was checked. */
	write(at: string, checked: string): string;
	/** The value of a core value. */
	lift(core: string): string;
	/** The core value of a value which was checked. WebAssembly takes an i64 by its bits, whether it is signed or not. */
	lower(checked: string): string;
}

const plain = (kind: string, size: 1 | 2 | 4 | 8): Pick<Scalar, "read" | "write"> => {
	const order = size === 1 ? "" : ", true";
	return {
		read: (at) => `v.get${kind}(${at}${order})`,
		write: (at, checked) => `v.set${kind}(${at}, ${checked}${order});`,
	};
};
const same = (checked: string) => checked;
/** There is one NaN only in WIT: JavaScript engines may carry the payload of another along. */
const canonical = (value: string) => `canonical(${value})`;

/** By kind. `given` names what the expressions call: see `support.ts`. */
export const SCALARS: Readonly<Record<ScalarKind, Scalar>> = {
	bool: {
		read: (at) => `v.getUint8(${at}) !== 0`,
		write: (at, checked) => `v.setUint8(${at}, ${checked} ? 1 : 0);`,
		lift: (core) => `${core} !== 0`,
		lower: (checked) => `(${checked} ? 1 : 0)`,
	},
	u8: { ...plain("Uint8", 1), lift: (core) => `${core} & 255`, lower: same },
	s8: { ...plain("Int8", 1), lift: (core) => `${core} << 24 >> 24`, lower: same },
	u16: { ...plain("Uint16", 2), lift: (core) => `${core} & 65535`, lower: same },
	s16: { ...plain("Int16", 2), lift: (core) => `${core} << 16 >> 16`, lower: same },
	u32: { ...plain("Uint32", 4), lift: (core) => `${core} >>> 0`, lower: (checked) => `${checked} | 0` },
	s32: { ...plain("Int32", 4), lift: (core) => `${core} | 0`, lower: same },
	u64: {
		...plain("BigUint64", 8),
		lift: (core) => `unsigned(${core})`,
		lower: same,
	},
	s64: { ...plain("BigInt64", 8), lift: (core) => `BigInt.asIntN(64, ${core})`, lower: same },
	f32: {
		read: (at) => canonical(`v.getFloat32(${at}, true)`),
		write: (at, checked) => `writeF32(v, ${at}, ${checked});`,
		lift: canonical,
		lower: canonical,
	},
	f64: {
		read: (at) => canonical(`v.getFloat64(${at}, true)`),
		write: (at, checked) => `writeF64(v, ${at}, ${checked});`,
		lift: canonical,
		lower: canonical,
	},
	char: {
		read: (at) => `charOf(v.getUint32(${at}, true))`,
		write: (at, checked) => `v.setUint32(${at}, codePointOf(${checked}), true);`,
		lift: (core) => `charOf(${core} >>> 0)`,
		lower: (checked) => `codePointOf(${checked})`,
	},
};

/** The core value of type `want` whose bits are passed as the type `have`, which is the same or a wider one. */
export function narrow(have: CoreType, want: CoreType, core: string): string {
	if (have === want) return core;
	const bits = have === "i64" ? `Number(BigInt.asIntN(32, ${core}))` : core;
	switch (want) {
		case "i32":
			return bits;
		case "f32":
			return `f32OfBits(${bits})`;
		case "f64":
			return `f64OfBits(${core})`;
		case "i64":
			throw new Error(`an i64 is never passed as ${have}`);
	}
}

/** The bits of a core value of type `have` as a value of type `want`, which is the same or a wider one. */
export function widen(have: CoreType, want: CoreType, core: string): string {
	if (have === want) return core;
	switch (have) {
		case "i32":
			return `BigInt(${core} >>> 0)`;
		case "f32":
			return want === "i32" ? `bitsOfF32(${core})` : `BigInt(bitsOfF32(${core}) >>> 0)`;
		case "f64":
			return `bitsOfF64(${core})`;
		case "i64":
			throw new Error(`an i64 is never passed as ${want}`);
	}
}

/** What the core values are that a case does not use. */
export const ZERO: Readonly<Record<CoreType, string>> = { i32: "0", i64: "0n", f32: "0", f64: "0" };
