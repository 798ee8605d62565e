/** The options of `witness run` that say which calls are recorded, and how. */
import { type EdgeMode, type EdgeRule, readEdgeRule } from "../trace/index.ts";
import { type CommandArguments, Misuse, oneOf, positive } from "./command.ts";

/** How many calls a trace file holds at most, unless told otherwise. */
const MAX_CALLS = 1_000_000;
/** The most that fits where it is counted. */
const MOST = 2 ** 32 - 2;

const OPTIONS = [
	"trace-level",
	"trace-every",
	"trace-first",
	"trace-failures",
	"trace-edge",
	"trace-control",
	"trace-clock",
	"trace-full",
	"max-calls",
] as const;

export interface RecordingOptions {
	/** Whether calls are wanted at all. */
	readonly keep: boolean;
	readonly mostCalls: number;
	/** Null where it is not said. */
	readonly clock: "shared" | "exact" | null;
	readonly whenFull: "wait" | "drop";
	readonly mode: EdgeMode;
	readonly edgeRules: readonly EdgeRule[];
	/** The file by which it is switched while the program runs. */
	readonly control: string | null;
}

/** Reads them; a mistake, or what would have no effect, is thrown as misuse. */
export function recordingOptions(args: CommandArguments, link: "fast" | "stock"): RecordingOptions {
	const keep = args.text("trace") !== null || args.flag("tree");
	const options: RecordingOptions = {
		keep,
		mostCalls: whole(args, "max-calls") ?? MAX_CALLS,
		clock: args.text("trace-clock") === null ? null : oneOf(args, "trace-clock", ["shared", "exact"], "exact"),
		whenFull: oneOf(args, "trace-full", ["wait", "drop"], "wait"),
		mode: modeOf(args),
		edgeRules: edgeRulesOf(args),
		control: args.text("trace-control"),
	};
	const given = OPTIONS.filter((name) => args.flag(name) || args.text(name) !== null || args.list(name).length > 0);
	if (!keep && given.length > 0) throw new Misuse(`${subject(given)} with --trace FILE or --tree`);
	// There the host's own calls are recorded as they are made: all of them, with their values, by the host's clock.
	const unmet = link === "stock" ? given.filter((name) => name !== "max-calls") : [];
	if (unmet.length > 0)
		throw new Misuse(`${subject(unmet)} with --link fast: where jco links, all calls of the host are recorded`);
	return options;
}

/** What goes somewhere: `--a and --b go`. */
function subject(names: readonly string[]): string {
	const options = names.map((name) => `--${name}`);
	const last = options.pop() ?? "";
	return options.length === 0 ? `${last} goes` : `${options.join(", ")} and ${last} go`;
}

/** What is recorded of each call. */
function modeOf(args: CommandArguments): EdgeMode {
	const every = whole(args, "trace-every");
	const first = whole(args, "trace-first");
	return {
		level: oneOf(args, "trace-level", ["off", "count", "time", "values"], "values"),
		...(every === null ? {} : { every }),
		...(first === null ? {} : { first }),
		failuresOnly: args.flag("trace-failures"),
	};
}

function edgeRulesOf(args: CommandArguments): readonly EdgeRule[] {
	return args.list("trace-edge").map((text) => {
		const read = readEdgeRule(text);
		if (!read.ok) throw new Misuse(`--trace-edge: ${read.message}`);
		return read.rule;
	});
}

function whole(args: CommandArguments, name: string): number | null {
	const value = positive(args, name);
	if (value !== null && (!Number.isInteger(value) || value > MOST))
		throw new Misuse(`--${name} is a whole number up to ${MOST}, not ${args.text(name)}`);
	return value;
}
