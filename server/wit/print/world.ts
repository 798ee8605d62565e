/** A world with all that it imports and exports written out, as WIT: what an encoder makes of it. Comments and gates are left out. */
import { isEnabled } from "../semantic/gates.ts";
import {
	type ElaboratedEntry,
	type ElaboratedWorld,
	elaborateWorld,
	type FunctionDeclaration,
	type InterfaceSymbol,
	interfaceMembers,
	type Model,
	type Owner,
	type TypeSymbol,
	type WorldSymbol,
} from "../semantic/index.ts";
import { placeSetters, typesInOrder } from "../semantic/order.ts";
import { plainName } from "../semantic/renames.ts";
import { declarationText, functionText, type Writing } from "../semantic/signature.ts";
import { nameText } from "../semantic/type-text.ts";

/** Writes out a world. Of more than `most` imports, and of more than `most` exports, the rest is counted. */
export function elaboratedText(model: Model, world: WorldSymbol, most = Number.POSITIVE_INFINITY): string {
	const { imports, exports } = elaborateWorld(model, world);
	const text = new WorldText(model);
	const lines = [...text.entries("import", imports, most), ...text.entries("export", exports, most)];
	return `world ${nameText(world.name.text)} {${block(lines)}}`;
}

function block(lines: readonly string[]): string {
	return lines.length === 0 ? "" : `\n${lines.map((line) => `\t${line.replaceAll("\n", "\n\t")}\n`).join("")}`;
}

type Direction = "import" | "export";

class WorldText {
	readonly #model: Model;

	constructor(model: Model) {
		this.#model = model;
	}

	entries(direction: Direction, entries: ElaboratedWorld["imports"], most: number): readonly string[] {
		const shown = entries.filter(({ symbol }) => symbol.kind !== "function" || symbol.resource === null);
		const lines = shown.slice(0, most).map((entry) => this.#entry(direction, entry));
		return shown.length > most ? [...lines, `// … ${shown.length - most} more ${direction}s`] : lines;
	}

	#entry(direction: Direction, { symbol, label, renamed }: ElaboratedEntry): string {
		const writing: Writing = { mostParts: Number.POSITIVE_INFINITY, called: (type) => renamed.get(type) ?? type };
		const name = plainName(label ?? "");
		switch (symbol.kind) {
			case "interface":
				if (label === null) return `${direction} ${symbol.id};`;
				if (symbol.world === null) return `${direction} ${nameText(name)}: ${symbol.id};`;
				return `${direction} ${nameText(name)}: interface {${block(this.#members(symbol))}}`;
			case "type":
				return this.#type(symbol, name, writing);
			case "function":
				return `${direction} ${functionText(symbol.declaration, name, writing)}`;
			default: {
				const impossible: never = symbol;
				return impossible;
			}
		}
	}

	#members(symbol: InterfaceSymbol): readonly string[] {
		const writing: Writing = { mostParts: Number.POSITIVE_INFINITY, called: (type) => type };
		const scope = this.#model.resolution.scopes.get(symbol);
		const types = scope === undefined ? [] : typesInOrder(this.#model.resolution, scope);
		return [
			...types.filter(({ gates }) => this.#isThere(gates)).map((type) => this.#type(type, type.name.text, writing)),
			...this.#functions(symbol, null).map((declaration) => functionText(declaration, declaration.name.text, writing)),
		];
	}

	/** The functions of a resource, or those of an interface that are of none, in the order of an encoder. */
	#functions(owner: Owner, resource: TypeSymbol | null): readonly FunctionDeclaration[] {
		const named = new Map(
			interfaceMembers(this.#model, owner).flatMap((member) =>
				member.kind === "function" && member.resource === resource && this.#isThere(member.declaration.gates)
					? [[member.abiName, member.declaration]]
					: [],
			),
		);
		return [...placeSetters(named).values()];
	}

	#type(symbol: TypeSymbol, name: string, writing: Writing): string {
		const { declaration, used } = symbol;
		if (declaration !== null) return declarationText(declaration, writing, this.#functions(symbol.owner, symbol));
		const from = this.#model.resolution.taken.get(symbol)?.owner.id ?? "?";
		const original = used?.name.text ?? name;
		return `use ${from}.{${nameText(original)}${original === name ? "" : ` as ${nameText(name)}`}};`;
	}

	#isThere(gates: TypeSymbol["gates"]): boolean {
		return isEnabled(this.#model.resolution.features, gates);
	}
}
