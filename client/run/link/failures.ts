import type { ComponentTrap } from "./traps.ts";

/** Why a component cannot be linked. `message` says what and where, `help` what to do. */
export interface LinkFailure {
	readonly kind:
		| "missing-import"
		| "mismatched-import"
		| "unsupported"
		| "invalid-plan"
		| "invalid-module"
		| "memory-limit"
		| "trapped";
	readonly message: string;
	readonly help: string;
	/** The interface that it is about, or null. */
	readonly interface: string | null;
	/** The function that it is about, or null. */
	readonly function: string | null;
	/** Present where the component trapped while it was instantiated. */
	readonly trap?: ComponentTrap;
}
