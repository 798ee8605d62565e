/**
 * Random packages that use the whole language: several files, nested packages, dependencies in several versions, every kind of type and function, gates, `use` and `include`
 * through packages. Half of them are to be right, the others have a few mistakes.
 */
import type { WitCase } from "../../conformance/reference.ts";
import { Random } from "../random.ts";
import { type Drawing, functionOf, gate, type NamedType, newName, signature, space, typeDeclaration } from "./members.ts";

/** An interface with its types, or a world with all that a rename can name. */
interface Item {
	readonly name: string;
	readonly types: readonly NamedType[];
}

interface Package {
	readonly namespace: string;
	readonly name: string;
	readonly version: string | null;
	readonly interfaces: Item[];
	readonly worlds: Item[];
}

const VERSIONS = ["0.1.1", "0.2.0", "1.0.0", "1.0.0-rc.1", "1.2.3+build.5"];

class DocumentDrawing implements Drawing {
	readonly random: Random;
	/** One choice in so many is a mistake, as long as there may be some. */
	readonly #rarely: number;
	#slips: number;
	#names = 0;
	versioned = true;

	constructor(random: Random) {
		this.random = random;
		this.#slips = random.pick([0, 0, 0, 1, 1, 2]);
		this.#rarely = random.pick([20, 100, 300]);
	}

	readonly slip = <T>(right: T, ...wrong: readonly T[]): T => {
		if (this.#slips === 0 || wrong.length === 0 || !this.random.once(this.#rarely)) return right;
		this.#slips--;
		return this.random.pick(wrong);
	};

	readonly fresh = (): number => this.#names++;
}

/** The document of a seed. */
export function documentOf(seed: number): WitCase {
	const random = new Random(seed);
	const draw = new DocumentDrawing(random);
	const known: Package[] = [];
	const dependencies = random.some(0, 3, (index) => {
		const again = known.length > 0 && random.once(3) ? random.pick(known) : null;
		const name = again?.name ?? `dep${index}`;
		const free = VERSIONS.filter((version) => !known.some((other) => other.name === name && other.version === version));
		const version = again === null && random.once(4) ? null : random.pick(free);
		return writePackage(draw, known, { namespace: "test", name, version }, `deps/d${index}${random.once(2) ? "/" : ".wit"}`);
	});
	const version = random.once(5) ? null : random.pick(VERSIONS);
	const files = writePackage(draw, known, { namespace: "test", name: "made", version }, "");
	return { files, dependencies: random.shuffled(dependencies) };
}

function writePackage(
	draw: DocumentDrawing,
	known: Package[],
	id: Pick<Package, "namespace" | "name" | "version">,
	place: string,
): WitCase["files"] {
	const { random, slip } = draw;
	const nested = place === "" && random.once(4) ? [nestedPackage(draw, known)] : [];
	const own: Package = { ...id, interfaces: [], worlds: [] };
	draw.versioned = id.version !== null;
	const items = contents(draw, known, own);
	known.push(own);
	const count = place.endsWith(".wit") ? 1 : random.pick([1, 1, 2, 3]);
	const header = `package ${id.namespace}:${slip(id.name, "other", "package", "x:y")}${id.version === null ? "" : `@${id.version}`};\n`;
	return Array.from({ length: count }, (_, index) => {
		const inFile = items.filter((_text, at) => at % count === index);
		const needsHeader = index === 0 || random.once(2);
		// Docs of a package stand in one file only.
		const start = slip(needsHeader, !needsHeader)
			? `${index === 0 || draw.slip(false, true) ? random.pick(["", "/// The package.\n", "\ufeff"]) : ""}${header}`
			: "";
		const uses = topLevelUses(draw, known, own);
		const path = place.endsWith(".wit") ? place : `${place}${"cab"[index]}.wit`;
		return { path, text: `${start}${[...uses, ...inFile, ...(index === 0 ? nested : [])].join("\n\n")}\n` };
	});
}

function nestedPackage(draw: DocumentDrawing, known: Package[]): string {
	const version = draw.random.once(3) ? null : draw.random.pick(VERSIONS);
	const own: Package = { namespace: "nested", name: `inner${draw.fresh()}`, version, interfaces: [], worlds: [] };
	draw.versioned = version !== null;
	const items = contents(
		draw,
		known.filter(({ namespace }) => namespace === "none"),
		own,
	);
	known.push(own);
	const inside = draw.slip(items.join("\n"), "package a:b { }", "package a:b;");
	return `${draw.slip("", "@since(version = 1.0.0) ")}package nested:${own.name}${version === null ? "" : `@${version}`} {\n${inside}\n}`;
}

function topLevelUses(draw: DocumentDrawing, known: readonly Package[], own: Package): readonly string[] {
	return draw.random.some(0, 1, () => {
		// To the reference a world of another package that is named here is an interface, or not, by what stands before.
		const found = draw.random.once(3) ? reference(draw, [], own, "worlds") : reference(draw, known, own, "interfaces");
		return found === null
			? ""
			: `${draw.slip("", "@since(version = 0.1.0) ")}use ${found.path} as top${draw.fresh()}${draw.slip(";", "")}`;
	});
}

/** A path to an interface or world of this package or of another one. */
function reference(
	draw: DocumentDrawing,
	known: readonly Package[],
	own: Package,
	what: "interfaces" | "worlds",
): { readonly path: string; readonly types: readonly NamedType[] } | null {
	const { random, slip } = draw;
	const others = [...known, own].filter((found) => found[what].length > 0);
	if (others.length === 0) return null;
	const home = random.pick(others);
	const { name, types } = random.pick(home[what]);
	const wrongName = slip(name, "nothing", ...[...own.worlds.slice(0, 1), ...own.interfaces.slice(0, 1)].map((each) => each.name));
	const version = slip(home.version === null ? "" : `@${home.version}`, "@9.0.0", "");
	const path =
		home === own && slip(true, false) ? wrongName : `${home.namespace}:${slip(home.name, "absent")}/${wrongName}${version}`;
	return { path, types };
}

function useOf(
	draw: DocumentDrawing,
	known: readonly Package[],
	own: Package,
): { readonly text: string; readonly types: readonly NamedType[] } | null {
	const { random, slip } = draw;
	const found = reference(draw, known, own, "interfaces");
	if (found === null || found.types.length === 0) return null;
	const taken = random.shuffled(found.types).slice(0, 1 + random.below(2));
	const types = taken.map((type): NamedType => ({ ...type, name: newName(draw) }));
	const names = taken.map(({ name }, index) => `${slip(name, "absent", "f")} as ${types[index]?.name}`);
	return {
		text: `${gate(draw, "item")}use ${found.path}.{${slip(names.join(", "), "")}${random.once(5) ? "," : ""}}${slip(";", "")}`,
		types,
	};
}

/** Members of an interface: uses and types in an order that says nothing, and functions. */
function members(
	draw: DocumentDrawing,
	known: readonly Package[],
	own: Package,
): { readonly texts: readonly string[]; readonly types: readonly NamedType[] } {
	const { random } = draw;
	const types: NamedType[] = [];
	const texts: string[] = [];
	for (let rest = random.below(3); rest > 0; rest--) {
		const used = useOf(draw, known, own);
		if (used === null) continue;
		texts.push(used.text);
		types.push(...used.types);
	}
	for (let rest = random.below(5); rest > 0; rest--) {
		const made = typeDeclaration(draw, types);
		texts.push(made.text);
		types.push(made.type);
	}
	const order = random.shuffled(texts);
	const functions = random.some(0, 4, () => functionOf(draw, types));
	const all = random.once(4) ? random.shuffled([...order, ...functions]) : [...order, ...functions];
	return { texts: all.map((text) => space(draw) + text), types };
}

function worldMembers(
	draw: DocumentDrawing,
	known: readonly Package[],
	own: Package,
): { readonly texts: readonly string[]; readonly types: readonly NamedType[] } {
	const { random, slip } = draw;
	const direction = () => random.pick(["import", "export"]);
	const types: NamedType[] = [];
	const functions: NamedType[] = [];
	const taken = new Set<string>();
	/** The same interface twice would be a mistake. */
	const extern = (label: () => string) => {
		const path = reference(draw, known, own, "interfaces")?.path ?? "";
		const text = `${direction()} ${label()}${path}`;
		const again = taken.has(text) && slip(true, false);
		taken.add(text);
		return path === "" || again ? "" : `${text};`;
	};
	const makers: readonly (() => string)[] = [
		() => extern(() => ""),
		() => extern(() => `${newName(draw)}: `),
		() => {
			const name = newName(draw);
			functions.push({ name, resource: false, holdsBorrow: false });
			return `${direction()} ${name}: ${signature(draw, types)};`;
		},
		() => `${direction()} ${newName(draw)}: interface { ${members(draw, known, own).texts.join("\n")} }${slip("", ";")}`,
		() => {
			const used = useOf(draw, known, own);
			types.push(...(used?.types ?? []));
			return used?.text ?? "";
		},
		() => {
			const made = typeDeclaration(draw, types);
			types.push(made.type);
			return made.text;
		},
		() => {
			const found = reference(draw, known, own, "worlds");
			if (found === null) return "";
			const renamed = random.shuffled(found.types).slice(0, random.below(3));
			const renames = renamed.map(({ name }) => `${name} as ${newName(draw)}`);
			const rest = renames.length === 0 ? ";" : ` with { ${renames.join(", ")} }`;
			return `include ${found.path}${slip(rest, " with { nothing as something }", " with { a as b, a as b }", " with { };")}`;
		},
	];
	const texts = random.some(0, 6, () => random.pick(makers)()).filter((text) => text !== "");
	return {
		texts: texts.map((text) => space(draw) + (text.startsWith("@") ? "" : gate(draw, "item")) + text),
		types: [...types, ...functions],
	};
}

function contents(draw: DocumentDrawing, known: readonly Package[], own: Package): readonly string[] {
	const { random } = draw;
	const interfaces = random.some(1, 3, () => {
		const name = newName(draw);
		const made = members(draw, known, own);
		const text = `${space(draw)}${gate(draw, "item")}interface ${name} {\n${made.texts.join("\n")}\n}`;
		own.interfaces.push({ name, types: made.types });
		return text;
	});
	const worlds = random.some(0, 3, () => {
		const name = newName(draw);
		const made = worldMembers(draw, known, own);
		const text = `${space(draw)}${gate(draw, "item")}world ${name} {\n${made.texts.join("\n")}\n}`;
		own.worlds.push({ name, types: made.types });
		return text;
	});
	return random.shuffled([...interfaces, ...worlds]);
}
