/** The breakpoints of a session: on lines of `.wit` files and on functions by name, all of them resolved to functions of edges. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { indexFile, type LinkedEdge, type StopFunction, stopsAt, type WitPlaces } from "../run/index.ts";

interface Breakpoint {
	readonly id: number;
	/** The function that it stands on; null where there is none. */
	readonly stop: StopFunction | null;
	/** 0-based, where it stands in a file. */
	readonly line: number | null;
	/** Why it stops nowhere, whatever is linked. */
	readonly problem: string | null;
}

export class Breakpoints {
	readonly #places: WitPlaces;
	readonly #inFiles = new Map<string, readonly Breakpoint[]>();
	#byName: readonly Breakpoint[] = [];
	#edges: readonly LinkedEdge[] | null = null;
	#next = 1;

	constructor(places: WitPlaces) {
		this.#places = places;
	}

	/** The functions to stop at. */
	get functions(): readonly StopFunction[] {
		return this.#all().flatMap(({ stop }) => (stop === null ? [] : [stop]));
	}

	/** Sets the breakpoints of a file; `lines` are 0-based. */
	setLines(file: string, lines: readonly number[]): readonly number[] {
		if (file.endsWith(".wit")) indexFile(this.#places, file);
		const breakpoints = lines.map((line): Breakpoint => {
			const id = this.#next++;
			if (!file.endsWith(".wit")) return { id, stop: null, line, problem: "Witness stops at functions of .wit files" };
			const func = this.#places.atLine(file, line);
			if (func === null) return { id, stop: null, line, problem: "there is no function of WIT on this line" };
			return { id, stop: { id, interface: func.interface, function: func.function }, line: func.line, problem: null };
		});
		this.#inFiles.set(file, breakpoints);
		return breakpoints.map(({ id }) => id);
	}

	/** Sets the breakpoints by name: `ns:pkg/iface@version#func`, the version may be left out, `resource.method` for a method. */
	setNames(names: readonly string[]): readonly number[] {
		this.#byName = names.map((text): Breakpoint => {
			const id = this.#next++;
			const hash = text.lastIndexOf("#");
			const iface = hash < 0 ? null : text.slice(0, hash).trim();
			const written = text.slice(hash + 1).trim();
			return { id, stop: { id, interface: iface, function: this.#componentName(iface, written) }, line: null, problem: null };
		});
		return this.#byName.map(({ id }) => id);
	}

	/** Tells which functions there are: names that were set before are looked at again. */
	link(edges: readonly LinkedEdge[]): void {
		this.#edges = edges;
		this.#byName = this.#byName.map((breakpoint) => {
			if (breakpoint.stop === null) return breakpoint;
			const name = this.#componentName(breakpoint.stop.interface, breakpoint.stop.function);
			return { ...breakpoint, stop: { ...breakpoint.stop, function: name } };
		});
	}

	/** A breakpoint as the protocol shows it; `toLine` makes a line of the client's of a 0-based one. */
	describe(id: number, toLine: (line: number) => number): DebugProtocol.Breakpoint {
		const found = this.#all().find((breakpoint) => breakpoint.id === id);
		const line = found?.line ?? null;
		const where = line === null ? {} : { line: toLine(line) };
		if (found === undefined || found.stop === null)
			return { id, verified: false, message: found?.problem ?? "unknown", ...where };
		if (this.#edges === null) return { id, verified: false, message: "not linked yet", ...where };
		const { stop } = found;
		if (this.#edges.some((edge) => stopsAt(stop, edge))) return { id, verified: true, ...where };
		const name = stop.interface === null ? stop.function : `${stop.interface}#${stop.function}`;
		return { id, verified: false, message: `no component of this program calls or exports ${name}`, ...where };
	}

	get ids(): readonly number[] {
		return this.#all().map(({ id }) => id);
	}

	#all(): readonly Breakpoint[] {
		return [...[...this.#inFiles.values()].flat(), ...this.#byName];
	}

	/** The name in the component model of what a person writes: `basket.add` is `[method]basket.add`, `basket` its constructor. */
	#componentName(iface: string | null, written: string): string {
		const candidates = [
			written,
			`[method]${written}`,
			`[static]${written}`,
			`[constructor]${written.replace(/\.constructor$/, "")}`,
		];
		const edges = this.#edges ?? [];
		return candidates.find((name) => edges.some((edge) => stopsAt({ id: 0, interface: iface, function: name }, edge))) ?? written;
	}
}
