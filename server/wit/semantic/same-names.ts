/**
 * Names that a component takes for one (Explainer.md, "strongly-unique"). By the specification names differ by more than case; the newest reference tools leave out `-` as
 * well, because `f-1` and `f1` are the same name in most languages.
 */

/** What two names have in common that count as one. */
export function folded(name: string): string {
	return name.toLowerCase().replaceAll("-", "");
}

/** What sets two names apart that count as one, for a message; null for equal names. */
export function difference(name: string, other: string): string | null {
	if (name === other) return null;
	if (sameButCase(name, other)) return "upper and lower case alone";
	return name.toLowerCase() === name && other.toLowerCase() === other ? "`-` alone" : "`-` and upper and lower case alone";
}

export function sameButCase(name: string, other: string): boolean {
	return name.toLowerCase() === other.toLowerCase();
}
