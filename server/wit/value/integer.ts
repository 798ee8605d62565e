import type { PrimitiveKind } from "./type.ts";

export type IntegerKind = Extract<PrimitiveKind, "u8" | "u16" | "u32" | "u64" | "s8" | "s16" | "s32" | "s64">;

/** The least and the greatest value of each integer type. */
export const INTEGER_RANGES: Readonly<Record<IntegerKind, readonly [low: bigint, high: bigint]>> = {
	u8: [0n, 2n ** 8n - 1n],
	u16: [0n, 2n ** 16n - 1n],
	u32: [0n, 2n ** 32n - 1n],
	u64: [0n, 2n ** 64n - 1n],
	s8: [-(2n ** 7n), 2n ** 7n - 1n],
	s16: [-(2n ** 15n), 2n ** 15n - 1n],
	s32: [-(2n ** 31n), 2n ** 31n - 1n],
	s64: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** Whether values of the type are bigints in JavaScript. */
export function isWide(kind: IntegerKind): kind is "u64" | "s64" {
	return kind === "u64" || kind === "s64";
}
