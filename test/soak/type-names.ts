/** Types as component text: what has a name in WIT gets one, since exported functions may not use it without. */
import type { FunctionType, ValueType } from "../../server/wit/index.ts";

export class TypeNames {
	readonly #texts: string[] = [];
	readonly #prefix: string;
	readonly #resource: string;

	/** `prefix` keeps the names of several lists in one component apart; handles are of the type `$resource`. */
	constructor(prefix: string, resource = "thing") {
		this.#prefix = prefix;
		this.#resource = resource;
	}

	/** The definitions as they stand in the type of an instance, where each is an export. */
	get declared(): string {
		return this.#texts
			.map(
				(text, index) =>
					`(type ${this.#name(index)}-raw ${text}) (export "n${index}" (type ${this.#name(index)} (eq ${this.#name(index)}-raw)))`,
			)
			.join(" ");
	}

	/** The definitions in a component. */
	get defined(): string {
		return this.#texts.map((text, index) => `(type ${this.#name(index)} ${text})`).join(" ");
	}

	/** The exports of them from an instance. */
	get exported(): string {
		return this.#texts.map((_, index) => `(export "n${index}" (type ${this.#name(index)}))`).join(" ");
	}

	/** The parameters and the result of a function. */
	signature({ params, result }: FunctionType): string {
		return [
			...params.map(({ name, type }) => `(param "${name}" ${this.refer(type)})`),
			result === null ? "" : `(result ${this.refer(result)})`,
		].join(" ");
	}

	refer(type: ValueType): string {
		const inner = (payload: ValueType | null) => (payload === null ? "" : ` ${this.refer(payload)}`);
		switch (type.kind) {
			case "list":
				return `(list${inner(type.element)}${type.length === undefined ? "" : ` ${type.length}`})`;
			case "map":
				return `(map${inner(type.key)}${inner(type.value)})`;
			case "tuple":
				return `(tuple${type.elements.map(inner).join("")})`;
			case "option":
				return `(option${inner(type.some)})`;
			case "result":
				return `(result${inner(type.ok)}${type.err === null ? "" : ` (error${inner(type.err)})`})`;
			case "record":
				return this.#define(`(record ${type.fields.map((field) => `(field "${field.name}"${inner(field.type)})`).join(" ")})`);
			case "variant":
				return this.#define(`(variant ${type.cases.map((each) => `(case "${each.name}"${inner(each.type)})`).join(" ")})`);
			case "enum":
				return this.#define(`(enum ${type.cases.map((name) => `"${name}"`).join(" ")})`);
			case "flags":
				return this.#define(`(flags ${type.names.map((name) => `"${name}"`).join(" ")})`);
			case "own":
			case "borrow":
				return `(${type.kind} $${this.#resource})`;
			default:
				return type.kind;
		}
	}

	#define(text: string): string {
		const known = this.#texts.indexOf(text);
		return this.#name(known < 0 ? this.#texts.push(text) - 1 : known);
	}

	#name(index: number): string {
		return `$${this.#prefix}${index}`;
	}
}
