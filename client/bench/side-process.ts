/** A process that is measured, as the bench has it. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { undoneAtTheEnd } from "./break-off.ts";
import type { FromSide, SideRole, ToSide } from "./messages.ts";

/** How long a process may take for an answer, in milliseconds: a guest may loop for ever. */
export const PATIENCE = 30_000;
/** What is said where it takes longer. */
export const TOO_LONG = `it did not answer within ${PATIENCE / 1000} s: what is measured has to come to an end by itself`;

type Ready = FromSide & { readonly kind: "ready" };
type Measured = FromSide & { readonly kind: "measured" };

/** Why a side cannot be measured, as a part of a sentence. */
class Unmeasured extends Error {
	override readonly name = "Unmeasured";
}

export class SideProcess {
	readonly #child: ChildProcess;
	/** Ends the process. */
	readonly end: () => void;
	#take: ((message: FromSide) => void) | null = null;

	private constructor(script: URL) {
		// The editor's own binary is no Node until it is told to be one.
		this.#child = fork(fileURLToPath(script), [], {
			serialization: "advanced",
			stdio: ["ignore", "ignore", "ignore", "ipc"],
			execArgv: [],
			env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
		});
		this.end = undoneAtTheEnd(() => this.#child.kill("SIGKILL"));
		this.#child.on("message", (message: FromSide) => this.#take?.(message));
		this.#child.on("exit", (code, signal) =>
			this.#take?.({ kind: "failed", reason: `its process ended with ${signal ?? `status ${code}`}` }),
		);
		this.#child.on("error", (error) => this.#take?.({ kind: "failed", reason: error.message }));
	}

	/** Starts a process; throws `Unmeasured` where it cannot do what it is for. */
	static async start(script: URL, role: SideRole): Promise<{ readonly side: SideProcess; readonly ready: Ready }> {
		const side = new SideProcess(script);
		try {
			const answer = await side.#ask({ kind: "open", role });
			if (answer.kind === "ready") return { side, ready: answer };
			throw new Unmeasured(answer.kind === "failed" ? answer.reason : "it answered out of turn");
		} catch (error) {
			side.end();
			throw error;
		}
	}

	get pid(): number | undefined {
		return this.#child.pid;
	}

	/** Lets it do what it is for so many times. */
	async measure(count: number): Promise<Measured> {
		const answer = await this.#ask({ kind: "measure", count });
		if (answer.kind === "measured") return answer;
		throw new Unmeasured(answer.kind === "failed" ? answer.reason : "it answered out of turn");
	}

	#ask(message: ToSide): Promise<FromSide> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.end();
				reject(new Unmeasured(TOO_LONG));
			}, PATIENCE);
			this.#take = (answer) => {
				clearTimeout(timer);
				this.#take = null;
				resolve(answer);
			};
			this.#child.send(message);
		});
	}
}
