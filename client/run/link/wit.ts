export type { CoreType } from "../../../server/wit/abi/layout.ts";
export { flatten, flattenAll, MAX_FLAT_PARAMS } from "../../../server/wit/abi/layout.ts";
export * from "../../../server/wit/value/codec.ts";
export { TypeMismatch } from "../../../server/wit/value/mismatch.ts";
export { isFlags, isList, isRecord, isResource, isSome, isVariant } from "../../../server/wit/value/shape.ts";
export { Trap, trapIf } from "../../../server/wit/value/trap.ts";
export type * from "../../../server/wit/value/type.ts";
export type * from "../../../server/wit/value/value.ts";
