/** The model while it is made: what its parts write into, one after another. */
import type {
	Docs,
	FileDeclarations,
	Gate,
	IncludeDeclaration,
	InterfaceDeclaration,
	Name,
	TopItem,
	WorldDeclaration,
} from "./declarations.ts";
import type { Problem } from "./problems.ts";
import type {
	FunctionSymbol,
	InterfaceSymbol,
	ItemSymbol,
	Owner,
	PackageSymbol,
	TypeSymbol,
	Unit,
	WitSymbol,
	WorldSymbol,
} from "./symbols.ts";
import type { TypeFacts } from "./type-facts.ts";

/** What was found where something is resolved as a whole: an interface or world with all that is in it, or one of the checks of whole packages. */
export class Findings {
	readonly problems: Problem[] = [];
	readonly references: Reference[] = [];
	#sorted: readonly Reference[] | null = null;

	/** The references in the order of their offsets. */
	get sorted(): readonly Reference[] {
		this.#sorted ??= this.references.toSorted((a, b) => a.name.span.start - b.name.span.start);
		return this.#sorted;
	}

	clear(): void {
		this.problems.length = 0;
		this.references.length = 0;
		this.#sorted = null;
	}
}

/** The types and functions of an interface or a world. */
export interface OwnerScope {
	readonly owner: Owner;
	readonly unit: Unit;
	/** By the name they have here; the first of each name. */
	readonly types: Map<string, TypeSymbol>;
	/** Functions that belong to no resource, by name; the first of each. */
	readonly functions: Map<string, FunctionSymbol>;
	/** All that is declared here, in order, duplicates included. */
	readonly members: (TypeSymbol | FunctionSymbol)[];
	/** Those of the interfaces that are written in a world. */
	readonly inner: OwnerScope[];
	/** Types that were here before, in order: while the members are declared again, these are used again. */
	readonly kept: TypeSymbol[];
	/** Those of an interface that is written in a world are its world's. */
	readonly findings: Findings;
}

/** The checks that look at more than one interface or world. */
type Check = "headers" | "package cycles" | "item cycles" | "included gates" | PackageSymbol | Unit;

/** A name in a file and what it means. */
export interface Reference {
	readonly file: FileDeclarations;
	readonly name: Name;
	readonly target: WitSymbol;
	/** True where the name is the declaration itself. */
	readonly declares: boolean;
}

/** One entry of a world's imports or exports. */
export interface WorldEntry {
	/** The label; null for an interface that goes by its own name. */
	readonly label: string | null;
	readonly symbol: Exclude<WitSymbol, PackageSymbol | WorldSymbol>;
	/** The gates and the comments of the statement itself. */
	readonly gates: readonly Gate[];
	readonly docs: Docs | null;
	readonly file: FileDeclarations;
	readonly name: Name;
}

/** An `include` that resolves and is there. */
export interface Included {
	readonly world: WorldSymbol;
	readonly declaration: IncludeDeclaration;
}

/** What a world imports and exports, after its includes. The keys are labels, or `ItemSymbol.id` after a `/`. */
export interface ResolvedWorld {
	readonly imports: Map<string, WorldEntry>;
	readonly exports: Map<string, WorldEntry>;
	/** The same before the includes: what the world says itself. */
	readonly own: Readonly<Record<"imports" | "exports", ReadonlyMap<string, WorldEntry>>>;
	/** Whether all is known that it imports, exports and includes: what is missing in another one is no mistake of those who include it. */
	complete: boolean;
}

export class Resolution {
	readonly features: "all" | ReadonlySet<string>;
	readonly packages = new Map<string, PackageSymbol>();
	/** What a bare name of an interface or world means in a file, beyond the package's own items: its top-level `use`s. Null: declared, but unknown. */
	readonly fileNames = new Map<Unit, Map<string, ItemSymbol | null>>();
	/** What a package's files bring from others by a top-level `use`, as `package/name`: that is always taken as an interface. */
	readonly broughtAsInterface = new Map<PackageSymbol, Set<string>>();
	readonly packageOf = new Map<Unit, PackageSymbol>();
	readonly scopes = new Map<Owner, OwnerScope>();
	/** The interfaces that are written in worlds. */
	readonly inlineInterfaces = new Map<InterfaceDeclaration, InterfaceSymbol>();
	/** For a type brought by `use`: the type in the interface it is taken from; null where that does not resolve. */
	readonly taken = new Map<TypeSymbol, TypeSymbol | null>();
	/** The types that a declared type is made of, by the names in its body. */
	readonly parts = new Map<TypeSymbol, readonly TypeSymbol[]>();
	/** What is known of types that hold no cycle. */
	readonly facts = new WeakMap<TypeSymbol, TypeFacts>();
	/** Whether a type holds a `borrow` somewhere, as far as that was asked. */
	readonly borrowing = new Map<TypeSymbol, boolean>();
	/** What a world includes, in order. */
	readonly includes = new Map<WorldSymbol, Included[]>();
	readonly worlds = new Map<WorldSymbol, ResolvedWorld>();
	/** Whether the dependencies of a world are without conflict. */
	readonly harmonious = new Map<WorldSymbol, boolean>();
	/** The scopes of the interfaces and worlds of packages, by what declares them. */
	readonly scopeOf = new Map<TopItem, OwnerScope>();
	/** Those of them in which something is wrong. */
	readonly troubled = new Set<OwnerScope>();
	readonly checks = new Map<Check, Findings>();
	/** What of a file the packages were made from, beside its items. */
	readonly frames = new Map<FileDeclarations, Pick<FileDeclarations, "header" | "hasBrokenHeader" | "nested">>();

	/** Where `report` and `refer` write to. */
	#findings = new Findings();
	#typeIndex: Map<string, Set<InterfaceSymbol>> | null = null;

	constructor(features: "all" | ReadonlySet<string>) {
		this.features = features;
	}

	/** Makes a scope known: of an item of a package, or, with its world's scope, of an interface that is written in one. */
	addScope(owner: Owner, unit: Unit, world: OwnerScope | null): OwnerScope {
		const findings = world?.findings ?? new Findings();
		const scope = { owner, unit, types: new Map(), functions: new Map(), members: [], inner: [], kept: [], findings };
		this.scopes.set(owner, scope);
		if (world === null) this.scopeOf.set(owner.declaration, scope);
		else world.inner.push(scope);
		return scope;
	}

	/** From here on, what is found belongs to a scope. */
	enter({ findings }: OwnerScope): void {
		this.#findings = findings;
	}

	/** From here on, what is found belongs to a check, which has found nothing yet. */
	begin(check: Check): void {
		this.#findings = new Findings();
		this.checks.set(check, this.#findings);
	}

	hasProblems(check: Check): boolean {
		return (this.checks.get(check)?.problems.length ?? 0) > 0;
	}

	/** The interfaces, of any package, that have a type of this name, in the order of their names. Only mistakes ask. */
	interfacesWithType(name: string): readonly InterfaceSymbol[] {
		if (this.#typeIndex === null) {
			this.#typeIndex = new Map();
			for (const scope of this.scopeOf.values()) this.indexTypes(scope);
		}
		return [...(this.#typeIndex.get(name) ?? [])].toSorted((a, b) => (a.id < b.id ? -1 : 1));
	}

	/** To be called for a scope whose types have become known. */
	indexTypes({ owner, types }: OwnerScope): void {
		if (this.#typeIndex === null || owner.kind !== "interface") return;
		for (const [type, { used }] of types) {
			if (used !== null) continue;
			const known = this.#typeIndex.get(type);
			if (known === undefined) this.#typeIndex.set(type, new Set([owner]));
			else known.add(owner);
		}
	}

	/** Forgets what is in a scope, in order to resolve it again; `keep` has its types used again. */
	empty(scope: OwnerScope, keep: boolean): void {
		const { owner, types, functions, members, inner, kept, findings } = scope;
		for (const symbol of members) {
			if (symbol.kind !== "type") continue;
			this.taken.delete(symbol);
			this.parts.delete(symbol);
			this.facts.delete(symbol);
			if (keep) kept.push(symbol);
			if (owner.kind === "interface") this.#typeIndex?.get(symbol.name.text)?.delete(owner);
		}
		for (const { owner: written } of inner) {
			const known = this.scopes.get(written);
			if (known !== undefined) this.empty(known, false);
			this.scopes.delete(written);
			if (written.kind === "interface") this.inlineInterfaces.delete(written.declaration);
		}
		if (owner.kind === "world") for (const map of [this.worlds, this.includes, this.harmonious]) map.delete(owner);
		for (const map of [types, functions]) map.clear();
		for (const list of [members, inner]) list.length = 0;
		findings.clear();
	}

	report(problem: Problem): void {
		this.#findings.problems.push(problem);
	}

	/** What was reported where reports go now. */
	get reported(): readonly Problem[] {
		return this.#findings.problems;
	}

	refer(file: FileDeclarations, name: Name, target: WitSymbol, declares = false): void {
		this.#findings.references.push({ file, name, target, declares });
	}

	/** Forgets an item of a package that is there no longer. */
	remove(scope: OwnerScope): void {
		this.empty(scope, false);
		this.troubled.delete(scope);
		this.scopes.delete(scope.owner);
		if (scope.owner.kind === "world" || scope.owner.world === null) this.scopeOf.delete(scope.owner.declaration);
	}

	/** Lets the symbol of an item stand for what is written now under its name. */
	rewrite(scope: OwnerScope, declaration: InterfaceDeclaration | WorldDeclaration): void {
		this.scopeOf.delete(scope.owner.declaration);
		Object.assign(scope.owner, { declaration, name: declaration.name });
		this.scopeOf.set(declaration, scope);
	}
}
