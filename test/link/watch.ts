import { readFileSync } from "node:fs";
import type { CallObserver, HostImports, LinkedComponent, LinkedFunction } from "../../client/run/link/index.ts";
import { printWave, type Value, type ValueType } from "../../server/wit/index.ts";
import { linkTranslation, parseWat, translate } from "./engine.ts";

/** The bytes of `compositions/<name>.wat`. */
export function composition(name: string): Uint8Array {
	return parseWat(readFileSync(new URL(`./compositions/${name}.wat`, import.meta.url), "utf8"));
}

/** Links a component that must link. */
export function linked(
	component: Uint8Array,
	options: { imports?: HostImports; observer?: CallObserver; name?: string; merged?: boolean } = {},
): LinkedComponent {
	const { imports = {}, merged = true, ...rest } = options;
	const answer = linkTranslation(translate(component), imports, rest, null, merged);
	if (!answer.ok) throw new Error(answer.failures.map((failure) => `${failure.message}; ${failure.help}`).join("\n"));
	return answer.component;
}

/** An exported function, by the names of the instance around it (if any) and of its own. */
export function exported(component: LinkedComponent, ...path: readonly string[]): LinkedFunction {
	let items = component.exports;
	for (const name of path.slice(0, -1)) {
		const item = items.get(name);
		if (item?.kind !== "instance") throw new Error(`no instance ${name} in ${[...items.keys()].join(", ")}`);
		items = item.items;
	}
	const found = items.get(path.at(-1) ?? "");
	if (found?.kind !== "function") throw new Error(`no function ${path.join(" ")} in ${[...items.keys()].join(", ")}`);
	return found;
}

/** An observer that writes down what it sees, a line at each enter and leave, with values as WAVE. */
export function note(lines: string[]): CallObserver {
	const open: { readonly token: number; readonly result: ValueType | null }[] = [];
	let tokens = 0;
	const indent = (): string => "  ".repeat(open.length);
	return {
		enter(edge, args) {
			const name = edge.interface === null ? edge.function : `${edge.interface}#${edge.function}`;
			const values = args();
			const printed = values?.map((value, index) => print(value, edge.type?.params[index]?.type ?? null)).join(", ") ?? "?";
			lines.push(`${indent()}${edge.caller.name} -> ${edge.callee.name}: ${name}(${printed})`);
			open.push({ token: ++tokens, result: edge.type?.result ?? null });
			return tokens;
		},
		leave(token, outcome) {
			const top = open.pop();
			if (top?.token !== token) throw new Error(`leave of ${token}, but ${top?.token} was entered last`);
			const text = outcome.kind === "trapped" ? `trapped: ${String(outcome.error)}` : print(outcome.result(), top.result);
			lines.push(`${indent()}= ${text}`);
		},
	};
}

function print(value: Value | undefined, type: ValueType | null): string {
	if (value === undefined) return "()";
	return type === null ? "?" : printWave(type, value);
}
