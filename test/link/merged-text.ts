/** Merging core modules, from text to text. */
import type { Merged, MergeInstance } from "../../server/engine/index.ts";
import { composer, merge, parseWat } from "./engine.ts";

/** `module: import import …`, an import being `INSTANCE.NAME` or the name of something that the host gives. */
export function instancesOf(texts: readonly string[]): readonly MergeInstance[] {
	return texts.map((text) => {
		const [module = "", imports = ""] = text.split(":");
		const sources = imports.split(" ").filter((each) => each !== "");
		return {
			module: Number(module),
			imports: sources.map((each) => {
				const [, instance, name] = /^(\d+)\.(.*)$/.exec(each) ?? [];
				return instance === undefined ? { instance: null, name: each } : { instance: Number(instance), name: name ?? "" };
			}),
		};
	});
}

export function merged(
	modules: readonly string[],
	instances: readonly string[],
	needed: readonly (readonly [number, string])[],
): Merged {
	const answer = merge(modules.map(parseWat), instancesOf(instances), needed);
	if (!answer.ok) throw new Error(answer.fault.message);
	return answer.value;
}

/** The text of a merged module, without what every one has. */
export function textOf(...given: Parameters<typeof merged>): string {
	const printed = composer.printWat(merged(...given).module);
	if (!printed.ok) throw new Error(printed.fault.message);
	return printed.value
		.replaceAll(/^ {2}/gm, "")
		.replace(/^\(module \$merged\n/, "")
		.replace(/\)\n$/, "");
}

export function open(
	host: WebAssembly.ModuleImports,
	...given: Parameters<typeof merged>
): (name: string) => (...args: number[]) => unknown {
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(merged(...given).module), { host });
	return (name) => {
		const found = exports[name];
		if (typeof found !== "function") throw new Error(`no function ${name}`);
		return (...args) => found(...args);
	};
}
