/** What worlds import and export, with their includes (WIT.md, "Worlds", "Union of worlds with include"). */
import type { ExternDeclaration, Gate, IncludeDeclaration, Name } from "./declarations.ts";
import { getterName } from "./functions.ts";
import { isEnabled, missingFeature } from "./gates.ts";
import { resolvePath } from "./paths.ts";
import { isName } from "./read/names.ts";
import { plainName, renamed, renamesOf } from "./renames.ts";
import type { OwnerScope, Resolution, ResolvedWorld, WorldEntry } from "./resolution.ts";
import { folded as fold, sameButCase } from "./same-names.ts";
import type { FunctionSymbol, InterfaceSymbol, WorldSymbol } from "./symbols.ts";

/** Resolves a world and those that it includes; needs types and functions. */
export function resolveWorld(resolution: Resolution, scope: OwnerScope): void {
	if (scope.owner.kind === "world") worldOf(resolution, scope.owner, 0);
}

/** Worlds that include one another deeper than this are not followed: nobody writes them, but a file may hold them. */
const deepestInclude = 1000;

function worldOf(resolution: Resolution, owner: WorldSymbol, depth: number): ResolvedWorld {
	const known = resolution.worlds.get(owner);
	if (known !== undefined) return known;
	const scope = resolution.scopes.get(owner);
	if (scope !== undefined) resolution.enter(scope);
	const own = { imports: new Map<string, WorldEntry>(), exports: new Map<string, WorldEntry>() };
	const isKnown = scope === undefined || addOwn(resolution, scope, own);
	// A world that comes back to itself by its includes finds itself incomplete.
	const world: ResolvedWorld = { imports: new Map(own.imports), exports: new Map(own.exports), own, complete: false };
	resolution.worlds.set(owner, world);
	if (scope === undefined) return world;
	let complete = isKnown;
	for (const member of owner.declaration.members) {
		if (member.kind === "include" && !include(resolution, scope, owner, world, member, depth)) complete = false;
	}
	world.complete = complete;
	if (isEnabled(resolution.features, owner.declaration.gates)) {
		for (const entries of [world.imports, world.exports]) checkSetters(resolution, entries);
	}
	return world;
}

/** The declared names of one direction, those that a feature switches off included. */
class Declared {
	readonly exact = new Map<string, { name: Name; what: string }>();
	readonly folded = new Map<string, Name>();

	constructor(types: OwnerScope["types"]) {
		for (const [text, { name }] of types) {
			this.exact.set(text, { name, what: "type" });
			this.folded.set(fold(text), name);
		}
	}
}

/** Answers whether all that the world names is known. */
function addOwn(
	resolution: Resolution,
	scope: OwnerScope,
	world: Record<"imports" | "exports", Map<string, WorldEntry>>,
): boolean {
	const { owner } = scope;
	let isKnown = true;
	for (const [text, symbol] of scope.types) {
		if (!isEnabled(resolution.features, symbol.gates)) continue;
		const { gates, name } = symbol;
		const docs = symbol.declaration?.docs ?? null;
		world.imports.set(text, { label: text, symbol, gates, docs, file: owner.file, name });
	}
	const declared = { import: new Declared(scope.types), export: new Declared(new Map()) };
	const functions = new Map(
		scope.members.flatMap((member) => (member.kind === "function" ? [[member.declaration, member]] : [])),
	);
	for (const member of owner.declaration.members) {
		if (member.kind !== "extern") continue;
		const { key, label, symbol } = externOf(resolution, scope, member, functions);
		checkUnique(resolution, scope, declared[member.direction], member, key);
		if (symbol === null) isKnown = false;
		if (symbol === null || !isEnabled(resolution.features, member.gates)) continue;
		if (symbol.kind === "interface" && member.shape.form === "path") checkTarget(resolution, scope, member, symbol);
		const entries = member.direction === "import" ? world.imports : world.exports;
		const { gates, docs, name } = member;
		const entry: WorldEntry = { label, symbol, gates, docs, file: owner.file, name };
		if (!entries.has(key)) entries.set(key, entry);
	}
	return isKnown;
}

interface Extern {
	readonly key: string;
	readonly label: string | null;
	readonly symbol: InterfaceSymbol | FunctionSymbol | null;
}

function externOf(
	resolution: Resolution,
	scope: OwnerScope,
	{ shape, gates, name }: ExternDeclaration,
	functions: ReadonlyMap<FunctionSymbol["declaration"], FunctionSymbol>,
): Extern {
	switch (shape.form) {
		case "function": {
			const symbol = functions.get(shape.function) ?? null;
			const label = symbol?.abiName ?? name.text;
			return { key: label, label, symbol };
		}
		case "interface":
			return { key: name.text, label: name.text, symbol: resolution.inlineInterfaces.get(shape.interface) ?? null };
		case "path": {
			const symbol = resolvePath(resolution, scope.unit, shape.path, "interface", gates);
			if (shape.label !== null) return { key: shape.label.text, label: shape.label.text, symbol };
			return { key: `/${symbol?.id ?? `? ${shape.path.span.start}`}`, label: null, symbol };
		}
		default: {
			const impossible: never = shape;
			return impossible;
		}
	}
}

function checkTarget(resolution: Resolution, { owner }: OwnerScope, member: ExternDeclaration, target: InterfaceSymbol): void {
	if (member.shape.form !== "path" || member.shape.path.package !== null) return;
	if (!isEnabled(resolution.features, owner.declaration.gates)) return;
	reportOff(resolution, owner, member.name, target, target.declaration.gates);
}

function reportOff(
	resolution: Resolution,
	{ file }: OwnerScope["owner"],
	name: Name,
	target: InterfaceSymbol | WorldSymbol,
	gates: readonly Gate[],
): boolean {
	const feature = missingFeature(resolution.features, gates);
	if (feature === null) return false;
	const related = [{ file: target.file, span: target.name.span, message: "declared here, behind its gate" }];
	const what = `${target.kind} \`${target.name.text}\``;
	resolution.report({ kind: "disabled", what, feature, container: false, file, span: name.span, related });
	return true;
}

function checkUnique(
	resolution: Resolution,
	{ owner }: OwnerScope,
	declared: Declared,
	member: ExternDeclaration,
	key: string,
): void {
	const { name, shape, direction } = member;
	const { file } = owner;
	const what = shape.form === "path" ? "interface" : shape.form === "function" ? "function" : "interface";
	const first = declared.exact.get(key);
	if (first !== undefined) {
		const related = [
			{ file, span: first.name.span, message: `the first one, ${first.what === "interface" ? "an" : "a"} ${first.what}` },
		];
		const place = { file, span: name.span, related };
		resolution.report({ kind: "duplicate-name", name, what: `an ${direction}`, among: "this world", ...place });
		return;
	}
	declared.exact.set(key, { name, what });
	if (key.startsWith("/")) return;
	const other = declared.folded.get(fold(key));
	if (other === undefined) declared.folded.set(fold(key), name);
	// What is no name has its own mistake.
	else if (isName(name.text) && isName(other.text)) {
		const related = [{ file, span: other.span, message: "the first one" }];
		resolution.report({
			kind: "case-conflict",
			name,
			other,
			what: `an ${direction}`,
			severe: sameButCase(key, other.text),
			file,
			span: name.span,
			related,
		});
	}
}

/** Answers whether all is known that is included. */
function include(
	resolution: Resolution,
	scope: OwnerScope,
	owner: WorldSymbol,
	world: ResolvedWorld,
	member: IncludeDeclaration,
	depth: number,
): boolean {
	const { path, gates, renames } = member;
	const target = resolvePath(resolution, scope.unit, path, "world", gates);
	const off = !isEnabled(resolution.features, gates) || !isEnabled(resolution.features, owner.declaration.gates);
	if (target === null || target === owner || depth > deepestInclude) return false;
	if (off) return true;
	if (path.package === null && reportOff(resolution, owner, path.name, target, target.declaration.gates)) return true;
	const included = worldOf(resolution, target, depth + 1);
	resolution.enter(scope);
	resolution.includes.set(owner, [...(resolution.includes.get(owner) ?? []), { world: target, declaration: member }]);
	const names = renamesOf(member);
	const unmatched = new Set(renames.map(({ name }) => name));
	for (const [direction, from, into] of [
		["import", included.imports, world.imports],
		["export", included.exports, world.exports],
	] as const) {
		const folded = new Set([...into.keys()].map((key) => key.toLowerCase()));
		const added = new Set<string>();
		for (const [key, entry] of from) {
			if (entry.label === null) {
				if (!into.has(key)) into.set(key, entry);
				continue;
			}
			for (const name of unmatched) if (plainName(entry.label) === name.text) unmatched.delete(name);
			const label = renamed(entry.label, names);
			const lower = label.toLowerCase();
			// Two labels that the included world has itself are compared there.
			if (!folded.has(lower) && (label === entry.label || !added.has(lower)) && !into.has(label)) {
				into.set(label, { ...entry, label });
				added.add(lower);
			} else if (into.get(label)?.name !== entry.name || included.complete) {
				const related = [{ file: entry.file, span: entry.name.span, message: "what is included" }];
				const place = { file: owner.file, span: path.name.span, related };
				resolution.report({ kind: "include-conflict", direction, name: label, path, ...place });
			}
		}
	}
	if (!included.complete) return false;
	const labels = [...included.imports.values(), ...included.exports.values()].flatMap(({ label }) => label ?? []);
	const candidates = [...new Set(labels.map((label) => plainName(label)))].filter((label) => !label.includes("."));
	for (const name of unmatched) {
		const isInterface = [...included.imports.values(), ...included.exports.values()].some(
			({ label, symbol }) => label === null && symbol.name.text === name.text,
		);
		const related = [{ file: owner.file, span: name.span, message: "the name that does not match" }];
		resolution.report({
			kind: "unmatched-rename",
			name,
			isInterface,
			candidates,
			file: owner.file,
			span: path.name.span,
			related,
		});
	}
	return true;
}

function checkSetters(resolution: Resolution, entries: ReadonlyMap<string, WorldEntry>): void {
	for (const [key, { symbol, name, file }] of entries) {
		if (symbol.kind !== "function" || symbol.declaration.accessor !== "set" || entries.has(getterName(key))) continue;
		resolution.report({ kind: "accessor", mistake: "no-getter", name, file, span: name.span });
	}
}
