import { didYouMean } from "../../wit/nearest.ts";
import type { InterfaceSymbol, PackageSymbol } from "../../wit/semantic/index.ts";
import { listed, problemRule } from "./rule.ts";

/**
 * Nothing of this name is known here. A type must be declared in the same interface or world, or brought there by `use`; an interface or world must be
 * in the same package, named by a `use` at the top of the file, or named with its package.
 */
export const unresolvedName = problemRule(
	"unresolved-name",
	"parser",
	"error",
	"unresolved-name",
	({ name, wanted, within, candidates, elsewhere }, _model, index) => {
		const renamed = oldNames.get(name.text);
		if (renamed !== undefined && wanted === "type") return `There is no type \`${name.text}\`. It is called \`${renamed}\`.`;
		const what = `There is no ${wanted} \`${name.text}\` ${place(within, wanted)}.`;
		if (index >= mostGuesses) return what;
		const known = [...candidates];
		const guess = didYouMean(name.text, wanted === "type" && within === null ? [...primitives, ...known] : known);
		if (guess !== "") return what + guess;
		const [first] = elsewhere;
		if (first !== undefined) return `${what} ${bringIn(name.text, first)}`;
		if (known.length === 0 && within !== null) return `${what} It has none.`;
		if (within !== null) return `${what} It has ${listed(known)}.`;
		return known.length === 0 && wanted !== "type" ? what : `${what} Declare it, or bring it in with \`use\`.`;
	},
);

/** Only for the first of very many is it looked for what was meant: one look goes through all names. */
const mostGuesses = 50;

const primitives = "bool u8 u16 u32 u64 s8 s16 s32 s64 f32 f64 char string list option result tuple".split(" ");

/** What types were called once. */
const oldNames: ReadonlyMap<string, string> = new Map([
	["float32", "f32"],
	["float64", "f64"],
	["union", "variant"],
	["unit", "result"],
]);

function place(within: PackageSymbol | InterfaceSymbol | null, wanted: string): string {
	if (within === null) return wanted === "type" || wanted === "resource" ? "here" : "in this package";
	return within.kind === "package" ? `in the package \`${within.key}\`` : `in the interface \`${within.id}\``;
}

function bringIn(name: string, { package: home, name: item }: InterfaceSymbol): string {
	const { namespace, name: packageName, version } = home.id;
	const path =
		home.origin === "main" ? item.text : `${namespace}:${packageName}/${item.text}${version === null ? "" : `@${version}`}`;
	return `Another interface has it: \`use ${path}.{${name}};\`.`;
}
