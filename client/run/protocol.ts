/**
 * What a run is asked for, what its threads say to each other, and what it tells. Types only.
 */
import type { MessagePort } from "node:worker_threads";
import type { Translation } from "../../server/engine/index.ts";
import type { FunctionType } from "../../server/wit/index.ts";
import type { CallBatch, EdgeMode, EdgeRule, RecordingNews, TraceEdge, TraceHeader } from "../trace/index.ts";
import type { EdgePlan, Glue } from "./link/index.ts";

/** What is wrong, where, and what to do about it. `status` is the exit status of the command line: 1 errors found, 2 misuse, 3 internal error. */
export interface Problem {
	/** A file, an interface or an argument; null where the message says it all. */
	readonly where: string | null;
	readonly message: string;
	readonly help: string | null;
	readonly status: 1 | 2 | 3;
	/** The line of source that is meant, with marks under the place, and lines about other places; each ends with a line break. */
	readonly excerpt?: string;
	/** What else is wrong in the same document. */
	readonly others?: readonly Problem[];
}

/** How a component is linked: by Witness's own linker, or by jco's. */
export type LinkMode = "fast" | "stock";

export interface RunRequest {
	/** Path of a `.wac` document, a component or a component in text form. */
	readonly program: string;
	/** Calls to make, one after another: `ns:pkg/iface#func(WAVE, …)`. Where there are none, `wasi:cli/run` is run. */
	readonly invocations: readonly string[];
	readonly link: LinkMode;
	/** The folder that relative directories in `allow` start from; that of the process where it is missing. */
	readonly folder?: string;
	/** What the guest may use, as `--allow` takes it. */
	readonly allow: readonly string[];
	/** Folder with the packages that a `.wac` refers to; null for `deps` beside the document. */
	readonly depsDir: string | null;
	/** Paths of packages by their names (`ns:name` or `ns:name@version`), before what the folder has. */
	readonly dependencies: Readonly<Record<string, string>>;
	/** How many calls are recorded at most; 0 for no trace. */
	readonly maxCalls: number;
	/** A file that the recorded calls are kept in (see `client/trace/recording/trace-file.ts`), beside those who get them as they come. */
	readonly recordTo?: string;
	/** Where the time of recorded calls comes from: a clock thread, which costs nothing but a core, or the host at each call. */
	readonly clock?: "shared" | "exact";
	/** What the guest does where calls are recorded faster than they are put aside: it waits (where this is missing), or drops them, counted. */
	readonly whenFull?: "wait" | "drop";
	/** What is recorded of each call; everything where it is missing. */
	readonly mode?: EdgeMode;
	/** What is recorded of some edges instead, of which the later rule goes before the earlier. A rule that means no edge is a problem. */
	readonly edgeRules?: readonly EdgeRule[];
	/** False where standard input is not the guest's, as in the editor. */
	readonly stdin: boolean;
	/** What the guest may take; the defaults for memory, and no end of time, where it is missing. */
	readonly limits?: RunLimits;
}

export interface RunLimits {
	/** Bytes that each memory of the program may grow to, and the heap of its thread. */
	readonly memory: number;
	/** Seconds from where the guest begins to run to where it must have ended; null for no limit. */
	readonly time: number | null;
}

/** A function that can be invoked. `id` is the text that names it without doubt: `ns:pkg/iface@version#func`. */
export interface InvocableFunction {
	readonly id: string;
	readonly interface: string | null;
	readonly name: string;
	readonly type: FunctionType;
}

/** A directory of the host that the guest sees under a name of its own. */
export interface GrantedDirectory {
	readonly host: string;
	readonly guest: string;
}

/** What the guest was granted, resolved: the guest's thread reads nothing of the host's environment by itself. */
export interface Grants {
	readonly env: readonly (readonly [string, string])[];
	readonly args: readonly string[];
	readonly directories: readonly GrantedDirectory[];
	readonly network: boolean;
	readonly http: boolean;
	readonly stdin: boolean;
}

/** A component as jco takes it apart: the generated module and its core modules by file name. */
export interface StockProgram {
	readonly source: string;
	readonly modules: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
	/** The interfaces that it imports, without versions where jco leaves them out. */
	readonly imports: readonly string[];
}

/** How the guest's thread starts. */
export interface GuestSetup {
	/** What the component as a whole is called where its instance is named. */
	readonly name: string;
	readonly translation: Translation;
	/** What was generated to link it; null where there is nothing to link. */
	readonly glue: Glue | null;
	/** Present where the component is to be linked by jco. */
	readonly stock: StockProgram | null;
	readonly invocations: readonly string[];
	readonly grants: Grants;
	/** Bytes that each memory of the component may grow to. */
	readonly memory: number;
	/** What calls are recorded to; null for no trace. */
	readonly record: RecordSetup | null;
	/** Counts the bytes of output that are on their way (see `guest/backpressure.ts`). */
	readonly pending: SharedArrayBuffer;
	readonly debug: DebugChannel | null;
}

/** How calls are recorded. */
export interface RecordSetup {
	/** The memory with the ring, shared by all who have to do with it. */
	readonly memory: WebAssembly.Memory;
	/** The start of the run, in milliseconds since 1970: times count from it. */
	readonly origin: number;
	readonly clock: TraceHeader["clock"];
	/** As many calls are kept. */
	readonly most: number;
	/** The file that they are kept in, and whether they are wanted as they come. */
	readonly file: string | null;
	readonly live: boolean;
	/** Whether a thread of its own puts them aside while the guest runs (see `drain.ts`); else the runner takes them. */
	readonly aside: boolean;
}

/** What a debugged guest shares with its debugger: words (see `guest/stops.ts`), and a port for questions and answers. */
export interface DebugChannel {
	readonly control: SharedArrayBuffer;
	readonly port: MessagePort;
}

/** A component-level place: the function that was running or being called. */
export interface CallPlace {
	readonly component: string;
	readonly interface: string | null;
	readonly function: string;
}

/** A place in a core module, from the engine's own stack. */
export interface CorePlace {
	/** The component that the module is written in, or the module itself, by name. */
	readonly module: string;
	/** Null where the module does not name its functions: then there is the index. */
	readonly function: string | null;
	readonly index: number;
	/** Bytes from the start of the module. */
	readonly offset: number;
}

/** What is known of a trap. The stack starts where it happened. */
export interface Trap {
	readonly message: string;
	readonly stack: readonly CallPlace[];
	readonly core: readonly CorePlace[];
	/** What to do, where that is known, as for a capability that was not granted. */
	readonly help: string | null;
}

/** What became of one invocation. */
export interface InvocationResult {
	/** The function's full name. */
	readonly function: string;
	/** The result as WAVE; null where the function has none. */
	readonly text: string | null;
	/** True where the function returned the error of a `result`. */
	readonly error: boolean;
	/** Nanoseconds that the call took, lifting and lowering included. */
	readonly took: number;
}

/** An edge of a linked component, with the types of its function; null where they are not known. */
export interface LinkedEdge extends TraceEdge {
	readonly type: FunctionType | null;
}

/** From the runner to the guest's thread: that the program will want WASI, once, if at all; then what to run. */
export type ToGuest = { readonly kind: "wasi" } | { readonly kind: "run"; readonly setup: GuestSetup };

/** From the guest's thread to the runner. */
export type FromGuest =
	| {
			readonly kind: "linked";
			readonly edges: readonly LinkedEdge[];
			/** The edges by the functions that stand for them on the engine's stack: a core module and the name of a function, and the number of an edge. */
			readonly adapters: readonly (readonly [string, number])[];
	  }
	/** The guest is about to be called from outside. */
	| { readonly kind: "calling"; readonly place: CallPlace }
	| { readonly kind: "problem"; readonly problem: Problem }
	| { readonly kind: "output"; readonly stream: "stdout" | "stderr"; readonly bytes: Uint8Array }
	| { readonly kind: "note"; readonly text: string }
	| { readonly kind: "result"; readonly result: InvocationResult }
	| { readonly kind: "trapped"; readonly trap: Trap }
	| { readonly kind: "exited"; readonly code: number }
	| { readonly kind: "done" };

/** How a run ended. `status` is the exit status that the command line gives for it. */
export interface RunOutcome {
	readonly kind: "finished" | "problem" | "trapped" | "exited" | "stopped";
	readonly status: number;
}

/** What a run tells while it goes on. All are called on the runner's main thread. */
export interface RunEvents {
	/** Comes before anything of the guest runs, and so before any call; not where the guest is refused. */
	linked?(edges: readonly LinkedEdge[]): void;
	problem?(problem: Problem): void;
	output?(stream: "stdout" | "stderr", bytes: Uint8Array): void;
	/** Something worth knowing that is not an error, such as a directory that the guest asked for and that nobody granted. */
	note?(text: string): void;
	result?(result: InvocationResult): void;
	trapped?(trap: Trap): void;
	calls?(batch: CallBatch): void;
	/** What is new in the file of `recordTo`, for those who read it as it grows; at most a few times a second. */
	recorded?(news: RecordingNews): void;
	/** How the program is linked; not where jco links it. Comes before `linked`. */
	planned?(plan: LinkPlan): void;
	/** What is recorded of the edges, and how many calls were made, as it changes; at most a few times a second, and at the end. */
	edges?(state: EdgesState): void;
}

/** How a program is linked. */
export interface LinkPlan {
	/** In the order of the edges. */
	readonly edges: readonly (TraceEdge & EdgePlan)[];
	/** All that is generated, as WAT. */
	readonly text: string;
}

/** What is recorded of the edges now, by edge. */
export interface EdgesState {
	readonly modes: readonly EdgeMode[];
	/** Calls that were made while they were only counted, or not all of them recorded. */
	readonly counted: readonly number[];
	/** Calls that found no room. */
	readonly dropped: readonly number[];
}

export interface Run {
	/** Resolves when the guest has ended, however that came; all events come before it. It never rejects. */
	readonly finished: Promise<RunOutcome>;
	/** Ends the guest whatever it does. */
	stop(): void;
	/** Says what is recorded from now on, of one edge or of all (null). False where nothing is recorded, or not by edges. */
	setMode(mode: EdgeMode, edge: number | null): boolean;
	/** Says what is recorded from now on of the edges that each rule means; answers the patterns that mean none, null where nothing is recorded by edges. */
	setRules(rules: readonly EdgeRule[]): readonly string[] | null;
	/** Lets no time pass by its limit, or again: while a debugger keeps the guest waiting. */
	hold(on: boolean): void;
}
