/** The attributes of a launch configuration. What a person may have written in it is checked here. */
import path from "node:path";
import { LEAST_MEMORY, limitsOf, MOST_MEMORY, type RunLimits } from "../run/index.ts";
import { type EdgeMode, type EdgeRule, readEdgeMode } from "../trace/index.ts";

/** How many calls of a session are kept where nobody says it. */
const MAX_CALLS = 2_000_000;
/** More than this no view holds. */
const MOST_CALLS = 50_000_000;
/** What the ring of recorded calls can count. */
const MOST_COUNT = 0xffff_fffe;

export interface Launch {
	/** The folder of the program, which other relative paths start from. All paths below are absolute. */
	readonly folder: string;
	readonly program: string;
	readonly invocations: readonly string[];
	readonly allow: readonly string[];
	readonly link: "fast" | "stock";
	/** Whether calls are recorded, and into which file besides. */
	readonly trace: boolean;
	readonly traceFile: string | null;
	readonly depsDir: string | null;
	readonly dependencies: Readonly<Record<string, string>>;
	/** How many calls are recorded at most; later ones are counted only. */
	readonly traceLimit: number;
	/** What is recorded of each call, and of calls on some edges instead. */
	readonly mode: EdgeMode;
	readonly edgeRules: readonly EdgeRule[];
	/** A file that calls are recorded to as they come, for a client that reads it as it grows; null where they are sent to it. */
	readonly recordTo: string | null;
	/** Where the time of recorded calls comes from; null where nobody says it. */
	readonly clock: "shared" | "exact" | null;
	/** What the guest does where its calls come faster than they can be kept. */
	readonly whenFull: "wait" | "drop";
	/** What the guest may take; the time while it is stopped does not count. */
	readonly limits: RunLimits;
	readonly stopOnEntry: boolean;
	readonly stopOnTrap: boolean;
	readonly debug: boolean;
}

export type ReadLaunch = { readonly ok: true; readonly launch: Launch } | { readonly ok: false; readonly message: string };

/** Reads the arguments of a `launch` request. */
export function readLaunch(given: Readonly<Record<string, unknown>>): ReadLaunch {
	const problems: string[] = [];
	const text = (name: string): string | null => {
		const value = given[name];
		if (value === undefined || value === null || typeof value === "string") return value ?? null;
		problems.push(`${name} is a text`);
		return null;
	};
	const flag = (name: string, fallback: boolean): boolean => {
		const value = given[name] ?? fallback;
		if (typeof value === "boolean") return value;
		problems.push(`${name} is true or false`);
		return fallback;
	};
	const texts = (name: string): readonly string[] => {
		const value = given[name] ?? [];
		if (typeof value === "string") return [value];
		if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
		problems.push(`${name} is a text or a list of texts`);
		return [];
	};
	const program = text("program");
	if (program === null || program === "") problems.push("program is missing: name a .wac document or a component (.wasm, .wat)");
	const link = given["link"] ?? "fast";
	if (link !== "fast" && link !== "stock") problems.push('link is "fast" or "stock"');
	const dependencies = given["dependencies"] ?? {};
	if (!isTextRecord(dependencies)) problems.push("dependencies is an object of paths by package names");
	const trace = given["trace"] ?? true;
	if (typeof trace !== "boolean" && typeof trace !== "string") problems.push("trace is true, false or a file");
	const limit = given["traceLimit"] ?? MAX_CALLS;
	if (typeof limit !== "number" || !(limit >= 1)) problems.push("traceLimit is a number of calls");
	const within = (name: string, least: number, most: number, unit: string): number | null => {
		const value = given[name] ?? null;
		if (value === null || (typeof value === "number" && value >= least && value <= most)) return value;
		problems.push(`${name} is a number of ${unit}, from ${least} to ${most}`);
		return null;
	};
	const count = (name: string): number | null => {
		const value = given[name] ?? null;
		if (value === null || (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MOST_COUNT))
			return value;
		problems.push(`${name} is a whole number, 1 or more`);
		return null;
	};
	const oneOf = <T extends string>(name: string, choices: readonly T[]): T | null => {
		const value = given[name] ?? null;
		const found = choices.find((each) => each === value) ?? null;
		if (value !== null && found === null) problems.push(`${name} is ${choices.map((each) => `"${each}"`).join(" or ")}`);
		return found;
	};
	const edgeRules = Object.entries(recordOf(given["traceEdges"], problems)).flatMap(([pattern, mode]): readonly EdgeRule[] => {
		const read = typeof mode === "string" ? readEdgeMode(mode) : null;
		if (read?.ok === true) return [{ pattern, mode: read.mode }];
		problems.push(`traceEdges: ${read?.message ?? `the mode of ${JSON.stringify(pattern)} is no text`}`);
		return [];
	});
	const recordTo = text("recordTo");
	const every = count("traceEvery");
	const first = count("traceFirst");
	const invocations = texts("invoke");
	const memory = within("memory", LEAST_MEMORY, MOST_MEMORY, "MiB");
	const time = within("timeout", 0, Number.MAX_SAFE_INTEGER, "seconds");
	const folder = path.resolve(path.dirname(program ?? ""));
	const absolute = (place: string) => path.resolve(folder, place);
	const depsDir = text("depsDir");
	const launch: Launch = {
		folder,
		program: program === null ? "" : path.resolve(program),
		invocations,
		allow: texts("allow"),
		link: link === "stock" ? "stock" : "fast",
		trace: trace !== false,
		traceFile: typeof trace === "string" ? absolute(trace) : null,
		depsDir: depsDir === null ? null : absolute(depsDir),
		dependencies: isTextRecord(dependencies)
			? Object.fromEntries(Object.entries(dependencies).map(([name, place]) => [name, absolute(place)]))
			: {},
		traceLimit: typeof limit === "number" ? Math.min(Math.max(Math.floor(limit), 1), MOST_CALLS) : MAX_CALLS,
		mode: {
			level: oneOf("traceLevel", ["values", "time", "count", "off"]) ?? "values",
			...(every === null ? {} : { every }),
			...(first === null ? {} : { first }),
			failuresOnly: flag("traceFailures", false),
		},
		edgeRules,
		recordTo: recordTo === null ? null : absolute(recordTo),
		clock: oneOf("traceClock", ["shared", "exact"]),
		whenFull: oneOf("traceFull", ["wait", "drop"]) ?? "wait",
		limits: limitsOf({ memory: memory === 0 ? null : memory, time }, invocations.length === 0),
		stopOnEntry: flag("stopOnEntry", false),
		stopOnTrap: flag("stopOnTrap", true),
		debug: !flag("noDebug", false),
	};
	if (problems.length > 0) return { ok: false, message: `the launch configuration cannot be used: ${problems.join("; ")}` };
	return { ok: true, launch };
}

/** What is no object has nothing in it, and is a problem. */
function recordOf(value: unknown, problems: string[]): Readonly<Record<string, unknown>> {
	if (value === undefined || value === null) return {};
	if (typeof value === "object" && !Array.isArray(value)) return { ...value };
	problems.push('traceEdges is an object of modes by patterns, such as {"pricing#price": "time"}');
	return {};
}

function isTextRecord(value: unknown): value is Readonly<Record<string, string>> {
	return typeof value === "object" && value !== null && Object.values(value).every((item) => typeof item === "string");
}
