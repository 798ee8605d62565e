/** Thrown into a guest that uses what it was not granted: it ends the run, and says what would have been needed. */
export class NotGranted extends Error {
	override readonly name = "NotGranted";
	readonly help: string;

	constructor(iface: string, func: string, allow: string) {
		super(`${iface}#${func} needs a capability that was not granted`);
		this.help = `run again with --allow ${allow}`;
	}
}

/** Thrown by `wasi:cli/exit`: the guest ended itself. */
export class GuestExit extends Error {
	override readonly name = "GuestExit";
	readonly code: number;

	constructor(code: number) {
		super(`the guest exited with status ${code}`);
		this.code = code;
	}
}
