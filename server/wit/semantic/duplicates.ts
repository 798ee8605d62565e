/**
 * Names that an interface or a world has twice. The Component Model asks for names that differ by more than case, and a resource's methods share one space of names
 * (Explainer.md, "strongly-unique"); the reference parser of the suite's time asked for less, hence `severe`.
 */
import type { Name } from "./declarations.ts";
import { isName } from "./read/names.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import { folded as fold } from "./same-names.ts";
import type { FunctionSymbol, TypeSymbol } from "./symbols.ts";

/** Checks types and functions of an interface, and the types of a world: its imports and exports are checked with its includes. */
export function checkMemberNames(resolution: Resolution, scope: OwnerScope): void {
	const seen = new Names(resolution, scope);
	for (const member of scope.members) {
		if (member.kind === "type") seen.add(member.name, member.name.text, "a type");
	}
	for (const member of scope.members) {
		if (member.kind === "type") continue;
		checkParameters(resolution, member);
		if (member.resource !== null) {
			const what = member.declaration.role === "constructor" ? "a constructor" : "a function of the resource";
			if (isFirst(scope, member.resource)) seen.add(member.name, spaceOf(member), what);
		} else if (scope.owner.kind === "interface") seen.add(member.name, spaceOf(member), "a function");
	}
}

/** The name under which a function must be unique: methods and static functions share theirs, accessors have their own. */
function spaceOf({ resource, name, declaration: { role, accessor } }: FunctionSymbol): string {
	const mark = accessor === null ? "" : `[${accessor}]`;
	if (resource === null) return mark + name.text;
	return role === "constructor" ? `[constructor]${resource.name.text}` : `${mark}${resource.name.text}.${name.text}`;
}

/** Members of the second resource of a name are not compared with those of the first: the name of the resource is the mistake. */
function isFirst(scope: OwnerScope, resource: TypeSymbol): boolean {
	return scope.types.get(resource.name.text) === resource;
}

class Names {
	readonly #resolution: Resolution;
	readonly #scope: OwnerScope;
	/** What was added, by its space as similar ones are alike: the first of them. */
	readonly #folded = new Map<string, { readonly name: Name; readonly space: string }>();
	/** What was added although it is similar to something, by its very space. */
	readonly #others = new Map<string, Name>();
	/** Whether a name with a mark or a resource before it was added: without one, only equal names are similar. */
	#hasSpaces = false;

	constructor(resolution: Resolution, scope: OwnerScope) {
		this.#resolution = resolution;
		this.#scope = scope;
	}

	/** `space` is the name as it must be unique: a mark for accessors, the resource before a `.`. */
	add(name: Name, space: string, what: string): void {
		if (name.text === "") return;
		const folded = fold(space);
		this.#hasSpaces ||= space !== name.text;
		const same = this.#folded.get(folded);
		const first = same?.space === space ? same.name : this.#others.get(space);
		const other = first ?? (this.#hasSpaces ? this.#similar(folded) : same?.name);
		if (other === undefined) {
			this.#folded.set(folded, { name, space });
			return;
		}
		const { file, kind } = this.#scope.owner;
		const related = [{ file, span: other.span, message: "the first one" }];
		const place = { file, span: name.span, related };
		if (first !== undefined) {
			this.#resolution.report({
				kind: "duplicate-name",
				name,
				what,
				among: `this ${space.includes(".") ? "resource" : kind}`,
				...place,
			});
			return;
		}
		this.#others.set(space, name);
		// What is no name has its own mistake.
		if (isName(name.text) && isName(other.text)) {
			this.#resolution.report({ kind: "case-conflict", name, other, what, severe: false, ...place });
		}
	}

	/**
	 * A name that a component takes for the same: with other case; an accessor and something else of its name, though a getter and a setter go together; a resource's function
	 * that is called like its resource.
	 */
	#similar(folded: string): Name | undefined {
		if (folded.startsWith("[constructor]")) return this.#folded.get(folded)?.name;
		const plain = folded.replace(/^\[[a-z]*\]/, "");
		const [resource, own] = plain.split(".");
		const others = folded === plain ? [`[get]${plain}`, `[set]${plain}`] : [plain];
		if (own !== undefined && own === resource) others.push(resource);
		return [folded, ...others].map((key) => this.#folded.get(key)?.name).find((name) => name !== undefined);
	}
}

function checkParameters(resolution: Resolution, { declaration, file }: FunctionSymbol): void {
	if (declaration.parameters.length + (declaration.role === "method" ? 1 : 0) < 2) return;
	const seen = new Map<string, Name>();
	const others = new Set<string>();
	if (declaration.role === "method") seen.set("self", { text: "self", span: declaration.keyword });
	for (const { name } of declaration.parameters) {
		const folded = fold(name.text);
		const other = seen.get(folded);
		if (other === undefined) {
			seen.set(folded, name);
			continue;
		}
		const self = other.text === "self" && declaration.role === "method";
		const message = self ? "the method's resource is its parameter `self`" : "the first one";
		const place = { file, span: name.span, related: [{ file, span: other.span, message }] };
		if (other.text === name.text || others.has(name.text)) {
			resolution.report({ kind: "duplicate-name", name, what: "a parameter", among: "this function", ...place });
		} else if (isName(name.text) && isName(other.text)) {
			resolution.report({ kind: "case-conflict", name, other, what: "a parameter", severe: false, ...place });
		}
		others.add(name.text);
	}
}
