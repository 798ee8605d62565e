/**
 * Whether two types or functions are equal, and where they are not. WIT types are equal by structure: how a type is called does not matter, the names and
 * the order of fields, cases and parameters do, and a resource equals itself only (Explainer.md, "Type Checking").
 */
import type { FunctionSymbol, Place, Span, TypeExpression, TypeSymbol } from "../semantic/index.ts";
import { compareLists } from "./lists.ts";
import { type Mismatch, type MismatchKind, type PartWord, within } from "./mismatch.ts";
import { step } from "./path.ts";
import { originIn, type Shape, shapeOf, shapeOfSymbol, shapeText, typeNamed } from "./shape.ts";
import type { Item, Side, Spot } from "./side.ts";

/** What the comparison of two types has to know beyond the types. */
export interface Rules {
	/** Whether two resources, by their keys on each side, are the same. */
	sameResource(expected: string, found: string): boolean;
	/** Whether the items of the two spots are compared with each other one by one: what is wrong with one is said once, not at each use. */
	arePartners(expected: Spot, found: Spot): boolean;
}

/** More differences of one type are not told one by one. */
const most = 20;

/** An expression and where it stands. */
interface Written {
	readonly spot: Spot;
	readonly type: TypeExpression;
}

export class Comparison {
	readonly expected: Side;
	readonly found: Side;
	readonly #rules: Rules;
	/** Types that are made of types are compared once, however often they are named. */
	readonly #known = new Map<TypeSymbol, Map<TypeSymbol, Map<string, readonly Mismatch[]>>>();

	constructor(expected: Side, found: Side, rules: Rules) {
		this.expected = expected;
		this.found = found;
		this.#rules = rules;
	}

	/** Two items of the same name. */
	items(expected: Item, found: Item): readonly Mismatch[] {
		const [old, now] = [expected.symbol, found.symbol];
		if (old.kind === "function" && now.kind === "function") {
			return this.functions({ symbol: old, spot: expected.spot }, { symbol: now, spot: found.spot });
		}
		if (old.kind === "type" && now.kind === "type") {
			return this.#declared(old, expected.spot, now, found.spot);
		}
		return [this.#mismatch("kind-changed", `a ${old.kind}`, `a ${now.kind}`, nameOf(old), nameOf(now))];
	}

	functions(
		expected: { symbol: FunctionSymbol; spot: Spot },
		found: { symbol: FunctionSymbol; spot: Spot },
	): readonly Mismatch[] {
		const [old, now] = [expected.symbol, found.symbol];
		const [oldPlace, nowPlace] = [nameOf(old), nameOf(now)];
		if (kindText(old) !== kindText(now))
			return [this.#mismatch("kind-changed", kindText(old), kindText(now), oldPlace, nowPlace)];
		const differences: Mismatch[] = [];
		if (old.declaration.async !== now.declaration.async) {
			const word = ({ declaration }: FunctionSymbol) => (declaration.async ? "async func" : "func");
			differences.push(this.#mismatch("async-changed", word(old), word(now), oldPlace, nowPlace));
		}
		differences.push(
			...this.#lists(
				"parameter",
				old.declaration.parameters,
				expected.spot,
				oldPlace,
				now.declaration.parameters,
				found.spot,
				nowPlace,
			),
			...this.#options("result", old.declaration.result, expected.spot, oldPlace, now.declaration.result, found.spot, nowPlace),
		);
		return differences.slice(0, most);
	}

	#types(expected: Written, found: Written): readonly Mismatch[] {
		if (this.#isSaidElsewhere(expected, found)) return [];
		const [old, now] = [shapeOf(this.expected, expected.spot, expected.type), shapeOf(this.found, found.spot, found.type)];
		if (old === null || now === null) return [];
		return this.#shapes(old, spanIn(expected.spot, expected.type.span), now, spanIn(found.spot, found.type.span));
	}

	/** Two types that have the same name in places that are compared item by item: a difference is said there. */
	#isSaidElsewhere(expected: Written, found: Written): boolean {
		const [old, now] = [expected.type, found.type];
		if (!this.#rules.arePartners(expected.spot, found.spot)) return false;
		const nameIn = (side: Side, spot: Spot, type: TypeExpression) => {
			const symbol = type.kind === "name" || type.kind === "handle" ? typeNamed(side, spot, namedText(type)) : null;
			return symbol === null ? null : `${type.kind === "handle" ? type.handle : ""} ${side.nameOf(spot, symbol)}`;
		};
		const name = nameIn(this.expected, expected.spot, old);
		return name !== null && name === nameIn(this.found, found.spot, now);
	}

	/** The types themselves, of the same name or not. */
	#declared(old: TypeSymbol, oldSpot: Spot, now: TypeSymbol, nowSpot: Spot): readonly Mismatch[] {
		const [oldOrigin, nowOrigin] = [originIn(this.expected, oldSpot, old), originIn(this.found, nowSpot, now)];
		if (oldOrigin !== null && nowOrigin !== null && oldOrigin.symbol.name.text === nowOrigin.symbol.name.text) {
			if (this.#rules.arePartners(oldOrigin.spot, nowOrigin.spot)) return [];
		}
		const [oldBody, nowBody] = [old.declaration?.body, now.declaration?.body];
		const [oldPlace, nowPlace] = [nameOf(old), nameOf(now)];
		if (oldBody?.form === "alias" && nowBody?.form === "alias") {
			return this.#types({ spot: oldSpot, type: oldBody.type }, { spot: nowSpot, type: nowBody.type });
		}
		const [oldShape, nowShape] = [shapeOfSymbol(this.expected, oldSpot, old), shapeOfSymbol(this.found, nowSpot, now)];
		return oldShape === null || nowShape === null ? [] : this.#shapes(oldShape, oldPlace, nowShape, nowPlace);
	}

	#shapes(old: Shape, oldPlace: Place, now: Shape, nowPlace: Place): readonly Mismatch[] {
		if (old.form === "handle" && now.form === "handle") {
			if (old.handle !== now.handle) return [this.#mismatch("type-changed", shapeText(old), shapeText(now), oldPlace, nowPlace)];
			if (this.#rules.sameResource(old.key, now.key)) return [];
			return [this.#mismatch("resource-changed", shapeText(old), shapeText(now), oldPlace, nowPlace)];
		}
		if (old.form === "expression" && now.form === "expression") return this.#expressions(old, oldPlace, now, nowPlace);
		if (!isParts(old) || !isParts(now) || old.form !== now.form) {
			return [this.#mismatch("type-changed", shapeText(old), shapeText(now), oldPlace, nowPlace)];
		}
		const word = old.form === "record" ? "field" : old.form === "flags" ? "flag" : "case";
		const differences = this.#once(old, now, () =>
			this.#lists(word, old.parts, old.spot, nameOf(old.symbol), now.parts, now.spot, nameOf(now.symbol)),
		);
		// What differs is said inside of the type that declares it, so its name is on the way there, except where it is the item itself.
		const isItem = oldPlace.span === old.symbol.name.span || nowPlace.span === now.symbol.name.span;
		return isItem ? differences : within(step("type", now.symbol.name.text), differences);
	}

	#expressions(
		old: Extract<Shape, { form: "expression" }>,
		oldPlace: Place,
		now: Extract<Shape, { form: "expression" }>,
		nowPlace: Place,
	): readonly Mismatch[] {
		const [a, b] = [old.type, now.type];
		const inner = (one: TypeExpression, other: TypeExpression, ...at: Parameters<typeof step>) =>
			within(step(...at), this.#types({ spot: old.spot, type: one }, { spot: now.spot, type: other }));
		const either = (one: TypeExpression | null, other: TypeExpression | null, ...at: Parameters<typeof step>) =>
			within(step(...at), this.#options("payload", one, old.spot, oldPlace, other, now.spot, nowPlace));
		const changed = [this.#mismatch("type-changed", shapeText(old), shapeText(now), oldPlace, nowPlace)];
		if (a.kind === "primitive" && b.kind === "primitive") return a.primitive === b.primitive ? [] : changed;
		if (a.kind === "list" && b.kind === "list" && a.length === b.length) return inner(a.element, b.element, "element");
		if (a.kind === "option" && b.kind === "option") return inner(a.element, b.element, "value");
		if (a.kind === "map" && b.kind === "map") return [...inner(a.key, b.key, "key"), ...inner(a.value, b.value, "value")];
		if (a.kind === "tuple" && b.kind === "tuple" && a.elements.length === b.elements.length) {
			const pairs = a.elements.flatMap((element, index) => {
				const other = b.elements[index];
				return other === undefined ? [] : inner(element, other, "element", String(index));
			});
			return pairs.slice(0, most);
		}
		if (a.kind === "result" && b.kind === "result") return [...either(a.ok, b.ok, "ok"), ...either(a.err, b.err, "error")];
		if ((a.kind === "future" && b.kind === "future") || (a.kind === "stream" && b.kind === "stream")) {
			return either(a.element, b.element, "element");
		}
		return changed;
	}

	/** A result or a payload that may be absent on either side. */
	#options(
		word: "result" | "payload",
		old: TypeExpression | null,
		oldSpot: Spot,
		oldPlace: Place,
		now: TypeExpression | null,
		nowSpot: Spot,
		nowPlace: Place,
	): readonly Mismatch[] {
		const text = (side: Side, spot: Spot, type: TypeExpression) => {
			const shape = shapeOf(side, spot, type);
			return shape === null ? null : shapeText(shape);
		};
		if (old === null && now === null) return [];
		if (old === null && now !== null) {
			return [this.#mismatch(`${word}-added`, null, text(this.found, nowSpot, now), oldPlace, spanIn(nowSpot, now.span))];
		}
		if (old !== null && now === null) {
			return [this.#mismatch(`${word}-removed`, text(this.expected, oldSpot, old), null, spanIn(oldSpot, old.span), nowPlace)];
		}
		if (old === null || now === null) return [];
		const differences = this.#types({ spot: oldSpot, type: old }, { spot: nowSpot, type: now });
		return word === "result" ? within(step("result"), differences) : differences;
	}

	/** Fields, cases, flags or parameters. */
	#lists(
		word: PartWord,
		old: readonly Listed[],
		oldSpot: Spot,
		oldPlace: Place,
		now: readonly Listed[],
		nowSpot: Spot,
		nowPlace: Place,
	): readonly Mismatch[] {
		const partsEqual = (one: Listed, other: Listed) => this.#parts(word, one, oldSpot, other, nowSpot);
		const differences = compareLists(old, now, (one, other) => partsEqual(one, other).length === 0).flatMap((difference) => {
			const at = (part: Listed, spot: Spot) => spanIn(spot, part.name.span);
			switch (difference.kind) {
				case "same":
					return within(step(word, difference.now.name.text), partsEqual(difference.old, difference.now));
				case "added":
					return [this.#mismatch(`${word}-added`, null, difference.now.name.text, oldPlace, at(difference.now, nowSpot))];
				case "removed":
					return [this.#mismatch(`${word}-removed`, difference.old.name.text, null, at(difference.old, oldSpot), nowPlace)];
				case "renamed":
				case "moved": {
					const { kind, old: one, now: other } = difference;
					const [was, is] = kind === "moved" ? [orderText(old), orderText(now)] : [one.name.text, other.name.text];
					return [this.#mismatch(`${word}-${kind}`, was, is, at(one, oldSpot), at(other, nowSpot))];
				}
				default: {
					const impossible: never = difference;
					return impossible;
				}
			}
		});
		return differences.slice(0, most);
	}

	#parts(word: PartWord, old: Listed, oldSpot: Spot, now: Listed, nowSpot: Spot): readonly Mismatch[] {
		const places = [spanIn(oldSpot, old.name.span), spanIn(nowSpot, now.name.span)] as const;
		return word === "flag" ? [] : this.#options("payload", old.type, oldSpot, places[0], now.type, nowSpot, places[1]);
	}

	#once(old: PartsShape, now: PartsShape, compare: () => readonly Mismatch[]): readonly Mismatch[] {
		const key = `${old.spot.direction}${old.spot.name} ${now.spot.direction}${now.spot.name}`;
		const byFound = this.#known.get(old.symbol) ?? new Map<TypeSymbol, Map<string, readonly Mismatch[]>>();
		this.#known.set(old.symbol, byFound);
		const bySpot = byFound.get(now.symbol) ?? new Map<string, readonly Mismatch[]>();
		byFound.set(now.symbol, bySpot);
		const known = bySpot.get(key) ?? compare();
		bySpot.set(key, known);
		return known;
	}

	#mismatch(
		kind: MismatchKind,
		expected: string | null,
		found: string | null,
		expectedPlace: Place,
		foundPlace: Place,
	): Mismatch {
		return { kind, path: [], expected, found, expectedPlace, foundPlace };
	}
}

type PartsShape = Exclude<Shape, { form: "handle" | "expression" }>;

function isParts(shape: Shape): shape is PartsShape {
	return shape.form !== "handle" && shape.form !== "expression";
}

/** A field, case, flag or parameter. */
interface Listed {
	readonly name: { readonly text: string; readonly span: Span };
	readonly type: TypeExpression | null;
}

function namedText(type: Extract<TypeExpression, { kind: "name" | "handle" }>): string {
	return (type.kind === "name" ? type.name : type.resource).text;
}

function orderText(parts: readonly Listed[]): string {
	const names = parts.map(({ name }) => name.text);
	return names.length > 8 ? `${names.slice(0, 8).join(", ")}, …` : names.join(", ");
}

function kindText({ declaration: { role, accessor } }: FunctionSymbol): string {
	const word = role === "free" ? "function" : role === "static" ? "static function" : role;
	return `a ${accessor === null ? "" : `${accessor}ter `}${word}`;
}

function nameOf({ file, name }: { file: Place["file"]; name: { span: Span } }): Place {
	return { file, span: name.span };
}

function spanIn({ owner }: Spot, span: Span): Place {
	return { file: owner.file, span };
}
