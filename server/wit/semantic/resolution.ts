/** The model while it is made: what its parts write into, one after another. */
import type { Docs, FileDeclarations, Gate, IncludeDeclaration, InterfaceDeclaration, Name } from "./declarations.ts";
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
}

/** A name in a file and what it means. */
export interface Reference {
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
	/** The types that hold a `borrow` somewhere. */
	readonly borrowing = new Set<TypeSymbol>();
	/** What a world includes, in order. */
	readonly includes = new Map<WorldSymbol, Included[]>();
	readonly worlds = new Map<WorldSymbol, ResolvedWorld>();
	readonly references = new Map<FileDeclarations, Reference[]>();
	readonly problems = new Map<FileDeclarations, Problem[]>();

	#typeIndex: Map<string, InterfaceSymbol[]> | null = null;

	constructor(features: "all" | ReadonlySet<string>) {
		this.features = features;
	}

	/** The interfaces, of any package, that have a type of this name. The index is made when the first name is asked for: only mistakes ask. */
	interfacesWithType(name: string): readonly InterfaceSymbol[] {
		if (this.#typeIndex === null) {
			this.#typeIndex = new Map();
			for (const { owner, types } of this.scopes.values()) {
				if (owner.kind !== "interface" || owner.world !== null) continue;
				for (const [type, { used }] of types) {
					if (used !== null) continue;
					const known = this.#typeIndex.get(type);
					if (known === undefined) this.#typeIndex.set(type, [owner]);
					else known.push(owner);
				}
			}
		}
		return this.#typeIndex.get(name) ?? [];
	}

	report(problem: Problem): void {
		const known = this.problems.get(problem.file);
		if (known === undefined) this.problems.set(problem.file, [problem]);
		else known.push(problem);
	}

	refer(file: FileDeclarations, name: Name, target: WitSymbol, declares = false): void {
		const reference = { name, target, declares };
		const known = this.references.get(file);
		if (known === undefined) this.references.set(file, [reference]);
		else known.push(reference);
	}
}
