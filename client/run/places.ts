/** Where the functions of a program are written: an index of the `.wit` files around it, by line and by name. */
import type {
	FunctionDeclaration,
	InterfaceDeclaration,
	NestedPackage,
	PackageHeader,
	TopItem,
	WorldMember,
} from "../../server/wit/index.ts";
import { readWit, type WitFile, withoutVersion } from "../../server/wit/index.ts";
import type { SourcePlace } from "./adapter-messages.ts";

/** A function in a `.wit` file. Lines are 0-based; `line` is that of the name, `lastLine` that of the declaration's end. */
export interface WitFunction extends SourcePlace {
	/** `ns:pkg/iface@version`, the label of an interface written in a world, or null for a function of a world. */
	readonly interface: string | null;
	/** As in the component model: `[method]basket.add`. */
	readonly function: string;
	readonly lastLine: number;
}

export class WitPlaces {
	readonly #byFile = new Map<string, readonly WitFunction[]>();

	/**
	 * Takes the files of one package: those of a folder, which share the package name that one of them may give for all. A file that is
	 * known already is read anew. Their paths are absolute.
	 */
	add(files: readonly WitFile[]): void {
		const parsed = files.map(({ path, text }) => readWit(path, text));
		const shared = parsed.find(({ header }) => header !== null)?.header ?? null;
		for (const file of parsed) {
			const finder = new Finder(file.path, file.text);
			finder.package(file.header ?? shared, file.items, file.nested);
			this.#byFile.set(file.path, finder.found);
		}
	}

	has(path: string): boolean {
		return this.#byFile.has(path);
	}

	/** The function that a line belongs to. */
	atLine(path: string, line: number): WitFunction | null {
		return this.#byFile.get(path)?.find((func) => func.line <= line && line <= func.lastLine) ?? null;
	}

	inFile(path: string): readonly WitFunction[] {
		return this.#byFile.get(path) ?? [];
	}

	/** Where a function is written; with another version where the very one is not there. */
	find(iface: string | null, name: string): WitFunction | null {
		let other: WitFunction | null = null;
		for (const functions of this.#byFile.values()) {
			for (const func of functions) {
				if (func.function !== name) continue;
				if (func.interface === iface) return func;
				if (withoutVersion(func.interface) === withoutVersion(iface)) other ??= func;
			}
		}
		return other;
	}
}

class Finder {
	readonly found: WitFunction[] = [];
	readonly #path: string;
	readonly #lineStarts: readonly number[];

	constructor(path: string, text: string) {
		this.#path = path;
		const starts = [0];
		for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
		this.#lineStarts = starts;
	}

	package(header: PackageHeader | null, items: readonly TopItem[], nested: readonly NestedPackage[]): void {
		for (const item of items) {
			if (item.kind === "interface") this.#interface(item, interfaceName(header, item.name.text));
			else if (item.kind === "world") for (const member of item.members) this.#worldMember(member);
		}
		for (const inner of nested) this.package(inner.header, inner.items, inner.nested);
	}

	#interface({ members }: InterfaceDeclaration, name: string): void {
		for (const member of members) {
			if (member.kind === "function") this.#function(member, name, null);
			else if (member.kind === "type" && member.body.form === "resource") {
				for (const func of member.body.functions) this.#function(func, name, member.name.text);
			}
		}
	}

	#worldMember(member: WorldMember): void {
		if (member.kind !== "extern") return;
		if (member.shape.form === "function") this.#function(member.shape.function, null, null);
		else if (member.shape.form === "interface") this.#interface(member.shape.interface, member.name.text);
	}

	#function(func: FunctionDeclaration, iface: string | null, resource: string | null): void {
		const { line, character } = this.#position(func.name.span.start);
		this.found.push({
			path: this.#path,
			line,
			character,
			lastLine: this.#position(func.span.end).line,
			interface: iface,
			function: componentName(func, resource),
		});
	}

	#position(offset: number): { line: number; character: number } {
		let low = 0;
		let high = this.#lineStarts.length - 1;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return { line: low, character: offset - (this.#lineStarts[low] ?? 0) };
	}
}

function interfaceName(header: PackageHeader | null, name: string): string {
	if (header === null) return name;
	const { namespace, name: pkg, version } = header.name;
	return `${namespace.text}:${pkg.text}/${name}${version === null ? "" : `@${version.text}`}`;
}

function componentName(func: FunctionDeclaration, resource: string | null): string {
	switch (func.role) {
		case "constructor":
			return `[constructor]${resource}`;
		case "method":
		case "static":
			return `[${func.role}]${resource}.${func.name.text}`;
		case "free":
			return func.name.text;
		default: {
			const never: never = func.role;
			return never;
		}
	}
}
