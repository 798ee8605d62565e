/** Writes the code with which the host calls an export: one function for each, from lowering its arguments to lifting its result. Canonical ABI, `canon lift`. */
import {
	type CoreType,
	compile,
	coreSignature,
	createGenerator,
	type FunctionType,
	fieldsLayout,
	type Generator,
	type Lines,
	type LowerContext,
	layoutOf,
	type Value,
} from "../../../server/wit/index.ts";
import type { CoreFunction } from "./core-function.ts";
import type { Edge } from "./edges.ts";
import type { Entry } from "./entry.ts";
import { HOST } from "./host.ts";
import type { WayStamps } from "./host-way.ts";

/** What the code of an export calls. */
export interface ExportParts {
	readonly type: FunctionType;
	readonly edge: Edge;
	readonly entry: Entry;
	readonly core: CoreFunction;
	readonly context: LowerContext;
	/** Called around all that is done for a call; null where calls are not recorded. */
	readonly way: WayStamps["outer"] | null;
	/** Null where the guest has nothing to clean up. */
	readonly postReturn: CoreFunction | null;
	/** Set to 0 before the call; null where nothing is asynchronous. */
	readonly mayBlock: WebAssembly.Global | null;
	/** Null where the call needs no frame, for borrowed handles or context slots. */
	readonly frame: ExportFrame | null;
	/** Ends what the host lent to the call; null where it cannot lend anything. */
	readonly endLends: (() => void) | null;
	/** Runs the body, and tells an observer of it where one watches; null where there is none. */
	readonly observe: ((args: readonly Value[], body: () => Value | undefined) => Value | undefined) | null;
	/** Throws that there are too few or too many arguments. */
	readonly miscounted: (args: readonly Value[]) => never;
}

export interface ExportFrame {
	readonly instance: number;
	readonly enter: CoreFunction;
	readonly exit: CoreFunction;
	/** Before the guest cleans up: it does so with its own context slots, but without the borrows of the call. */
	readonly leave: () => void;
	/** Whether the clean-up is in a frame of its own. */
	readonly again: boolean;
}

type ExportCall = (args: readonly Value[]) => Value | undefined;

/** The function that calls an export. */
export function compileExport(parts: ExportParts): ExportCall {
	const generator = createGenerator("wit");
	write(generator, parts);
	const { call } = compile(generator.source, { call: "call" });
	if (!isExportCall(call)) throw new Error("generated code has no call");
	return call;
}

function write(generator: Generator, parts: ExportParts): void {
	const { source } = generator;
	const { type, way, mayBlock, frame, observe } = parts;
	const entry = source.constant(parts.entry);
	const names = source.constant(type.params.map(({ name }) => name));
	const cx = source.constant(parts.context);
	const params = lowerParameters(generator, type);
	const given = params.cores.join(", ");
	const run = `run(${given})`;
	source.add([`const cx = ${cx};`]);
	source.add([
		`function run(${params.cores.map((_, index) => `c${index}`).join(", ")}) {`,
		runLines(generator, parts, entry),
		"}",
	]);
	source.add([
		"function call(args) {",
		[
			`if (args.length !== ${type.params.length}) ${source.constant(parts.miscounted)}(args);`,
			`${entry}.begin(${source.constant(parts.edge)});`,
			"let s = -1;",
			"try {",
			[
				...(way === null ? [] : [`${source.constant(way.begin)}();`]),
				...(mayBlock === null ? [] : [`${source.constant(mayBlock)}.value = 0;`]),
				...(frame === null ? [] : [`${source.constant(frame.enter)}(${HOST}, 0, ${frame.instance});`]),
				...params.lines,
				"s = -1;",
				`${entry}.step = "inside";`,
				`const value = ${observe === null ? run : `${source.constant(observe)}(args, () => ${run})`};`,
				...(way === null ? [] : [`${source.constant(way.end)}();`]),
				`${entry}.end();`,
				"return value;",
			],
			`} catch (e) { throw ${entry}.failed(within(e, s, ${names})); }`,
		],
		"}",
	]);
}

/** The arguments `args[0]`, …, which go through memory where they are too many core values. */
function lowerParameters(
	{ lowering }: Generator,
	{ params }: FunctionType,
): { readonly lines: Lines; readonly cores: readonly string[] } {
	const types = params.map((param) => param.type);
	const values = types.map((_, index) => `args[${index}]`);
	if (!coreSignature({ params, result: null }, "lift").spilledParams) return lowering.parts(types, values, "core");
	const { size, align } = fieldsLayout(types);
	const { lines } = lowering.parts(types, values, "memory");
	return { lines: [`const p = allocate(cx, ${align}, ${size});`, "let v = viewOf(cx);", ...lines], cores: ["p | 0"] };
}

/** Calls the core function and lifts what it returns, then lets the guest clean up. */
function runLines(generator: Generator, { type, core, postReturn, frame, endLends }: ExportParts, entry: string): Lines {
	const { source } = generator;
	const { params, results, spilledResult } = coreSignature(type, "lift");
	const call = `${source.constant(core)}(${params.map((_, index) => `c${index}`).join(", ")})`;
	return [
		results.length === 0 ? `${call};` : `const r = ${call};`,
		`${entry}.step = "after";`,
		...liftLines(generator, type, results, spilledResult),
		...(frame === null
			? []
			: postReturn === null
				? [`${source.constant(frame.exit)}();`]
				: [`${source.constant(frame.leave)}();`]),
		...(postReturn === null ? [] : [`${source.constant(postReturn)}(${results.length === 0 ? "" : "r"});`]),
		...(frame?.again === true && postReturn !== null ? [`${source.constant(frame.exit)}();`] : []),
		...(endLends === null ? [] : [`${source.constant(endLends)}();`]),
		"return value;",
	];
}

function liftLines({ lifting }: Generator, { result }: FunctionType, results: readonly CoreType[], inMemory: boolean): Lines {
	if (result === null) return ["const value = undefined;"];
	if (!inMemory) return [`const value = ${lifting.value(result, { kind: "core", values: results.map(() => "r") })};`];
	const { size, align } = layoutOf(result);
	return [
		"const p = r >>> 0;",
		`checkRange(cx, p, ${align}, ${size});`,
		"const v = viewOf(cx);",
		`const value = ${lifting.value(result, { kind: "memory", pointer: "p", offset: 0 })};`,
	];
}

function isExportCall(value: unknown): value is ExportCall {
	return typeof value === "function";
}
