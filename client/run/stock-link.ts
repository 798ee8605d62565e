/**
 * The same component, linked by jco: for comparing, and for what our own link does not carry. Only the calls of the host are seen, as
 * jco hides the calls between components.
 */
import type { Translation } from "../../server/engine/index.ts";
import { camelCase, type FunctionType, type HandleType, type Value, withoutVersion } from "../../server/wit/index.ts";
import { type BoundFunction, exportedFunctions } from "./exports.ts";
import { type CallObserver, ComponentTrap, type Edge, type LinkFailure } from "./link/index.ts";
import { callJco } from "./link/jco.ts";
import type { InvocableFunction, StockProgram } from "./protocol.ts";
import type { JcoInterface } from "./wasi/host.ts";

/** What jco's generated module exports. */
interface Generated {
	instantiate(
		getCoreModule: (name: string) => WebAssembly.Module,
		imports: Readonly<Record<string, object>>,
	): Promise<Readonly<Record<string, unknown>>>;
}

export type StockLinked =
	| { readonly ok: true; readonly functions: readonly BoundFunction[]; readonly edges: readonly Edge[] }
	| { readonly ok: false; readonly failures: readonly LinkFailure[] };

type Callable = (...args: readonly unknown[]) => unknown;

const HOST = { index: -1, name: "host" };

/** Links what jco made; `interfaces` are the host's, by names without versions. */
export async function linkStock(
	program: StockProgram,
	{ name, translation }: { readonly name: string; readonly translation: Translation },
	interfaces: Readonly<Record<string, JcoInterface>>,
	observer: CallObserver,
): Promise<StockLinked> {
	const source = `data:text/javascript;base64,${Buffer.from(program.source).toString("base64")}`;
	const generated: Generated = await import(source);
	const missing = program.imports.filter(
		(name) => interfaces[name] === undefined && interfaces[withoutVersion(name)] === undefined,
	);
	const imports = Object.fromEntries(
		program.imports.map((name) => [name, interfaces[name] ?? interfaces[withoutVersion(name)] ?? {}] as const),
	);
	// An interface of types only may be missing; where something of it is called, the answer would be an error of JavaScript's.
	const called = missing.filter((name) => fullName(name, translation) !== null);
	if (called.length > 0) return { ok: false, failures: called.map((name) => notProvided(name, translation)) };
	let exports: Readonly<Record<string, unknown>>;
	try {
		exports = await generated.instantiate((name) => new WebAssembly.Module(program.modules[name] ?? new Uint8Array()), imports);
	} catch (error) {
		if (missing.length === 0) throw trapped(error, null);
		return { ok: false, failures: missing.map((name) => notProvided(name, translation)) };
	}
	const functions = exportedFunctions(translation);
	const root = { index: 0, name };
	const edges = functions.map(
		(func, id): Edge => ({ id, caller: HOST, callee: root, interface: func.interface, function: func.name, type: func.type }),
	);
	const bound: BoundFunction[] = [];
	for (const [index, func] of functions.entries()) {
		const edge = edges[index];
		const callable = findCallable(exports, func);
		if (edge === undefined || callable === null) continue;
		bound.push({ ...func, call: (args) => observed(func.type, callable, args, edge, observer) });
	}
	return { ok: true, functions: bound, edges };
}

/** A name of jco's, which leaves versions out, as the component imports it; null where it calls nothing of it. */
function fullName(name: string, { names }: Translation): string | null {
	const imported = names.lowers.map((lower) => lower.interface ?? lower.function);
	return imported.find((full) => full === name || withoutVersion(full) === name) ?? null;
}

function notProvided(given: string, translation: Translation): LinkFailure {
	const name = fullName(given, translation) ?? given;
	const message = `the component imports \`${name}\`, which is not given`;
	const help = `compose with a component that exports \`${name}\``;
	return { kind: "missing-import", message, help, interface: name.includes(":") ? name : null, function: null };
}

/** Thrown out of a call whose answer is a promise: it is converted when it has come. */
class Pending extends Error {
	readonly answer: Promise<unknown>;

	constructor(answer: Promise<unknown>) {
		super("the answer is yet to come");
		this.answer = answer;
	}
}

function observed(
	type: FunctionType,
	callable: Callable,
	args: readonly Value[],
	edge: Edge,
	observer: CallObserver,
): Value | undefined | Promise<Value | undefined> {
	const token = observer.enter(edge, () => args);
	let handles = 0;
	/** Converts what `answer` returns or throws, and ends the call. */
	const finish = (answer: (given: readonly unknown[]) => unknown): Value | undefined => {
		try {
			const enclose = (handle: HandleType, object: object) => ({ label: `${handle.resource}#${++handles}`, object });
			const result = callJco(type, answer, args, enclose);
			observer.leave(token, { kind: "returned", result: () => result });
			return result;
		} catch (error) {
			if (error instanceof Pending) throw error;
			observer.leave(token, { kind: "trapped", error });
			throw trapped(error, edge);
		}
	};
	try {
		return finish((given) => {
			const answer = callable(...given);
			if (answer instanceof Promise) throw new Pending(answer);
			return answer;
		});
	} catch (error) {
		if (!(error instanceof Pending)) throw error;
		const failed = (reason: unknown) =>
			finish(() => {
				throw reason;
			});
		return error.answer.then((value) => finish(() => value), failed);
	}
}

function trapped(error: unknown, edge: Edge | null): ComponentTrap {
	const message = error instanceof Error ? error.message : String(error);
	const stack = edge === null ? [] : [{ component: edge.callee.name, interface: edge.interface, function: edge.function }];
	return new ComponentTrap({ message, stack, core: [], help: null }, error);
}

/** The function of jco's exports that a function of WIT became: free, or a constructor, method or static function of a class. */
function findCallable(
	exports: Readonly<Record<string, unknown>>,
	{ interface: iface, name }: InvocableFunction,
): Callable | null {
	const owner = iface === null ? exports : exports[iface];
	if (typeof owner !== "object" || owner === null) return null;
	const member = (holder: object, key: string): unknown => Reflect.get(holder, key);
	const [, kind, resource, method] = /^\[([a-z]+)\]([^.]+)(?:\.(.+))?$/.exec(name) ?? [];
	if (kind === undefined || resource === undefined) {
		const found = member(owner, camelCase(name));
		return isCallable(found) ? (...args) => found(...args) : null;
	}
	const camel = camelCase(resource);
	const made = member(owner, camel.charAt(0).toUpperCase() + camel.slice(1));
	if (!isCallable(made)) return null;
	if (kind === "constructor") return (...args) => Reflect.construct(made, args);
	const methodName = camelCase(method ?? "");
	if (kind === "static") {
		const found = member(made, methodName);
		return isCallable(found) ? (...args) => Reflect.apply(found, made, args) : null;
	}
	return (self, ...args) => {
		const found = typeof self === "object" && self !== null ? member(self, methodName) : undefined;
		if (!isCallable(found)) throw new Error(`jco made no method ${methodName}`);
		return Reflect.apply(found, self, args);
	};
}

function isCallable(value: unknown): value is Callable {
	return typeof value === "function";
}
