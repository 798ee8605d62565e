import type { CoreType } from "../../../server/wit/index.ts";

/** The type of a core function. */
export interface CoreSignature {
	readonly params: readonly CoreType[];
	readonly results: readonly CoreType[];
}
