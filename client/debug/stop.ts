/** What a stopped guest shows: its stack as frames of components, and the variables of each. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { LinkedEdge, Stopped, WitPlaces } from "../run/index.ts";
import { readableFunction } from "../trace/index.ts";
import { placeText } from "./messages.ts";
import { argumentsOf, lookUp, type NamedValue, Variables } from "./variables.ts";

interface Frame {
	readonly edge: LinkedEdge;
	readonly args: readonly NamedValue[];
	readonly result: readonly NamedValue[];
}

/** One stop of the guest, from when it waits until it goes on. Frames are numbered from 1, the innermost first. */
export class Stop {
	readonly stopped: Stopped;
	readonly variables = new Variables();
	readonly #frames: readonly Frame[];

	constructor(stopped: Stopped, edges: readonly LinkedEdge[]) {
		this.stopped = stopped;
		const frames: Frame[] = [];
		for (const [index, { edge: id, args }] of stopped.stack.entries()) {
			const edge = edges[id];
			if (edge === undefined) continue;
			const innermost = index === stopped.stack.length - 1;
			const type = edge.type?.result ?? null;
			const result =
				innermost && stopped.result !== null && type !== null ? [{ name: "result", type, value: stopped.result.value }] : [];
			frames.unshift({ edge, args: argumentsOf(edge.type?.params ?? [], args), result });
		}
		this.#frames = frames;
	}

	/** The frames with names such as `pricing price`; `toLine` and `toColumn` make positions of the client's of 0-based ones. */
	frames(places: WitPlaces, toLine: (line: number) => number, toColumn: (column: number) => number): DebugProtocol.StackFrame[] {
		return this.#frames.map(({ edge }, index) => {
			const place = places.find(edge.interface, edge.function);
			const name = `${edge.callee} ${readableFunction(edge.function)}`;
			const hint = index === 0 && this.stopped.at === "return" ? " (returned)" : "";
			if (place === null) return { id: index + 1, name: `${name}${hint}`, line: 0, column: 0, presentationHint: "subtle" };
			const source = { name: place.path.replace(/^.*[\\/]/, ""), path: place.path };
			return { id: index + 1, name: `${name}${hint}`, source, line: toLine(place.line), column: toColumn(place.character) };
		});
	}

	/** The result comes first where there is one: it is what is new. */
	scopes(frame: number): DebugProtocol.Scope[] {
		const found = this.#frames[frame - 1];
		if (found === undefined) return [];
		const scope = (name: string, hint: string, values: readonly NamedValue[]): DebugProtocol.Scope[] =>
			values.length === 0
				? []
				: [
						{
							name,
							presentationHint: hint,
							variablesReference: this.variables.reference(values),
							namedVariables: values.length,
							expensive: false,
						},
					];
		return [...scope("Result", "returnValue", found.result), ...scope("Arguments", "arguments", found.args)];
	}

	/** The value of an argument, of `result`, or of a part of either. */
	evaluate(frame: number, expression: string): DebugProtocol.Variable | null {
		const found = this.#frames[frame - 1];
		const value = found === undefined ? null : lookUp([...found.args, ...found.result], expression);
		return value === null ? null : this.variables.variable(value);
	}

	/** The names that can be evaluated in a frame. */
	names(frame: number): readonly string[] {
		const found = this.#frames[frame - 1];
		return found === undefined ? [] : [...found.args, ...found.result].map(({ name }) => name);
	}

	/** In words where the guest is: component, interface and function. */
	describe(): string {
		const edge = this.#frames[0]?.edge;
		return edge === undefined ? "outside of any call" : textOf(edge);
	}

	/** The calls that are open, a line each, the innermost first. */
	path(): string {
		return this.#frames.map(({ edge }) => textOf(edge)).join("\n");
	}
}

function textOf({ callee, interface: iface, function: name }: LinkedEdge): string {
	return placeText({ component: callee, interface: iface, function: name });
}
