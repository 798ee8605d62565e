import type { ItemSymbol, PackageSymbol } from "../wit/semantic/index.ts";

const KEYWORDS = new Set(
	"as async bool borrow char constructor enum export f32 f64 flags from func future import include interface list map option own package record resource result s16 s32 s64 s8 static stream string tuple type u16 u32 u64 u8 use variant with world error-context".split(
		" ",
	),
);

/** A name as it is written where it could be taken for a word of the language. */
export function escaped(name: string): string {
	return KEYWORDS.has(name) ? `%${name}` : name;
}

/** How an interface or world is named in a file of a package: by its name alone in its own. */
export function writtenPath({ package: home, name, id }: ItemSymbol, from: PackageSymbol | null): string {
	return home === from ? escaped(name.text) : id;
}
