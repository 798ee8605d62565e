import { nearestName } from "../../wit/nearest.ts";
import type { InterfaceSymbol, ItemSymbol, Model, PackageSymbol, ProblemOf } from "../../wit/semantic/index.ts";
import { writtenPath } from "../written-name.ts";
import { listed, problemRule } from "./rule.ts";

/**
 * Nothing of this name is known here. A type must be declared in the same interface or world, or brought there by `use`; an interface or world must be
 * in the same package, named by a `use` at the top of the file, or named with its package.
 */
export const unresolvedName = problemRule("unresolved-name", "parser", "error", "unresolved-name", (problem, model, index) => {
	const { name, wanted, within, candidates, elsewhere } = problem;
	const renamed = oldNames.get(name.text);
	if (renamed !== undefined && wanted === "type") return `There is no type \`${name.text}\`. It is called \`${renamed}\`.`;
	const what = `There is no ${wanted} \`${name.text}\` ${place(within, wanted)}.`;
	if (index >= mostGuesses) return what;
	const guess = likelyName(problem);
	if (guess !== null) return `${what} Did you mean \`${guess}\`?`;
	const known = [...candidates];
	const [first] = elsewhere;
	if (first !== undefined) return `${what} ${bringIn(name.text, first, model.main)}`;
	const [foreign] = elsewhereIn(problem, model);
	if (foreign !== undefined)
		return `${what} The package \`${foreign.package.key}\` has it: write \`${writtenPath(foreign, null)}\`.`;
	if (known.length === 0 && within !== null) return `${what} It has none.`;
	if (within !== null) return `${what} It has ${listed(known)}.`;
	return known.length === 0 && wanted !== "type" ? what : `${what} Declare it, or bring it in with \`use\`.`;
});

/** Interfaces and worlds of this name in other packages, or in other versions of the package that was asked. */
function elsewhereIn({ name, wanted, within }: ProblemOf<"unresolved-name">, { packages }: Model): readonly ItemSymbol[] {
	if (wanted === "type" || wanted === "resource") return [];
	return [...packages.values()].flatMap((home) => {
		const found = home.items.get(name.text);
		const isAsked = within?.kind !== "package" || (home.id.namespace === within.id.namespace && home.id.name === within.id.name);
		const isRight = found !== undefined && (wanted === "interface or world" || found.kind === wanted);
		// The own package's name is not written in paths.
		return isRight && isAsked && home !== within && home.origin !== "main" ? [found] : [];
	});
}

/** The name that was most likely meant, or null where none is near. What a type was called once has its new name. */
export function likelyName({ name, wanted, within, candidates }: ProblemOf<"unresolved-name">): string | null {
	if (wanted !== "type") return nearestName(name.text, [...candidates]);
	const known = within === null ? [...primitives, ...candidates] : [...candidates];
	return oldNames.get(name.text) ?? nearestName(name.text, known);
}

/** Only for the first of very many is it looked for what was meant: one look goes through all names. */
const mostGuesses = 50;

export const primitives: readonly string[] =
	"bool u8 u16 u32 u64 s8 s16 s32 s64 f32 f64 char string list option result tuple".split(" ");

/** What types were called once, or are called elsewhere. */
const oldNames: ReadonlyMap<string, string> = new Map([
	["float32", "f32"],
	["float64", "f64"],
	["union", "variant"],
	["unit", "result"],
	["expected", "result"],
	["i8", "s8"],
	["i16", "s16"],
	["i32", "s32"],
	["i64", "s64"],
	["boolean", "bool"],
	["str", "string"],
	["vec", "list"],
	["array", "list"],
]);

function place(within: PackageSymbol | InterfaceSymbol | null, wanted: string): string {
	if (within === null) return wanted === "type" || wanted === "resource" ? "here" : "in this package";
	return within.kind === "package" ? `in the package \`${within.key}\`` : `in the interface \`${within.id}\``;
}

function bringIn(name: string, found: InterfaceSymbol, from: PackageSymbol | null): string {
	return `Another interface has it: \`use ${writtenPath(found, from)}.{${name}};\`.`;
}
