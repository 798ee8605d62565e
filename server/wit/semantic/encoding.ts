/**
 * What is read as WIT but refused when it is encoded into a component: the rules of the validator that need the meaning of names. Those that need
 * none are rules of `server/ide/diagnostics/` that look at declarations.
 */
import type { FunctionDeclaration, Span, TypeDeclaration, TypeExpression } from "./declarations.ts";
import { isEnabled } from "./gates.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { FunctionSymbol, TypeSymbol } from "./symbols.ts";
import { FactFinder, type TypeFacts } from "./type-facts.ts";
import { concreteType, innerTypes } from "./types.ts";

/** Why a type is too large for a component. */
export type Excess = "list-length" | "bytes" | "parts" | "depth" | "weight" | "parameters" | "name";

/** The limits of the validator, by what is counted. A value takes less than `bytes`; of all others so many are allowed. */
const limits: Readonly<Record<Excess, number>> = {
	"list-length": 2 ** 30,
	bytes: 2 ** 28,
	parts: 10_000,
	depth: 96,
	weight: 1_000_000,
	parameters: 1000,
	name: 100_000,
};

/** Checks the types and functions of one interface or world. */
export function checkEncoding(resolution: Resolution, scope: OwnerScope): void {
	const check = new EncodingCheck(resolution, scope);
	for (const member of scope.members) {
		if (member.kind === "function") check.function(member);
		else check.type(member);
	}
	check.whole();
}

class EncodingCheck {
	readonly #resolution: Resolution;
	readonly #scope: OwnerScope;
	readonly #facts: FactFinder;
	/** How many types all members are made of, each counted as often as it is met. */
	#weight = 1;

	constructor(resolution: Resolution, scope: OwnerScope) {
		this.#resolution = resolution;
		this.#scope = scope;
		this.#facts = new FactFinder(resolution);
	}

	type(symbol: TypeSymbol): void {
		this.#weight += this.#facts.ofSymbol(symbol).weight;
		if (symbol.declaration !== null) this.#declared(symbol.declaration);
	}

	/** Looks at the interface or world as a whole. */
	whole(): void {
		if (this.#weight > limits.weight) this.#excess("weight", this.#scope.owner.name.span);
	}

	#declared({ name, body }: TypeDeclaration): void {
		this.#name(name.text, name.span);
		if (body.form === "alias") this.#expression(body.type);
		else if (body.form !== "resource") {
			for (const { type } of body.parts) if (type !== null) this.#expression(type);
			const parts = body.parts.map(({ type }) => type).filter((type) => type !== null);
			if (body.parts.length > limits.parts) this.#excess("parts", name.span);
			else this.#size(this.#facts.ofBody(this.#scope, body), parts, name.span);
			for (const part of body.parts) this.#name(part.name.text, part.name.span);
		}
	}

	function({ declaration, abiName }: FunctionSymbol): void {
		const { name, parameters, result } = declaration;
		this.#name(abiName, name.span);
		if (parameters.length > limits.parameters) this.#excess("parameters", name.span);
		for (const parameter of parameters) {
			this.#name(parameter.name.text, parameter.name.span);
			this.#signature(parameter.type);
		}
		if (result !== null) this.#signature(result);
		if (declaration.accessor === "get") this.#getter(declaration);
		if (declaration.accessor === "set") this.#setter(declaration, abiName);
	}

	/** A function lies around the types in it: one level less is left for them. */
	#signature(type: TypeExpression): void {
		const { depth, weight } = this.#facts.of(this.#scope, type);
		this.#weight += weight;
		if (!this.#expression(type) && depth === limits.depth) this.#excess("depth", type.head);
	}

	#name(text: string, span: Span): void {
		// A name has at most as many bytes as three times its units.
		if (text.length * 3 > limits.name && new TextEncoder().encode(text).length > limits.name) this.#excess("name", span);
	}

	/** Looks at an expression and those in it; what the inner one is reported for is not said again of the outer. */
	#expression(type: TypeExpression): boolean {
		if (type.kind === "primitive" || type.kind === "name" || type.kind === "handle") return false;
		const inner = innerTypes(type);
		let reported = false;
		for (const part of inner) reported = this.#expression(part) || reported;
		if (reported) return true;
		const { file } = this.#scope.owner;
		if (type.kind === "map" && this.#facts.of(this.#scope, type.value).holdsHandle) {
			this.#resolution.report({ kind: "handle-in-map", file, span: type.value.span });
			return true;
		}
		if ((type.kind === "stream" || type.kind === "future") && type.element !== null) {
			const payload = this.#facts.of(this.#scope, type.element);
			if (payload.holdsBorrow) {
				this.#resolution.report({ kind: "borrow-in-stream", form: type.kind, file, span: type.element.span });
				return true;
			}
			if (payload.isChar && type.kind === "stream") {
				const alias = type.element.kind === "name" ? type.element.name.text : null;
				this.#resolution.report({ kind: "stream-of-char", alias, file, span: type.span });
				return true;
			}
		}
		if (type.kind === "list" && (type.length ?? 0) > limits["list-length"]) return this.#excess("list-length", type.head);
		if (type.kind === "tuple" && type.elements.length > limits.parts) return this.#excess("parts", type.head);
		return this.#size(this.#facts.of(this.#scope, type), inner, type.head);
	}

	/** Reports a type that is too large although those in it are not. */
	#size(facts: TypeFacts, parts: readonly TypeExpression[], span: Span): boolean {
		const excess = excessOf(facts);
		if (excess === null || parts.some((part) => excessOf(this.#facts.of(this.#scope, part)) !== null)) return false;
		return this.#excess(excess, span);
	}

	#excess(excess: Excess, span: Span): true {
		this.#resolution.report({ kind: "oversized", excess, file: this.#scope.owner.file, span });
		return true;
	}

	/** A getter that can fail still gives something when it does not. */
	#getter({ name, result }: FunctionDeclaration): void {
		if (result === null) return;
		const type = this.#resolve(this.#scope, result).type;
		if (type?.kind !== "result" || type.ok !== null) return;
		this.#resolution.report({ kind: "accessor-type", mistake: "getter", name, file: this.#scope.owner.file, span: result.head });
	}

	/** A setter takes what its getter gives, failures apart. */
	#setter({ name, parameters, gates }: FunctionDeclaration, abiName: string): void {
		const [parameter, ...others] = parameters;
		const getterName = abiName.replace("[set]", "[get]");
		const direction = this.#scope.members.find((member) => member.kind === "function" && member.abiName === abiName);
		const getter = this.#scope.members.find(
			(member): member is FunctionSymbol =>
				member.kind === "function" &&
				member.abiName === getterName &&
				(direction?.kind !== "function" || member.direction === direction.direction),
		);
		const { features } = this.#resolution;
		if (getter !== undefined && isEnabled(features, gates) && !isEnabled(features, getter.declaration.gates)) {
			// In a world that is an error, which is found with the functions.
			if (this.#scope.owner.kind === "world") return;
			const related = [{ file: getter.file, span: getter.name.span, message: "its getter, which is off" }];
			const place = { file: this.#scope.owner.file, span: name.span, related };
			this.#resolution.report({ kind: "accessor-type", mistake: "getter-off", name, ...place });
			return;
		}
		const given = getter?.declaration.result;
		if (parameter === undefined || others.length > 0 || getter === undefined || given === null || given === undefined) return;
		const result = this.#resolve(this.#scope, given);
		const property = result.type?.kind === "result" ? result.type.ok : given;
		const scope = result.type?.kind === "result" ? result.scope : this.#scope;
		if (property === null || this.#same(this.#scope, parameter.type, scope, property, 0)) return;
		const { file } = this.#scope.owner;
		const related = [{ file, span: given.span, message: "what the getter gives" }];
		this.#resolution.report({ kind: "accessor-type", mistake: "setter", name, file, span: parameter.type.span, related });
	}

	/** The expression behind the names of a type and where it is written; the type is null where a declaration is behind them. */
	#resolve(scope: OwnerScope, type: TypeExpression) {
		// `own<r>` is `r`.
		const name = type.kind === "name" ? type.name : type.kind === "handle" && type.handle === "own" ? type.resource : null;
		const symbol = name === null ? undefined : scope.types.get(name.text);
		if (symbol === undefined) return { type, scope, symbol: null };
		const concrete = concreteType(this.#resolution, symbol);
		const home = concrete === null ? undefined : this.#resolution.scopes.get(concrete.symbol.owner);
		if (concrete === null || home === undefined) return { type: null, scope, symbol };
		return { type: concrete.type, scope: home, symbol: concrete.symbol };
	}

	#same(leftScope: OwnerScope, left: TypeExpression, rightScope: OwnerScope, right: TypeExpression, depth: number): boolean {
		const [a, b] = [this.#resolve(leftScope, left), this.#resolve(rightScope, right)];
		if (a.type === null || b.type === null) return a.type === b.type && a.symbol === b.symbol;
		if (a.type.kind === "missing" || b.type.kind === "missing" || depth > limits.depth) return true;
		if (a.type.kind === "handle" && b.type.kind === "handle") {
			const [one, other] = [a.scope.types.get(a.type.resource.text), b.scope.types.get(b.type.resource.text)];
			if (a.type.handle !== b.type.handle) return false;
			if (one === undefined || other === undefined) return true;
			return concreteType(this.#resolution, one)?.symbol === concreteType(this.#resolution, other)?.symbol;
		}
		if (a.type.kind !== b.type.kind) return false;
		if (a.type.kind === "primitive" && b.type.kind === "primitive") return a.type.primitive === b.type.primitive;
		if (a.type.kind === "list" && b.type.kind === "list" && a.type.length !== b.type.length) return false;
		if (a.type.kind === "result" && b.type.kind === "result" && (a.type.ok === null) !== (b.type.ok === null)) return false;
		const [ours, theirs] = [innerTypes(a.type), innerTypes(b.type)];
		if (ours.length !== theirs.length) return false;
		return ours.every((part, index) => {
			const other = theirs[index];
			return other !== undefined && this.#same(a.scope, part, b.scope, other, depth + 1);
		});
	}
}

function excessOf({ size, depth }: TypeFacts): Excess | null {
	if (size >= limits.bytes) return "bytes";
	return depth > limits.depth ? "depth" : null;
}
