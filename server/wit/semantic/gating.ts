/**
 * Gates that do not fit together (WIT.md, "Rules for feature gate usage"): what refers to a gated item, and what a gated item holds, is to be gated at least
 * as strongly. The reference parser does not ask for it. And references to what is deprecated.
 */
import type { Gate, InterfaceMember, ItemPath, Name, Span, TypeExpression, WorldMember } from "./declarations.ts";
import { isEnabled } from "./gates.ts";
import { packageId, packageKey } from "./packages.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { ItemSymbol, Owner, TypeSymbol, Unit } from "./symbols.ts";
import { expressionsOf, innerTypes } from "./types.ts";
import { compareVersions } from "./versions.ts";

/** Checks one interface or world: its members against itself, and all of them against what they refer to. */
export function checkGating(resolution: Resolution, scope: OwnerScope): void {
	const check = new GatingCheck(resolution, scope);
	for (const member of scope.owner.declaration.members) check.member(member);
	check.version();
}

/** The gates that count for an item: its own or, where it has none of a kind, those of what holds it. */
interface Effective {
	/** `@since` or `@unstable`. */
	readonly stability: Gate | null;
	/** `@deprecated`. */
	readonly deprecated: Gate | null;
}

const none: Effective = { stability: null, deprecated: null };

function effective(gates: readonly Gate[], outer: Effective): Effective {
	let { stability, deprecated } = outer;
	for (const gate of gates) {
		if (gate.kind === "since" || gate.kind === "unstable") stability = gate;
		else if (gate.kind === "deprecated") deprecated = gate;
	}
	return { stability, deprecated };
}

function ofOwner(owner: Owner): Effective {
	const outer = owner.kind === "interface" && owner.world !== null ? ofOwner(owner.world) : none;
	return effective(owner.declaration.gates, outer);
}

/** What is referred to or holds something else. */
interface Target {
	readonly what: string;
	readonly symbol: ItemSymbol | TypeSymbol;
	readonly gates: Effective;
}

class GatingCheck {
	readonly #resolution: Resolution;
	readonly #scope: OwnerScope;
	readonly #outer: Effective;
	/** Most interfaces have no gates at all, and then no expression needs to be looked at. */
	readonly #hasGatedTypes: boolean;
	#firstGate: Gate | null = null;

	constructor(resolution: Resolution, scope: OwnerScope) {
		this.#resolution = resolution;
		this.#scope = scope;
		this.#outer = ofOwner(scope.owner);
		this.#hasGatedTypes = [...scope.types.values()].some(({ gates }) => gates.length > 0);
		this.#note(scope.owner.declaration.gates);
	}

	member(member: InterfaceMember | WorldMember): void {
		const gates = effective(member.gates, this.#outer);
		this.#note(member.gates);
		switch (member.kind) {
			case "use":
				this.#contained(member.gates, this.#outer, (member.names[0] ?? member.path).name.span);
				this.#use(member.path, member.names, gates);
				return;
			case "include":
				this.#contained(member.gates, this.#outer, member.path.name.span);
				this.#path(member.path, gates);
				return;
			case "extern":
				this.#contained(member.gates, this.#outer, member.name.span);
				if (member.shape.form === "path") this.#path(member.shape.path, gates);
				else if (member.shape.form === "function") this.#signature(member.shape.function, gates);
				return;
			case "function":
				this.#contained(member.gates, this.#outer, member.name.span);
				this.#signature(member, gates);
				return;
			case "type": {
				this.#contained(member.gates, this.#outer, member.name.span);
				for (const type of expressionsOf(member.body)) this.#expression(type, gates);
				if (member.body.form !== "resource") return;
				for (const read of member.body.functions) {
					this.#note(read.gates);
					const what = `resource \`${member.name.text}\``;
					if (member.gates.length > 0) this.#contained(read.gates, gates, read.name.span, what, member.name);
					this.#signature(read, effective(read.gates, gates));
				}
				return;
			}
			default: {
				const impossible: never = member;
				impossible satisfies never;
			}
		}
	}

	/** A package with gates is to have a version; where `@since` stands without one, the parser says so itself. */
	version(): void {
		const { owner } = this.#scope;
		const gate = this.#firstGate;
		if (gate === null || owner.package.id.version !== null || owner.package.key === "") return;
		this.#resolution.report({ kind: "gate-without-version", gate, package: owner.package, file: owner.file, span: gate.span });
	}

	#note(gates: readonly Gate[]): void {
		this.#firstGate ??= gates.find(({ kind }) => kind === "unstable") ?? null;
	}

	#contained(gates: readonly Gate[], outer: Effective, span: Span, what?: string, holder?: Name): void {
		const own = effective(gates, none);
		if (!isWeaker(own, outer) || span.start === span.end) return;
		const { owner } = this.#scope;
		const { file } = owner;
		const related = [{ file, span: (holder ?? owner.name).span, message: "what holds it, with its gate" }];
		this.#resolution.report({
			kind: "weaker-gate",
			what: what ?? `${owner.kind} \`${owner.name.text}\``,
			gate: outer.stability,
			own: own.stability,
			contained: true,
			foreign: false,
			file,
			span,
			related,
		});
	}

	#signature(
		{ parameters, result }: { parameters: readonly { type: TypeExpression }[]; result: TypeExpression | null },
		gates: Effective,
	): void {
		for (const { type } of parameters) this.#expression(type, gates);
		if (result !== null) this.#expression(result, gates);
	}

	#expression(type: TypeExpression, gates: Effective): void {
		if (!this.#hasGatedTypes) return;
		if (type.kind === "name" || type.kind === "handle") {
			const name = type.kind === "name" ? type.name : type.resource;
			const symbol = this.#scope.types.get(name.text);
			if (symbol !== undefined) {
				this.#reference(name.span, gates, { what: `type \`${name.text}\``, symbol, gates: effective(symbol.gates, none) });
			}
			return;
		}
		for (const inner of innerTypes(type)) this.#expression(inner, gates);
	}

	#path(path: ItemPath, gates: Effective): ItemSymbol | null {
		const symbol = lookUp(this.#resolution, this.#scope.unit, path);
		if (symbol === null) return null;
		const what = `${symbol.kind} \`${symbol.name.text}\``;
		const reported = this.#reference(path.name.span, gates, { what, symbol, gates: ofOwner(symbol) });
		return reported ? null : symbol;
	}

	#use(path: ItemPath, names: readonly { readonly name: Name }[], gates: Effective): void {
		const from = this.#path(path, gates);
		const types = from === null ? undefined : this.#resolution.scopes.get(from)?.types;
		for (const { name } of types === undefined ? [] : names) {
			const symbol = types?.get(name.text);
			if (symbol === undefined) continue;
			this.#reference(name.span, gates, { what: `type \`${name.text}\``, symbol, gates: effective(symbol.gates, none) });
		}
	}

	/** Reports a reference that its item's gates do not allow, or to something deprecated; answers whether it did. */
	#reference(span: Span, gates: Effective, { what, symbol, gates: wanted }: Target): boolean {
		const { owner } = this.#scope;
		const { file } = owner;
		const related = [{ file: symbol.file, span: symbol.name.span, message: "declared here, with its gate" }];
		const { stability } = wanted;
		const foreign = symbol.package !== owner.package;
		// What is off is reported as such, and versions of different packages say nothing about each other.
		const counts = stability?.kind === "unstable" ? isEnabled(this.#resolution.features, [stability]) : !foreign;
		if (counts && isWeaker(gates, wanted)) {
			const place = { file, span, related };
			this.#resolution.report({
				kind: "weaker-gate",
				what,
				gate: stability,
				own: gates.stability,
				contained: false,
				foreign,
				...place,
			});
			return true;
		}
		if (wanted.deprecated === null || gates.deprecated !== null || wanted.deprecated.kind !== "deprecated") return false;
		const { version } = wanted.deprecated;
		this.#resolution.report({ kind: "deprecated-use", what, version: version.text, file, span, related });
		return true;
	}
}

/** Whether something with the first gates is there where something with the second is not. */
function isWeaker({ stability: own }: Effective, { stability: wanted }: Effective): boolean {
	if (wanted === null) return false;
	if (wanted.kind === "unstable") return own?.kind !== "unstable" || own.feature.text !== wanted.feature.text;
	if (own === null) return true;
	return wanted.kind === "since" && own.kind === "since" && compareVersions(own.version.text, wanted.version.text) < 0;
}

/** The interface or world that a path names; null where it is not known, which is reported elsewhere. */
function lookUp(resolution: Resolution, unit: Unit, { package: home, name }: ItemPath): ItemSymbol | null {
	if (home !== null) return resolution.packages.get(packageKey(packageId(home)))?.items.get(name.text) ?? null;
	return resolution.fileNames.get(unit)?.get(name.text) ?? resolution.packageOf.get(unit)?.items.get(name.text) ?? null;
}
