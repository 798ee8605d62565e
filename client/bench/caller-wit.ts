/** The world of a caller (see `caller.ts`), cut from that of the component which it calls. */
import type { InvocableFunction } from "../run/index.ts";
import { LOOP } from "./caller.ts";

export const CALLER_WORLD = "witness-bench";

/**
 * The WIT of the caller's world, from that of a component as the engine prints it: what the calls need of its exports is imported, and
 * `loop` exported.
 */
export function callerWit(componentWit: string, functions: readonly InvocableFunction[]): string {
	const { head, items, after } = worldOf(componentWit);
	const interfaces = new Set(functions.flatMap(({ interface: name }) => (name === null ? [] : [name])));
	const own = new Set(functions.flatMap(({ interface: name, name: func }) => (name === null ? [func] : [])));
	const kept = items.flatMap((item) => {
		const named = /^(\s*)export ([^;{]+?)(?:;|: (?:func|interface)\b)/.exec(item);
		if (named !== null) {
			const name = (named[2] ?? "").replace(/: (?:async )?(?:func|interface)[\s\S]*$/, "");
			return interfaces.has(name) || own.has(name) ? [item.replace("export ", "import ")] : [];
		}
		return /^\s*import /.test(item) ? [] : [item];
	});
	return `${head}world ${CALLER_WORLD} {\n${kept.join("")}  export ${LOOP}: func(times: u32) -> u32;\n}\n${after}`;
}

/** The world in the WIT of a component, its items apart, and what is before and behind it. */
export function worldOf(componentWit: string): {
	readonly head: string;
	readonly items: readonly string[];
	readonly after: string;
} {
	const [head = "", ...rest] = componentWit.split(/^world root \{\n/m);
	const [body, after] = splitAt(rest.join("world root {\n"), /^\}\n?/m);
	return { head, items: worldItems(body), after };
}

/** The items of a world, each with its line breaks: what is set in deeper than the first line belongs to it. */
function worldItems(body: string): string[] {
	const items: string[] = [];
	for (const line of body.split(/(?<=\n)/)) {
		const opens = /^ {2}[^\s}]/.test(line);
		if (opens || items.length === 0) items.push(line);
		else items[items.length - 1] += line;
	}
	return items;
}

function splitAt(text: string, mark: RegExp): [string, string] {
	const found = mark.exec(text);
	return found === null ? [text, ""] : [text.slice(0, found.index), text.slice(found.index + found[0].length)];
}
