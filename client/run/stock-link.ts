/**
 * The same component, linked by jco: for comparing, and for what our own link does not carry. Only the calls of the host are seen, as
 * jco hides the calls between components.
 */
import type { Translation } from "../../server/engine/index.ts";
import type { FunctionType, Value } from "../../server/wit/index.ts";
import { exportedFunctions } from "./exports.ts";
import { camelCase } from "./link/hosts.ts";
import { type CallObserver, ComponentTrap, type Edge, type Linked, type LinkedFunction, type LinkedItem } from "./link/index.ts";
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

type Callable = (...args: readonly unknown[]) => unknown;

const HOST = { index: -1, name: "host" };

/** Links what jco made; `interfaces` are the host's, by names without versions. */
export async function linkStock(
	program: StockProgram,
	{ name, translation }: { readonly name: string; readonly translation: Translation },
	interfaces: Readonly<Record<string, JcoInterface>>,
	observer: CallObserver,
): Promise<Linked> {
	const source = `data:text/javascript;base64,${Buffer.from(program.source).toString("base64")}`;
	const generated: Generated = await import(source);
	const missing = program.imports.filter((name) => interfaces[name] === undefined && interfaces[unversioned(name)] === undefined);
	const imports = Object.fromEntries(
		program.imports.map((name) => [name, interfaces[name] ?? interfaces[unversioned(name)] ?? {}] as const),
	);
	let exports: Readonly<Record<string, unknown>>;
	try {
		exports = await generated.instantiate((name) => new WebAssembly.Module(program.modules[name] ?? new Uint8Array()), imports);
	} catch (error) {
		if (missing.length === 0) throw trapped(error, null);
		const message = `jco could not instantiate it: ${error instanceof Error ? error.message : String(error)}; nothing provides ${missing.join(", ")}`;
		const help = "compose it with components that export these interfaces";
		return { ok: false, failures: [{ kind: "missing-import", message, help, interface: missing[0] ?? null, function: null }] };
	}
	const functions = exportedFunctions(translation);
	const root = { index: 0, name };
	const edges = functions.map(
		(func, id): Edge => ({ id, caller: HOST, callee: root, interface: func.interface, function: func.name, type: func.type }),
	);
	const items = new Map<string, LinkedItem>();
	for (const [index, func] of functions.entries()) {
		const edge = edges[index];
		const callable = findCallable(exports, func);
		if (edge !== undefined && callable !== null) items.set(func.id, linkedFunction(func, callable, edge, observer));
	}
	return { ok: true, component: { exports: items, edges, dispose: () => items.clear() } };
}

function unversioned(name: string): string {
	return name.replace(/@.*$/, "");
}

function linkedFunction(func: InvocableFunction, callable: Callable, edge: Edge, observer: CallObserver): LinkedFunction {
	return {
		kind: "function",
		interface: func.interface,
		name: func.name,
		type: func.type,
		call: (args) => observed(func.type, callable, args, edge, observer),
	};
}

function observed(
	type: FunctionType,
	callable: Callable,
	args: readonly Value[],
	edge: Edge,
	observer: CallObserver,
): Value | undefined {
	const token = observer.enter(edge, () => args);
	let handles = 0;
	try {
		const result = callJco(
			type,
			(given) => callable(...given),
			args,
			(handle, object) => ({ label: `${handle.resource}#${++handles}`, object }),
		);
		observer.leave(token, { kind: "returned", result: () => result });
		return result;
	} catch (error) {
		observer.leave(token, { kind: "trapped", error });
		throw trapped(error, edge);
	}
}

function trapped(error: unknown, edge: Edge | null): ComponentTrap {
	const message = error instanceof Error ? error.message : String(error);
	const stack = edge === null ? [] : [{ component: edge.callee.name, interface: edge.interface, function: edge.function }];
	return new ComponentTrap({ message, stack, core: [] }, error);
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
