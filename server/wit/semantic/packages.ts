/** Which packages there are: the files of directories put together, nested packages taken out (WIT.md, "Package declaration"). */
import type { FileDeclarations, Name, NestedPackage, PackageHeader, PackageName, Span, TopItem } from "./declarations.ts";
import { checkPackageNames } from "./package-names.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { ItemSymbol, PackageId, PackageSymbol, Unit } from "./symbols.ts";

/** The files of one package: a directory's `.wit` files, or a file alone. */
export interface PackageSource {
	/** The directory or file, for messages. */
	readonly path: string;
	readonly files: readonly FileDeclarations[];
}

export function packageId({ namespace, name, version }: PackageName): PackageId {
	return { namespace: namespace.text, name: name.text, version: version?.text ?? null };
}

/** `namespace:name@version`; the version is left out where there is none. */
export function packageKey({ namespace, name, version }: PackageId): string {
	return `${namespace}:${name}${version === null ? "" : `@${version}`}`;
}

/** Texts made from binaries repeat the packages that they use; that is no mistake of anyone's, and a text that was written counts before them. */
export function isDecoded(file: FileDeclarations): boolean {
	return /\.(wasm|wat)$/.test(file.path);
}

/** Finds the packages of a source; the one of its directory or file comes back, the nested ones are known by their names. */
export function collectPackages(
	resolution: Resolution,
	source: PackageSource,
	origin: "main" | "dependency",
): PackageSymbol | null {
	const files = source.files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
	for (const file of files) {
		const { header, hasBrokenHeader, nested } = file;
		resolution.frames.set(file, { header, hasBrokenHeader, nested });
		for (const inner of nested) collectNested(resolution, file, inner);
	}
	const [first] = files;
	if (first === undefined) return null;

	const headers = files.flatMap((file) => (file.header === null ? [] : [{ file, header: file.header }]));
	checkHeaders(resolution, headers);
	const main = headers[0];
	// What is wrong with a header that is there has been said.
	if (main === undefined && !files.some(({ hasBrokenHeader }) => hasBrokenHeader)) {
		resolution.report({ kind: "missing-header", file: first, span: wholeFirstLine(first) });
	}
	const name: Name = main?.header.name.name ?? { text: "", span: { start: 0, end: 0 } };
	const id = main === undefined ? { namespace: "", name: "", version: null } : packageId(main.header.name);
	const units = files.map((file) => ({ file, items: file.items }));
	return define(resolution, { id, origin, units, name, file: main?.file ?? first, span: main?.header.name.span ?? null });
}

/** The start of a file is what a missing header is reported at. */
function wholeFirstLine(file: FileDeclarations): Span {
	const newline = file.text.indexOf("\n");
	return { start: 0, end: newline < 0 ? file.text.length : newline };
}

interface HeaderIn {
	readonly file: FileDeclarations;
	readonly header: PackageHeader;
}

function checkHeaders(resolution: Resolution, headers: readonly HeaderIn[]): void {
	const [first] = headers;
	if (first === undefined) return;
	const documented = headers.filter(({ header }) => header.docs !== null);
	for (const { file, header } of headers) {
		if (packageKey(packageId(header.name)) !== packageKey(packageId(first.header.name))) {
			resolution.report({
				kind: "package-mismatch",
				file,
				span: header.name.span,
				found: header.name,
				first: first.header.name,
				related: [{ file: first.file, span: first.header.name.span, message: "the name in the first file" }],
			});
		}
		const other = documented[0];
		if (header.docs !== null && other !== undefined && other.header !== header) {
			resolution.report({
				kind: "package-docs",
				file,
				span: header.docs.span,
				related: [
					{ file: other.file, span: other.header.docs?.span ?? other.header.span, message: "the comments of the first file" },
				],
			});
		}
	}
}

function collectNested(resolution: Resolution, file: FileDeclarations, nested: NestedPackage): void {
	for (const inner of nested.nested) {
		resolution.report({ kind: "nested-package", name: inner.header.name, file, span: inner.header.name.span });
		collectNested(resolution, file, inner);
	}
	const { name } = nested.header;
	const units = [{ file, items: nested.items }];
	define(resolution, { id: packageId(name), origin: "nested", units, name: name.name, file, span: name.span });
}

interface Definition {
	readonly id: PackageId;
	readonly origin: PackageSymbol["origin"];
	readonly units: readonly Unit[];
	readonly name: Name;
	readonly file: FileDeclarations;
	readonly span: Span | null;
}

function define(resolution: Resolution, { id, origin, units, name, file, span }: Definition): PackageSymbol | null {
	const key = packageKey(id);
	const known = resolution.packages.get(key);
	if (known !== undefined && isDecoded(file)) return known;
	const symbol: PackageSymbol = { kind: "package", id, key, origin, units, items: new Map(), name, file };
	for (const unit of units) resolution.packageOf.set(unit, symbol);
	const replaces = known !== undefined && isDecoded(known.file);
	if (known !== undefined && span !== null && !replaces) {
		const related = [{ file: known.file, span: known.name.span, message: "the other package of this name" }];
		resolution.report({ kind: "duplicate-package", package: known, file, span, related });
	}
	if (known === undefined || replaces) resolution.packages.set(key, symbol);
	for (const unit of units) for (const item of unit.items) declareItem(resolution, symbol, unit, item);
	return symbol;
}

/** Makes the symbol of an interface or a world, and its scope; a top-level `use` has none, nor has an item whose name is missing. */
export function declareItem(resolution: Resolution, owner: PackageSymbol, unit: Unit, declaration: TopItem): OwnerScope | null {
	if (declaration.kind === "top-use" || declaration.name.text === "") return null;
	const { file } = unit;
	const { name } = declaration;
	const { namespace, name: packageName, version } = owner.id;
	const id = `${namespace}:${packageName}/${name.text}${version === null ? "" : `@${version}`}`;
	const symbol: ItemSymbol =
		declaration.kind === "interface"
			? { kind: "interface", package: owner, file, name, declaration, world: null, id }
			: { kind: "world", package: owner, file, name, declaration, id };
	return resolution.addScope(symbol, unit, null);
}

/** Gives a package its items by their names, the first of each. */
export function nameItems(resolution: Resolution, owner: PackageSymbol): void {
	resolution.begin(owner);
	const items = new Map<string, ItemSymbol>();
	for (const unit of owner.units) {
		for (const item of unit.items) {
			const symbol = resolution.scopeOf.get(item)?.owner;
			if (symbol === undefined) continue;
			const other = items.get(symbol.name.text);
			if (other === undefined) {
				items.set(symbol.name.text, symbol);
				continue;
			}
			const { name, file } = symbol;
			const related = [{ file: other.file, span: other.name.span, message: "the first one" }];
			const place = { file, span: name.span, related };
			resolution.report({ kind: "duplicate-name", name, what: "an interface or world", among: "this package", ...place });
		}
	}
	Object.assign(owner, { items });
	checkPackageNames(resolution, owner);
}
