/** A component-level frame of a trap. */
export interface TrapFrame {
	/** The instance that was running. */
	readonly component: string;
	readonly interface: string | null;
	readonly function: string;
}

/** A frame of the engine's own stack that lies in a core module. */
export interface CoreFrame {
	/** The core module's name where it has one. */
	readonly module: string | null;
	/** The function's name where the module has names. */
	readonly function: string | null;
	/** The function's index in the module. */
	readonly index: number;
	/** Bytes from the start of the core module. */
	readonly offset: number;
}

/** What is known of a trap. */
export interface TrapReport {
	readonly message: string;
	/** Innermost first: the first frame is where it happened. */
	readonly stack: readonly TrapFrame[];
	/** Innermost first; empty where the trap did not come out of core code. */
	readonly core: readonly CoreFrame[];
}

/** The component trapped, or a host function threw: the component cannot be entered again. `cause` is what was thrown inside. */
export class ComponentTrap extends Error {
	readonly report: TrapReport;

	constructor(report: TrapReport, cause: unknown) {
		super(report.message, { cause });
		this.name = "ComponentTrap";
		this.report = report;
	}
}
