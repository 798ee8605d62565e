import { type FunctionType, TypeMismatch, type Value } from "../../../server/wit/index.ts";
import type { LinkedFunction, LinkedItem } from "./component.ts";
import { coreValues } from "./core-function.ts";
import type { Edge } from "./edges.ts";
import { compileExport } from "./export-code.ts";
import { HOST } from "./host.ts";
import type { Intrinsics } from "./intrinsics.ts";
import type { CallObserver } from "./observer.ts";
import type { ExportItem, NamedExports } from "./plan.ts";
import { canonicalContext, type Runtime, resolveFunction } from "./runtime.ts";
import { hasHandles } from "./signature.ts";
import { at } from "./types.ts";

/** What the component exports, ready to be called. `edges` are those of `edgesOf`. */
export function linkExports(
	runtime: Runtime,
	exports: NamedExports,
	edges: ReadonlyMap<string, Edge>,
	observer: CallObserver | null,
	path: readonly string[] = [],
): ReadonlyMap<string, LinkedItem> {
	const items = new Map<string, LinkedItem>();
	for (const [name, index] of exports) {
		const item = at(runtime.plan.exportItems, index, "export item");
		const here = [...path, name];
		switch (item.kind) {
			case "function": {
				const edge = edges.get(here.join("\n"));
				if (edge === undefined) throw new Error(`no edge for the export ${here.join(" ")}`);
				items.set(name, linkExport(runtime, item, edge, observer));
				break;
			}
			case "instance":
				items.set(name, { kind: "instance", name, items: linkExports(runtime, item.items, edges, observer, here) });
				break;
			case "other":
				break;
		}
	}
	return items;
}

/** An exported function. Its code is made when it is first called. */
function linkExport(
	runtime: Runtime,
	item: ExportItem & { kind: "function" },
	edge: Edge,
	observer: CallObserver | null,
): LinkedFunction {
	const { intrinsics, entry, handles, anyAsync, watchedByHost } = runtime;
	const type = runtime.types.functionType(item.type);
	const options = at(runtime.plan.options, item.options, "canonical options");
	const plain = resolveFunction(runtime, item.definition);
	const core = runtime.recorder?.exported(edge, item.options, plain) ?? plain;
	const lends = hasHandles(type);
	let made: LinkedFunction["call"] | null = null;

	function make(): LinkedFunction["call"] {
		// A frame holds borrowed handles and context slots: without both there is nothing to keep.
		const { usesContext } = intrinsics;
		const frame = {
			instance: options.instance,
			enter: intrinsics.function("enter"),
			exit: intrinsics.function("exit"),
			leave: usesContext ? () => keepContext(intrinsics) : intrinsics.exit,
			again: usesContext,
		};
		return compileExport({
			type,
			edge,
			entry,
			core,
			context: canonicalContext(runtime, item.options),
			way: runtime.recorder?.way(edge).outer ?? null,
			postReturn: options.postReturn === null ? null : intrinsics.find(`post-return ${options.postReturn}`),
			mayBlock: anyAsync ? intrinsics.global("may-block") : null,
			frame: usesContext || lends ? frame : null,
			endLends: lends ? () => handles.endHostLends() : null,
			observe: observer === null ? null : watched(observer),
			miscounted: (args) => {
				throw argumentCount(type, args);
			},
		});
	}

	function watched(by: CallObserver) {
		return (args: readonly Value[], body: () => Value | undefined) =>
			watchedByHost.has(edge) ? observed(by, edge, args, body, (error) => entry.cause(error)) : body();
	}

	return {
		kind: "function",
		interface: edge.interface,
		name: edge.function,
		type,
		call(args) {
			made ??= make();
			return made(args);
		},
	};
}

/** Tells the observer of a call whose values are at hand. */
function observed(
	observer: CallObserver,
	edge: Edge,
	args: readonly Value[],
	body: () => Value | undefined,
	cause: (error: unknown) => unknown,
): Value | undefined {
	const token = observer.enter(edge, () => args);
	let value: Value | undefined;
	try {
		value = body();
	} catch (error) {
		observer.leave(token, { kind: "trapped", error: cause(error) });
		throw error;
	}
	observer.leave(token, { kind: "returned", result: () => value });
	return value;
}

/** Leaves the frame of a call for a new one that begins with its context slots. */
function keepContext(intrinsics: Intrinsics): void {
	const [slot0, slot1] = [intrinsics.function("ContextGetI32_0")(), intrinsics.function("ContextGetI32_1")()];
	intrinsics.exit();
	intrinsics.enter(HOST, 0, HOST);
	intrinsics.function("ContextSetI32_0")(...coreValues(slot0));
	intrinsics.function("ContextSetI32_1")(...coreValues(slot1));
}

function argumentCount(type: FunctionType, args: readonly Value[]): TypeMismatch {
	const names = type.params.map((param) => param.name).join(", ");
	const count = type.params.length;
	const expected = count === 0 ? "no arguments" : `${count} argument${count === 1 ? "" : "s"} (${names})`;
	return new TypeMismatch({ kind: "tuple", elements: type.params.map((param) => param.type) }, args, expected);
}
