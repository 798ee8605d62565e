/**
 * The validator of WebAssembly as the judge of whether a component fits a world: a component is written that imports one of the world's type, and is instantiated
 * with one of the component's type. The validator accepts that where the one is a subtype of the other, and nowhere else.
 */
import { composer, expectValue } from "../engine/engines.ts";

/** The component type of the world `w` of a package, as text. Compatible versions get the same name, as the canonical names of interfaces have it. */
export function worldType(wit: string): string {
	const printed = expectValue(composer.printWat(expectValue(composer.encodeWit([{ path: "w.wit", text: wit }], [], []))));
	const named = /\(export \(;\d+;\) "[^"]*\/w(?:@[^"]*)?" \(component \(type \d+\)\)\)/.exec(printed);
	if (named === null) throw new Error(`no world w in ${printed}`);
	return lastComponentBefore(printed, named.index).replace(/@(\d+)\.(\d+)\.(\d+)/g, (_, major, minor, patch) => {
		if (major !== "0") return `@${major}.0.0`;
		return minor !== "0" ? `@0.${minor}.0` : `@0.0.${patch}`;
	});
}

/** Null where a component of the one type is usable as one of the other; else the validator's words. */
export function misfit(component: string, wanted: string): string | null {
	const root = `(component
		(type $x ${component})
		(import "x" (component $x (type $x)))
		(component $t (type $w ${wanted}) (import "w" (component (type $w))))
		(instance (instantiate $t (with "w" (component $x)))))`;
	const read = composer.componentWit(expectValue(composer.parseWat(root)));
	if (read.ok) return null;
	const said = [read.fault.message, ...read.fault.causes].join(": ");
	if (/type mismatch/.test(said)) return said;
	throw new Error(`the validator says something unexpected: ${said}`);
}

function lastComponentBefore(text: string, end: number): string {
	const opened: number[] = [];
	let last = "";
	for (let at = 0; at < end; at++) {
		if (text[at] === '"') at = text.indexOf('"', at + 1);
		else if (text[at] === "(") opened.push(at);
		else if (text[at] === ")") {
			const start = opened.pop() ?? 0;
			if (text.startsWith("(component\n", start) || text.startsWith("(component)", start)) last = text.slice(start, at + 1);
		}
	}
	return last;
}
