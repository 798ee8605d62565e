/** The same as `checks.ts` for values as jco's hosts write them: preview2-shim leaves out what it can. */
import { casePayloads } from "../../abi/layout.ts";
import type { ListType, MapType, ValueType } from "../type.ts";
import { type Checks, caseIndex, caseNames, checkName, oneOf, refuse, stepsOf } from "./checks.ts";
import { JCO } from "./convention.ts";
import { quote, type Source } from "./source.ts";

export function jcoChecks(source: Source): Checks {
	const refusal = (type: ValueType, expected?: string): string => source.constant(refuse(type, expected));
	const object = (type: ValueType, value: string): string => `objectOf(${value}, ${refusal(type)})`;
	const array = (type: ValueType, value: string): string => `arrayOf(${value}, ${refusal(type)})`;

	return {
		scalar(kind, value) {
			if (kind === "bool") return `Boolean(${value})`;
			return kind === "u64" || kind === "s64" ? `${checkName(kind)}(wide(${value}))` : `${checkName(kind)}(${value})`;
		},
		enum: (type) => source.constant(caseIndex(type)),
		flags(type, value) {
			const { names } = type;
			const flags = source.name("f");
			const count = Math.ceil(names.length / 32);
			const words = Array.from({ length: count }, () => source.name("w"));
			return {
				before: [
					`const ${flags} = ${value} === undefined || ${value} === null ? {} : ${object(type, value)};`,
					...words.map((word, index) => {
						const bits = names.slice(32 * index, 32 * index + 32);
						const each = bits.map((name, bit) => `(${flags}[${quote(JCO.spell(name))}] ? ${1 << bit} : 0)`);
						return `const ${word} = ${each.join(" | ")};`;
					}),
				],
				words,
			};
		},
		handle: (type, value) => object(type, value),
		fields(type, value) {
			if (type.kind === "tuple") {
				return {
					before: [`const f = ${array(type, value)};`],
					values: type.elements.map((_, index) => `f[${index}]`),
				};
			}
			return {
				before: [`const f = ${object(type, value)};`],
				values: type.fields.map(({ name }) => `f[${quote(JCO.spell(name))}]`),
			};
		},
		cases(type, value, each) {
			if (type.kind === "option") {
				const some =
					type.some.kind === "option"
						? [`if (taggedOf(${value}, ${refusal(type)}) === "none") {`, each(0, ""), "} else {", each(1, `${value}.val`), "}"]
						: each(1, value);
				return [`if (${value} === undefined || ${value} === null) {`, each(0, ""), "} else {", some, "}"];
			}
			const names = caseNames(type);
			return [
				`switch (taggedOf(${value}, ${refusal(type)})) {`,
				casePayloads(type).flatMap((_, index) => [
					`case ${quote(names[index] ?? "")}: {`,
					[...each(index, `${value}.val`), "break;"],
					"}",
				]),
				[`default: ${refusal(type, oneOf(names))}(${value}.tag);`],
				"}",
			];
		},
		list(type: ListType | MapType) {
			const items = type.kind === "map" ? `${array(type, "x instanceof Map ? [...x] : x")}` : array(type, "x");
			const length =
				type.kind === "list" && type.length !== undefined ? [`if (items.length !== ${type.length}) ${refusal(type)}(x);`] : [];
			return [`const items = ${items};`, ...length];
		},
		steps: stepsOf,
	};
}
