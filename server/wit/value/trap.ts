/** A fault of the guest: it broke a rule of the Canonical ABI and cannot go on. The message names the rule. */
export class Trap extends Error {
	override readonly name = "Trap";
}

/** Throws a `Trap` with `message` where `condition` holds. */
export function trapIf(condition: boolean, message: string): void {
	if (condition) throw new Trap(message);
}
