/** WIT values as the variables of a debugger: typed, and expandable where they have parts. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import {
	isFlags,
	isList,
	isRecord,
	isSome,
	isVariant,
	type Parameter,
	printType,
	printWave,
	type Value,
	type ValueType,
} from "../../server/wit/index.ts";

/** A value with its name and type, before it is shown. */
export interface NamedValue {
	readonly name: string;
	readonly type: ValueType;
	readonly value: Value;
}

/** The text of a value is cut at this length, in UTF-16 units: its parts can be expanded. */
const MAX_TEXT = 200;

/** So many parts of a value are sent in one answer: no view draws more, and each is kept until the guest goes on. */
const MOST_CHILDREN = 10_000;

/** The variables of one stop. References are valid until the guest goes on, then a new store is made. */
export class Variables {
	readonly #expandable: (readonly NamedValue[])[] = [];

	/** A reference for a list of values, such as a scope. */
	reference(values: readonly NamedValue[]): number {
		return this.#expandable.push(values);
	}

	/** What a reference stands for; `start` and `count` select a page of it. Who asks for all of very many gets the first, and their number. */
	children(reference: number, start = 0, count = 0): DebugProtocol.Variable[] {
		const values = this.#expandable[reference - 1] ?? [];
		const end = start + Math.min(count > 0 ? count : MOST_CHILDREN, MOST_CHILDREN);
		const shown = values.slice(start, end).map((value) => this.variable(value));
		const left = values.length - end;
		if (count > 0 || left <= 0) return shown;
		return [...shown, { name: "…", value: `and ${left} more`, variablesReference: 0 }];
	}

	variable(named: NamedValue): DebugProtocol.Variable {
		const parts = partsOf(named.type, named.value);
		const indexed = named.type.kind === "list" || named.type.kind === "map";
		return {
			name: named.name,
			value: printWave(named.type, named.value, { limit: MAX_TEXT }),
			type: printType(named.type),
			variablesReference: parts.length === 0 ? 0 : this.reference(parts),
			...(indexed && parts.length > 0 ? { indexedVariables: parts.length } : {}),
		};
	}
}

/** The arguments of a call with their parameters' names. */
export function argumentsOf(params: readonly Parameter[], args: readonly Value[] | null): NamedValue[] {
	if (args === null) return [];
	return params.map(({ name, type }, index) => ({ name, type, value: args[index] ?? null }));
}

/** The parts that a value is made of; none for those that are shown whole. */
function partsOf(type: ValueType, value: Value): NamedValue[] {
	switch (type.kind) {
		case "list":
			if (value instanceof Uint8Array)
				return Array.from(value, (byte, index) => ({ name: `[${index}]`, type: type.element, value: byte }));
			return isList(value) ? value.map((item, index) => ({ name: `[${index}]`, type: type.element, value: item })) : [];
		case "map": {
			const entry: ValueType = { kind: "tuple", elements: [type.key, type.value] };
			return isList(value) ? value.map((item, index) => ({ name: `[${index}]`, type: entry, value: item })) : [];
		}
		case "tuple":
			return isList(value)
				? type.elements.map((element, index) => ({ name: String(index), type: element, value: value[index] ?? null }))
				: [];
		case "record":
			return isRecord(value)
				? type.fields.map((field) => ({ name: field.name, type: field.type, value: value.fields[field.name] ?? null }))
				: [];
		case "flags":
			return isFlags(value) ? type.names.map((name) => ({ name, type: { kind: "bool" }, value: value.set.includes(name) })) : [];
		case "option":
			return isSome(value) ? [{ name: "some", type: type.some, value: value.some }] : [];
		case "variant":
			return payloadOf(type.cases.find(({ name }) => isVariant(value) && name === value.tag)?.type ?? null, value);
		case "result":
			return payloadOf(isVariant(value) && value.tag === "ok" ? type.ok : type.err, value);
		default:
			return [];
	}
}

function payloadOf(type: ValueType | null, value: Value): NamedValue[] {
	return type !== null && isVariant(value) && value.payload !== undefined
		? [{ name: value.tag, type, value: value.payload }]
		: [];
}

/** Looks a path up, `lines[2].product.sku`, from one of `roots`; null where it leads nowhere. Cases and `some` are steps by their names. */
export function lookUp(roots: readonly NamedValue[], expression: string): NamedValue | null {
	const steps = expression.trim().match(/\[\d+\]|[^.[\]]+/g);
	if (steps === null || steps.join("").length < expression.replaceAll(".", "").trim().length) return null;
	let values = roots;
	let found: NamedValue | null = null;
	for (const step of steps) {
		found = values.find(({ name }) => name === step) ?? null;
		if (found === null) return null;
		values = partsOf(found.type, found.value);
	}
	return found;
}
