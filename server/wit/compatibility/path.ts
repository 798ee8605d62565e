/** The way from a world or an interface to the exact place of a difference. */

export interface Step {
	readonly kind:
		| "import"
		| "export"
		| "interface"
		| "world"
		| "function"
		| "type"
		| "parameter"
		| "result"
		| "field"
		| "case"
		| "flag"
		| "element"
		| "key"
		| "value"
		| "ok"
		| "error";
	/** Null where the kind says all: there is one result, one element of a list. */
	readonly name: string | null;
}

export type Path = readonly Step[];

export function step(kind: Step["kind"], name: string | null = null): Step {
	return { kind, name };
}

/** ``interface `a:b/i` → function `f` → parameter `x` → element``. */
export function pathText(path: Path): string {
	return path.map(({ kind, name }) => (name === null ? `the ${kind}` : `${kind} \`${name}\``)).join(" → ");
}
