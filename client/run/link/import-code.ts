/** Writes the code with which a guest calls the host: one function for each import, from lifting its arguments to lowering its result. Canonical ABI, `canon lower`. */
import {
	compile,
	coreSignature,
	createGenerator,
	type FunctionType,
	fieldsLayout,
	type Generator,
	type Lines,
	type LowerContext,
	layoutOf,
	quote,
} from "../../../server/wit/index.ts";
import { type CoreFunction, isCoreFunction } from "./core-function.ts";
import type { Edge } from "./edges.ts";
import type { Entry } from "./entry.ts";
import type { Handles } from "./handles.ts";
import { HOST } from "./host.ts";
import type { WayStamps } from "./host-way.ts";
import { type FoundFunction, type JcoMember, methodOf } from "./hosts.ts";
import { thrownPayload } from "./jco.ts";

/** What the code of an import calls. */
export interface ImportParts {
	readonly type: FunctionType;
	readonly edge: Edge;
	readonly entry: Entry;
	readonly context: LowerContext;
	readonly host: FoundFunction;
	/** Called around the host's own function; null where calls are not recorded. */
	readonly way: WayStamps["inner"] | null;
	/** Null where the host is lent nothing. */
	readonly frame: ImportFrame | null;
	/** Throws for good what was caught. */
	readonly failed: (error: unknown) => never;
}

interface ImportFrame {
	readonly instance: number;
	readonly enter: CoreFunction;
	readonly exit: CoreFunction;
	readonly handles: Handles;
}

/** The function that a guest calls, with the core parameters of the import. */
export function compileImport(parts: ImportParts): CoreFunction {
	const generator = createGenerator(parts.host.convention);
	write(generator, parts);
	const { call } = compile(generator.source, { call: "call" });
	if (!isCoreFunction(call)) throw new Error("generated code has no call");
	return call;
}

function write(generator: Generator, parts: ImportParts): void {
	const { source } = generator;
	const { type, frame, host, way } = parts;
	const { params } = coreSignature(type, "lower");
	const entry = source.constant(parts.entry);
	const handles = frame === null ? "" : source.constant(frame.handles);
	const args = type.params.map((_, index) => `a${index}`);
	const call =
		host.convention === "wit" ? `${source.constant(host.call)}(${args.join(", ")})` : memberCall(generator, host.member, args);
	source.add([`const cx = ${source.constant(parts.context)};`]);
	source.add([
		`function call(${params.map((_, index) => `c${index}`).join(", ")}) {`,
		[
			...(frame === null ? [] : ["let outer = -1;"]),
			"try {",
			[
				...(frame === null
					? []
					: [`${source.constant(frame.enter)}(${frame.instance}, 0, ${HOST});`, `outer = ${handles}.beginHostCall();`]),
				...liftArguments(generator, type),
				`${entry}.outside = ${source.constant(parts.edge)};`,
				...(way === null ? [] : [`${source.constant(way.begin)}();`]),
				...callLines(generator, type, host.convention, call),
				...(way === null ? [] : [`${source.constant(way.end)}();`]),
				...(frame === null ? [] : [`${handles}.endHostCall(outer);`, "outer = -1;", `${source.constant(frame.exit)}();`]),
				...lowerResult(generator, type, `${entry}.outside = null;`),
			],
			"} catch (e) {",
			[...(frame === null ? [] : [`if (outer >= 0) ${handles}.endHostCall(outer);`]), `${source.constant(parts.failed)}(e);`],
			"}",
		],
		"}",
	]);
}

function liftArguments({ lifting }: Generator, { params }: FunctionType): Lines {
	const types = params.map((param) => param.type);
	const { params: core, spilledParams } = coreSignature({ params, result: null }, "lower");
	const { size, align } = fieldsLayout(types);
	const before = spilledParams
		? ["const from = c0 >>> 0;", `checkRange(cx, from, ${align}, ${size});`, "const v = viewOf(cx);"]
		: [];
	const values = lifting.values(
		types,
		spilledParams
			? { kind: "memory", pointer: "from", offset: 0 }
			: { kind: "core", values: core.map((_, index) => `c${index}`) },
	);
	return [...before, ...values.map((value, index) => `const a${index} = ${value};`)];
}

/** Calls the host; jco's hosts throw the errors of results. */
function callLines({ source }: Generator, { result }: FunctionType, convention: "wit" | "jco", call: string): Lines {
	if (result === null) return [`${call};`];
	// A host in plain JavaScript may return nothing where its type wants something: null fits no type but an option.
	if (convention === "wit") return [`let r = ${call};`, "if (r === undefined) r = null;"];
	if (result.kind !== "result") return [`const r = ${call};`];
	const payload = `${source.constant(thrownPayload)}(thrown)`;
	return ["let r;", `try { r = { tag: "ok", val: ${call} }; } catch (thrown) { r = { tag: "err", val: ${payload} }; }`];
}

/** A call of a member of jco's host. */
function memberCall({ source }: Generator, member: JcoMember, args: readonly string[]): string {
	switch (member.kind) {
		case "function":
			return `${source.constant(member.on)}[${quote(member.key)}](${args.join(", ")})`;
		case "constructor":
			return `new (${source.constant(member.created)})(${args.join(", ")})`;
		case "method": {
			const [self = "undefined", ...rest] = args;
			return `${source.constant(methodOf)}(${self}, ${quote(member.key)}).call(${[self, ...rest].join(", ")})`;
		}
		default: {
			const never: never = member;
			throw new Error(`unknown member ${JSON.stringify(never)}`);
		}
	}
}

function lowerResult({ lowering }: Generator, { params, result }: FunctionType, done: string): Lines {
	if (result === null) return [done];
	const signature = coreSignature({ params, result }, "lower");
	if (!signature.spilledResult) {
		const { lines, cores } = lowering.lower(result, "r");
		return [...lines, done, `return ${cores[0] ?? "undefined"};`];
	}
	const { size, align } = layoutOf(result);
	return [
		`const to = c${signature.params.length - 1} >>> 0;`,
		`checkRange(cx, to, ${align}, ${size});`,
		"{",
		["let v = viewOf(cx);", ...lowering.store(result, "r", "to", 0)],
		"}",
		done,
	];
}
