/** What a validator of components asks of a type before it lets it pass: how large it is, how deep, and whether it holds handles. */
import type { TypeBody, TypeExpression } from "./declarations.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { TypeSymbol } from "./symbols.ts";
import { concreteType } from "./types.ts";

export interface TypeFacts {
	/** The most that a value takes in memory, in bytes: with pointers of 64 bits. */
	readonly size: number;
	readonly align: number;
	/** How many types lie in one another at the deepest place. */
	readonly depth: number;
	/** How many types it is made of, each counted as often as it is met. */
	readonly weight: number;
	readonly holdsBorrow: boolean;
	/** A resource, a stream, a future or an error context. */
	readonly holdsHandle: boolean;
	/** Whether the type is `char` itself, by whatever name. */
	readonly isChar: boolean;
}

/** Types deeper than this are too deep by any count; what lies in them is not looked at. */
const deepest = 150;

const leaf: TypeFacts = { size: 1, align: 1, depth: 0, weight: 1, holdsBorrow: false, holdsHandle: false, isChar: false };
const pointers = { size: 16, align: 8 };
const handle: TypeFacts = { ...leaf, size: 4, align: 4, holdsHandle: true };

/**
 * The facts of types, each found out once. Made for one interface or world, it looks at what that takes from others, too. What it finds out is kept for all
 * in `Resolution.facts`, but for types in a circle or too deep: what is said of those depends on where one begins.
 */
export class FactFinder {
	readonly #resolution: Resolution;
	readonly #known = new Map<TypeSymbol, TypeFacts>();
	readonly #expressions = new Map<TypeExpression, TypeFacts>();
	readonly #open = new Set<TypeSymbol>();
	/** Whether something was cut short since this was last set to false. */
	#cut = false;

	constructor(resolution: Resolution) {
		this.#resolution = resolution;
	}

	/** The facts of an expression that is written in `scope`. What does not resolve counts as nothing. */
	of(scope: OwnerScope, type: TypeExpression, depth = 0): TypeFacts {
		if (type.kind === "primitive") return primitive(type.primitive);
		if (depth > deepest) {
			this.#cut = true;
			return { ...leaf, depth: deepest };
		}
		const known = this.#expressions.get(type);
		if (known !== undefined) return known;
		const facts = this.#ofExpression(scope, type, depth);
		this.#expressions.set(type, facts);
		return facts;
	}

	#ofExpression(scope: OwnerScope, type: TypeExpression, depth: number): TypeFacts {
		const inner = (part: TypeExpression) => this.of(scope, part, depth + 1);
		switch (type.kind) {
			case "missing":
				return leaf;
			case "primitive":
				return primitive(type.primitive);
			case "name": {
				const symbol = scope.types.get(type.name.text);
				return symbol === undefined ? leaf : this.ofSymbol(symbol, depth + 1);
			}
			case "handle":
				return { ...handle, depth: 1, weight: 2, holdsBorrow: type.handle === "borrow" };
			case "list": {
				const element = inner(type.element);
				if (type.length === null) return { ...around([element]), ...pointers };
				return { ...around([element]), size: element.size * type.length, align: element.align };
			}
			case "map":
				return { ...around([inner(type.key), inner(type.value)]), ...pointers };
			case "option":
				return variant([null, inner(type.element)], 2);
			case "result": {
				const cases = [type.ok, type.err].map((part) => (part === null ? null : inner(part)));
				return variant(cases, 2);
			}
			case "tuple":
				return record(type.elements.map(inner));
			case "future":
			case "stream": {
				const payload = type.element === null ? [] : [inner(type.element)];
				return { ...around(payload), size: 4, align: 4, holdsHandle: true };
			}
			default: {
				const impossible: never = type;
				return impossible;
			}
		}
	}

	/** The facts of a type by its name: of what stands at the end of its aliases, of which there may be many. */
	ofSymbol(symbol: TypeSymbol, depth = 0): TypeFacts {
		const { taken, facts: kept } = this.#resolution;
		const way: TypeSymbol[] = [];
		const met = new Set<TypeSymbol>();
		for (let at: TypeSymbol | null | undefined = symbol; at !== null && at !== undefined && !met.has(at); at = taken.get(at)) {
			const known = this.#known.get(at) ?? kept.get(at);
			if (known !== undefined) {
				if (this.#open.has(at)) this.#cut = true;
				else if (kept.has(at)) for (const passed of way) kept.set(passed, known);
				return known;
			}
			met.add(at);
			way.push(at);
		}
		return this.#ofDeclared(symbol, way, depth);
	}

	#ofDeclared(symbol: TypeSymbol, way: readonly TypeSymbol[], depth: number): TypeFacts {
		const concrete = concreteType(this.#resolution, symbol);
		const scope = concrete === null ? undefined : this.#resolution.scopes.get(concrete.symbol.owner);
		if (concrete === null || scope === undefined) return leaf;
		const { symbol: origin, type } = concrete;
		const known = this.#known.get(origin);
		if (known !== undefined) {
			if (this.#open.has(origin)) this.#cut = true;
			return known;
		}
		const cutBefore = this.#cut;
		this.#cut = false;
		// A type that holds itself is reported as such; here it counts for nothing.
		this.#known.set(origin, leaf);
		this.#open.add(origin);
		const body = origin.declaration?.body;
		const facts = type !== null ? this.of(scope, type, depth) : body === undefined ? leaf : this.ofBody(scope, body, depth);
		this.#open.delete(origin);
		for (const named of [...way, origin]) {
			this.#known.set(named, facts);
			if (!this.#cut) this.#resolution.facts.set(named, facts);
		}
		this.#cut ||= cutBefore;
		return facts;
	}

	/** The facts of a declared type. */
	ofBody(scope: OwnerScope, body: TypeBody, depth = 0): TypeFacts {
		switch (body.form) {
			case "alias":
				return this.of(scope, body.type, depth);
			case "resource":
				return { ...handle, depth: 1, weight: 2 };
			case "enum":
				return { ...variant([], body.parts.length), depth: 0, weight: 1 };
			case "flags": {
				const size = body.parts.length <= 8 ? 1 : body.parts.length <= 16 ? 2 : 4;
				return { ...leaf, size, align: size };
			}
			case "record":
			case "variant": {
				const parts = body.parts.map(({ type }) => (type === null ? null : this.of(scope, type, depth + 1)));
				return body.form === "record" ? record(parts.map((part) => part ?? leaf)) : variant(parts, parts.length);
			}
			default: {
				const impossible: never = body;
				return impossible;
			}
		}
	}
}

const sizes: ReadonlyMap<string, number> = new Map([
	["s16", 2],
	["u16", 2],
	["s32", 4],
	["u32", 4],
	["f32", 4],
	["char", 4],
	["error-context", 4],
	["s64", 8],
	["u64", 8],
	["f64", 8],
]);

const primitives = new Map<string, TypeFacts>();

function primitive(kind: string): TypeFacts {
	const known = primitives.get(kind);
	if (known !== undefined) return known;
	const size = sizes.get(kind) ?? 1;
	const plain = { ...leaf, size, align: size, isChar: kind === "char", holdsHandle: kind === "error-context" };
	const facts = kind === "string" ? { ...leaf, ...pointers } : plain;
	primitives.set(kind, facts);
	return facts;
}

/** What a type has from those in it, whatever it makes of their values. */
function around(parts: readonly TypeFacts[]): TypeFacts {
	let [depth, weight, holdsBorrow, holdsHandle] = [0, 1, false, false];
	for (const part of parts) {
		depth = Math.max(depth, part.depth + 1);
		weight += part.weight;
		holdsBorrow ||= part.holdsBorrow;
		holdsHandle ||= part.holdsHandle;
	}
	return { ...leaf, depth, weight, holdsBorrow, holdsHandle };
}

function record(parts: readonly TypeFacts[]): TypeFacts {
	let [size, align] = [0, 1];
	for (const part of parts) {
		size = aligned(size, part.align) + part.size;
		align = Math.max(align, part.align);
	}
	return { ...around(parts), size: aligned(size, align), align };
}

function variant(payloads: readonly (TypeFacts | null)[], cases: number): TypeFacts {
	const discriminant = cases <= 0x100 ? 1 : cases <= 0x10000 ? 2 : 4;
	const parts = payloads.filter((part) => part !== null);
	const payload = parts.reduce((most, part) => Math.max(most, part.size), 0);
	const align = parts.reduce((most, part) => Math.max(most, part.align), 1);
	const whole = Math.max(discriminant, align);
	return { ...around(parts), size: aligned(aligned(discriminant, align) + payload, whole), align: whole };
}

function aligned(size: number, align: number): number {
	return Math.ceil(size / align) * align;
}
