/**
 * Writes the code that lowers values: to memory, or to core values. Canonical ABI, "Storing" and "Flat Lowering". Whatever a value does not
 * fit is thrown as a `TypeMismatch`, to which each function on its way adds the step `s` that it was at.
 */
import { type CasesType, casePayloads, casesLayout, fieldsLayout, fieldTypes, flatten, layoutOf } from "../../abi/layout.ts";
import { pointsAnywhere } from "../../abi/pointers.ts";
import type { ListType, MapType, RecordType, TupleType, ValueType } from "../type.ts";
import type { Checks } from "./checks.ts";
import type { Convention } from "./convention.ts";
import { isBytes, pairOf } from "./lift.ts";
import { SCALARS, widen, ZERO } from "./scalar.ts";
import { type Lines, OUTPUTS, plus, type Source } from "./source.ts";

/** Statements that lower a value, and the expressions of its core values after them. */
export interface Lowered {
	readonly lines: Lines;
	readonly cores: readonly string[];
}

/** Where the parts of a value go: to addresses behind `p`, or to the functions' outputs. */
type Target = "memory" | "core";

export class Lowering {
	readonly #source: Source;
	readonly #convention: Convention;
	readonly #checks: Checks;

	constructor(source: Source, convention: Convention, checks: Checks) {
		this.#source = source;
		this.#convention = convention;
		this.#checks = checks;
	}

	/** Statements that write the value of an expression to memory. In scope are `cx` and the view `v`, which is a new one where the guest was called. */
	store(type: ValueType, value: string, pointer: string, offset: number): Lines {
		const at = plus(pointer, offset);
		switch (type.kind) {
			case "string":
				return [`writeSpan(cx, ${at}, ${this.#string(value)});`, AGAIN];
			case "map":
				return [`writeSpan(cx, ${at}, ${this.#list(type, value)});`, AGAIN];
			case "list":
				if (type.length !== undefined) return this.#composite(type, value, at);
				return [`writeSpan(cx, ${at}, ${this.#list(type, value)});`, AGAIN];
			case "record":
			case "tuple":
			case "variant":
			case "result":
			case "option":
				return this.#composite(type, value, at);
			case "enum":
				return [discriminant(type, at, `${this.#checks.enum(type)}(${value})`)];
			case "flags": {
				const { size } = layoutOf(type);
				const words = this.#checks.flags(type, value);
				return [
					...words.before,
					...words.words.map((word, index) =>
						size === 1
							? `v.setUint8(${at}, ${word});`
							: size === 2
								? `v.setUint16(${at}, ${word}, true);`
								: `v.setInt32(${plus(at, 4 * index)}, ${word}, true);`,
					),
				];
			}
			case "own":
			case "borrow":
				return [`writeWord(cx, ${at}, ${this.#handle(type, value)});`, AGAIN];
			case "future":
			case "stream":
			case "error-context":
				return [`unsupported(${this.#source.constant(type.kind)});`];
			default:
				return [SCALARS[type.kind].write(at, this.#checks.scalar(type.kind, value))];
		}
	}

	/** Statements that lower the value of an expression to core values of the types that `flatten` gives. */
	lower(type: ValueType, value: string): Lowered {
		switch (type.kind) {
			case "string":
				return this.#span(this.#string(value));
			case "map":
				return this.#span(this.#list(type, value));
			case "list":
				return type.length === undefined ? this.#span(this.#list(type, value)) : this.#outputs(type, value);
			case "record":
			case "tuple":
			case "variant":
			case "result":
			case "option":
				return this.#outputs(type, value);
			case "enum":
				return this.#single(`${this.#checks.enum(type)}(${value})`);
			case "flags": {
				const { before, words } = this.#checks.flags(type, value);
				return { lines: before, cores: words };
			}
			case "own":
			case "borrow":
				return this.#single(`${this.#handle(type, value)} | 0`);
			case "future":
			case "stream":
			case "error-context":
				return this.#single(`unsupported(${this.#source.constant(type.kind)})`);
			default:
				return this.#single(SCALARS[type.kind].lower(this.#checks.scalar(type.kind, value)));
		}
	}

	/**
	 * Statements that lower several values, the parts of one: `values` are their expressions, `present` checks them before the step `s` is at
	 * them. They go to memory behind `p`, or come out as core values.
	 */
	parts(
		types: readonly ValueType[],
		values: readonly string[],
		target: Target,
		present: (index: number, value: string) => Lines = () => [],
	): Lowered {
		const { offsets } = fieldsLayout(types);
		const lines: (string | Lines)[] = [];
		const cores: string[] = [];
		types.forEach((type, index) => {
			const value = this.#source.name("x");
			lines.push(`const ${value} = ${values[index]};`, ...present(index, value), `s = ${index};`);
			if (target === "memory") lines.push(...this.store(type, value, "p", offsets[index] ?? 0));
			else {
				const lowered = this.lower(type, value);
				lines.push(...lowered.lines);
				cores.push(...lowered.cores);
			}
		});
		return { lines, cores };
	}

	#single(core: string): Lowered {
		const name = this.#source.name("c");
		return { lines: [`const ${name} = ${core};`], cores: [name] };
	}

	#span(pointer: string): Lowered {
		const [first, second] = [this.#source.name("c"), this.#source.name("c")];
		return { lines: [`const ${first} = ${pointer} | 0, ${second} = cx.length | 0;`], cores: [first, second] };
	}

	#string(value: string): string {
		return `storeString(cx, ${value})`;
	}

	#handle(type: ValueType & { readonly kind: "own" | "borrow" }, value: string): string {
		const checked = this.#checks.handle(type, value);
		return `cx.resources.${this.#convention.lowerer(type.kind)}(${this.#source.constant(type)}, ${checked})`;
	}

	#composite(type: RecordType | TupleType | ListType | CasesType, value: string, at: string): Lines {
		const name = this.#source.once("store", type, (own) => [`function ${own}(cx, v, x, p) {`, this.#body(type, "memory"), "}"]);
		return [`${name}(cx, v, ${value}, ${at});`, ...(pointsAnywhere(type) ? [AGAIN] : [])];
	}

	#outputs(type: RecordType | TupleType | ListType | CasesType, value: string): Lowered {
		const name = this.#source.once("lower", type, (own) => [`function ${own}(cx, x) {`, this.#body(type, "core"), "}"]);
		const cores = flatten(type).map(() => this.#source.name("c"));
		const taken = cores.map((core, index) => `${core} = ${OUTPUTS[index]}`).join(", ");
		return { lines: [`${name}(cx, ${value});`, ...(taken === "" ? [] : [`const ${taken};`])], cores };
	}

	#body(type: RecordType | TupleType | ListType | CasesType, target: Target): Lines {
		const steps = this.#checks.steps(type);
		return [
			"let s = -1;",
			"try {",
			this.#bodyWithin(type, target),
			`} catch (e) { throw within(e, s, ${steps === null ? "null" : this.#source.constant(steps)}); }`,
		];
	}

	#bodyWithin(type: RecordType | TupleType | ListType | CasesType, target: Target): Lines {
		switch (type.kind) {
			case "record":
			case "tuple": {
				const { before, values, present } = this.#checks.fields(type, "x");
				const { lines, cores } = this.parts(fieldTypes(type), values, target, present);
				return [...before, ...lines, ...put(cores, target)];
			}
			case "list":
				return this.#fixedList(type, target);
			default:
				return this.#cases(type, target);
		}
	}

	#cases(type: CasesType, target: Target): Lines {
		const payloads = casePayloads(type);
		const { payloadOffset } = casesLayout(payloads);
		const shared = flatten(type).slice(1);
		return this.#checks.cases(type, "x", (index, content) => {
			const payload = payloads[index] ?? null;
			if (target === "memory") {
				const lines: (string | Lines)[] = [discriminant(type, "p", `${index}`), `s = ${index};`];
				if (payload !== null) lines.push(...this.store(payload, content, "p", payloadOffset));
				return lines;
			}
			const lowered = payload === null ? { lines: [], cores: [] } : this.lower(payload, content);
			const have = payload === null ? [] : flatten(payload);
			const cores = shared.map((want, position) => {
				const core = lowered.cores[position];
				return core === undefined ? ZERO[want] : widen(have[position] ?? want, want, core);
			});
			return [`s = ${index};`, ...lowered.lines, ...put([`${index}`, ...cores], target)];
		});
	}

	/** The pointer to the elements, with their number in `cx.length`. */
	#list(type: ListType | MapType, value: string): string {
		const element: ValueType = type.kind === "map" ? pairOf(type) : type.element;
		const { size, align } = layoutOf(element);
		const name = this.#source.once("listed", type, (own) => [
			`function ${own}(cx, x) {`,
			[
				...this.#checks.list(type),
				"const n = items.length;",
				`const pointer = allocateList(cx, n, ${size}, ${align});`,
				"let v = viewOf(cx), s = -1;",
				"try {",
				[`for (let i = 0, p = pointer; i < n; i++, p += ${size}) {`, ["s = i;", ...this.store(element, "items[i]", "p", 0)], "}"],
				"} catch (e) { throw within(e, s, null); }",
				"cx.length = n;",
				"return pointer;",
			],
			"}",
		]);
		return isBytes(type) ? `storeBytes(cx, ${value}, ${name})` : `${name}(cx, ${value})`;
	}

	#fixedList(type: ListType, target: Target): Lines {
		const { element, length = 0 } = type;
		if (target === "memory") {
			const { size } = layoutOf(element);
			const loop = [
				`for (let i = 0, at = p; i < ${length}; i++, at += ${size}) {`,
				["s = i;", ...this.store(element, "items[i]", "at", 0)],
				"}",
			];
			return [...this.#checks.list(type), ...loop];
		}
		const types = new Array<ValueType>(length).fill(element);
		const { lines, cores } = this.parts(
			types,
			types.map((_, index) => `items[${index}]`),
			target,
		);
		return [...this.#checks.list(type), ...lines, ...put(cores, target)];
	}
}

/** Follows what may have grown the memory: what calls the guest for more of it, or those who know its handles. */
const AGAIN = "v = viewOf(cx);";

function put(cores: readonly string[], target: Target): Lines {
	return target === "memory" || cores.length === 0
		? []
		: [`${cores.map((core, index) => `${OUTPUTS[index]} = ${core};`).join(" ")}`];
}

function discriminant(type: CasesType, at: string, index: string): string {
	const { discriminantSize } = casesLayout(casePayloads(type));
	if (discriminantSize === 1) return `v.setUint8(${at}, ${index});`;
	return discriminantSize === 2 ? `v.setUint16(${at}, ${index}, true);` : `v.setUint32(${at}, ${index}, true);`;
}
