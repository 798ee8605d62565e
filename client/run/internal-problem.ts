import type { Problem } from "./protocol.ts";

/** A defect of the runner, as a problem that asks for a report. */
export function internalProblem(error: unknown): Problem {
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return {
		where: null,
		message: `internal error of the runner: ${text}`,
		help: "this is a defect of Witness: please report it",
		status: 3,
	};
}
