const KEYWORDS = new Set(
	"as async bool borrow char constructor enum export f32 f64 flags from func future import include interface list map option own package record resource result s16 s32 s64 s8 static stream string tuple type u16 u32 u64 u8 use variant with world error-context".split(
		" ",
	),
);

/** A name as it is written where it could be taken for a word of the language. */
export function escaped(name: string): string {
	return KEYWORDS.has(name) ? `%${name}` : name;
}
