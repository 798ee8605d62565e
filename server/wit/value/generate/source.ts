/**
 * JavaScript that is being written: functions, each once, and the values that they need beside it. Names of WIT become no code: they are quoted
 * strings, and what is told to people is among the constants.
 */
export class Source {
	readonly constants: unknown[] = [];
	readonly #functions: string[] = [];
	readonly #written = new Map<object, Map<string, string>>();
	#names = 0;

	/** The name of a value that is given to the code. */
	constant(value: unknown): string {
		return `k${this.constants.push(value) - 1}`;
	}

	/** A name that nothing else has: other names hold no `_`. `kind` is a word of the generator's. */
	name(kind: string): string {
		return `${kind}_${this.#names++}`;
	}

	/** The name of the function of a kind for a type (or what else it is kept by), written where there is none yet. */
	once(kind: string, type: object, write: (name: string) => Lines): string {
		const known = this.#written.get(type) ?? new Map<string, string>();
		this.#written.set(type, known);
		const found = known.get(kind);
		if (found !== undefined) return found;
		const name = this.name(kind);
		known.set(kind, name);
		this.#functions.push(textOf(write(name)));
		return name;
	}

	/** A function as it was written. */
	add(lines: Lines): void {
		this.#functions.push(textOf(lines));
	}

	/** The whole text: `given` are the names of the support, of which it takes those that it uses out of its first parameter, `exported` what it returns. */
	text(given: readonly string[], exported: readonly string[]): string {
		const functions = this.#functions.join("\n");
		const used = (names: readonly string[]) => names.filter((name) => functions.includes(name)).join(", ");
		const constants = this.constants.map((_, index) => `k${index}`).join(", ");
		return [
			'"use strict";',
			`const { ${used(given)} } = given;`,
			`const [${constants}] = constants;`,
			...(functions.includes(OUTPUTS[0] ?? "") ? [`let ${OUTPUTS.join(", ")};`] : []),
			functions,
			`return { ${exported.join(", ")} };`,
		].join("\n");
	}
}

/** Lines of code; a list in it is indented. */
export type Lines = readonly (string | Lines)[];

/** Where functions that lower a value of several core values leave them. */
export const OUTPUTS: readonly string[] = Array.from({ length: 17 }, (_, index) => `out${index}`);

/** A name of WIT as a string, or as the key of an object literal. */
export function quote(name: string): string {
	return JSON.stringify(name);
}

/** The key of an object literal: `__proto__` alone would not be one. */
export function keyOf(name: string): string {
	return name === "__proto__" ? `[${quote(name)}]` : quote(name);
}

/** `pointer + offset`, without what changes nothing. */
export function plus(pointer: string, offset: number): string {
	return offset === 0 ? pointer : `${pointer} + ${offset}`;
}

function textOf(lines: Lines, indent = ""): string {
	return lines.map((line) => (typeof line === "string" ? indent + line : textOf(line, `${indent}\t`))).join("\n");
}
