/** What the trace view can show: the calls of a run that may still go on, or of a file. */
import { rmSync } from "node:fs";
import type { EdgePlan, EdgesState, PlanEvent, RecordedEvent } from "../../run/index.ts";
import { CallTrace } from "../call-trace.ts";
import type { Trace, TraceEdge } from "../model.ts";
import { openTraceFile } from "../open-file.ts";
import { RecordedTrace } from "../recording/recorded-trace.ts";

export class Shown {
	readonly title: string;
	/** The session of the run; null for a file. */
	readonly session: string | null;
	/** Whether calls may still come. */
	live: boolean;
	trace: Trace;
	/** How the program is linked, where that is known. */
	plan: PlanEvent | null = null;
	/** What is recorded of each edge; null where it cannot be switched. */
	state: EdgesState | null = null;
	#close: () => void = () => undefined;

	constructor(title: string, trace: Trace, session: string | null = null) {
		this.title = title;
		this.trace = trace;
		this.session = session;
		this.live = session !== null;
	}

	/** A file that is shown as it is. Throws where it cannot be opened; what is wrong with it is a message. */
	static ofFile(title: string, file: string): Shown | string {
		const { opened, close } = openTraceFile(file);
		if (!opened.ok) {
			close();
			return opened.message;
		}
		const shown = new Shown(title, opened.trace);
		shown.#close = close;
		return shown;
	}

	get edges(): readonly TraceEdge[] {
		return this.plan !== null && this.trace.edges.length === 0 ? this.plan.edges : this.trace.edges;
	}

	/** By edge, what is generated for it; null where it is not known. */
	get plans(): readonly (EdgePlan | null)[] {
		if (this.plan !== null) return this.plan.edges;
		return this.trace instanceof RecordedTrace ? this.trace.header.edges.map(({ plan }) => plan ?? null) : [];
	}

	/** Takes over what was recorded since; answers the calls that were known and have changed. */
	grow({ file, amended, dropped }: RecordedEvent): readonly number[] {
		if (this.trace instanceof RecordedTrace) this.trace.grow();
		else {
			const { opened, close } = openTraceFile(file);
			if (!opened.ok) {
				close();
				throw new Error(opened.message);
			}
			this.trace = opened.trace;
			this.#close = () => {
				close();
				// It is there for this view alone.
				rmSync(file, { force: true });
			};
		}
		if (this.trace instanceof RecordedTrace) this.trace.dropped = dropped;
		return amended;
	}

	/** Gives up what it holds: it is not shown any more. */
	close(): void {
		this.#close();
		this.#close = () => undefined;
		this.trace = new CallTrace();
	}
}
