import type { FunctionType, HandleType, ValueType } from "../../../server/wit/index.ts";
import type { Plan, PlanType } from "./plan.ts";

/** The types of a plan as WIT types, each made once: the codecs are kept by the identity of the type. */
export interface PlannedTypes {
	/** The type of a function by its index in the plan. */
	functionType(index: number): FunctionType;
	/** The name in WIT of a resource by its index, or a placeholder where no interface names it. */
	resourceName(resource: number): string;
}

/** Makes the WIT types of a plan. `id` of a handle type is the index of its resource table. */
export function createTypes(plan: Plan): PlannedTypes {
	const { types } = plan;
	const made = new Map<string, ValueType>();
	const functions = new Map<number, FunctionType>();
	const resourceNames = nameResources(plan);
	const typeNames = nameTypes(plan);

	function typeOf(type: PlanType): ValueType {
		const key = keyOf(type);
		let value = made.get(key);
		if (value === undefined) {
			value = make(type);
			made.set(key, value);
		}
		return value;
	}

	function typeOrNull(type: PlanType | null): ValueType | null {
		return type === null ? null : typeOf(type);
	}

	function handle(kind: HandleType["kind"], table: number): HandleType {
		const concrete = types.resourceTables[table];
		return { kind, resource: concrete ? resourceName(concrete.resource) : "resource", id: table };
	}

	function resourceName(resource: number): string {
		return resourceNames.get(resource) ?? `resource-${resource}`;
	}

	function make(type: PlanType): ValueType {
		if (type.kind === "primitive") return { kind: type.primitive };
		const { index } = type;
		const name = typeNames.get(keyOf(type));
		const named = name === undefined ? {} : { name };
		switch (type.kind) {
			case "record": {
				const { fields } = at(types.records, index, "record");
				return { kind: "record", ...named, fields: fields.map((field) => ({ name: field.name, type: typeOf(field.type) })) };
			}
			case "variant": {
				const { cases } = at(types.variants, index, "variant");
				return { kind: "variant", ...named, cases: cases.map((each) => ({ name: each.name, type: typeOrNull(each.type) })) };
			}
			case "list":
				return { kind: "list", element: typeOf(at(types.lists, index, "list")) };
			case "fixed-length-list": {
				const { element, length } = at(types.fixedLengthLists, index, "list of a fixed length");
				return { kind: "list", element: typeOf(element), length };
			}
			case "map": {
				const { key, value } = at(types.maps, index, "map");
				return { kind: "map", key: typeOf(key), value: typeOf(value) };
			}
			case "tuple":
				return { kind: "tuple", elements: at(types.tuples, index, "tuple").map(typeOf) };
			case "flags":
				return { kind: "flags", ...named, names: at(types.flags, index, "flags type") };
			case "enum":
				return { kind: "enum", ...named, cases: at(types.enums, index, "enum") };
			case "option":
				return { kind: "option", some: typeOf(at(types.options, index, "option")) };
			case "result": {
				const { ok, err } = at(types.results, index, "result");
				return { kind: "result", ok: typeOrNull(ok), err: typeOrNull(err) };
			}
			case "own":
			case "borrow":
				return handle(type.kind, index);
			case "future":
				return {
					kind: "future",
					element: typeOrNull(at(types.futures, at(types.futureTables, index, "future table"), "future")),
				};
			case "stream":
				return {
					kind: "stream",
					element: typeOrNull(at(types.streams, at(types.streamTables, index, "stream table"), "stream")),
				};
			default: {
				const never: never = type;
				throw new Error(`unknown type ${JSON.stringify(never)}`);
			}
		}
	}

	function functionType(index: number): FunctionType {
		let made = functions.get(index);
		if (made === undefined) {
			const { async, params, paramNames, results } = at(types.functions, index, "function type");
			const [result] = at(types.tuples, results, "tuple");
			made = {
				async,
				params: at(types.tuples, params, "tuple").map((type, position) => ({
					name: paramNames[position] ?? `p${position}`,
					type: typeOf(type),
				})),
				result: result === undefined ? null : typeOf(result),
			};
			functions.set(index, made);
		}
		return made;
	}

	return { functionType, resourceName };
}

/** An element of a table of the plan. That it exists was not checked by the reader: an index out of bounds is a broken plan. */
export function at<T>(table: readonly T[], index: number, what: string): T {
	const found = table[index];
	if (found === undefined) throw new Error(`the link plan has no ${what} ${index}`);
	return found;
}

function keyOf(type: PlanType): string {
	return type.kind === "primitive" ? type.primitive : `${type.kind} ${type.index}`;
}

/** The first name that any interface gives a resource, by the resource's index. */
function nameResources(plan: Plan): ReadonlyMap<number, string> {
	const names = new Map<number, string>();
	for (const each of plan.types.names) {
		if (each.of !== "resource") continue;
		const table = plan.types.resourceTables[each.table];
		if (table && !names.has(table.resource)) names.set(table.resource, each.name);
	}
	return names;
}

/** Equal types share an index in the plan: a name is only given where all interfaces agree on it. */
function nameTypes(plan: Plan): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	const ambiguous = new Set<string>();
	for (const each of plan.types.names) {
		if (each.of !== "type" || each.type.kind === "primitive") continue;
		const key = keyOf(each.type);
		const known = names.get(key);
		if (known !== undefined && known !== each.name) ambiguous.add(key);
		names.set(key, each.name);
	}
	for (const key of ambiguous) names.delete(key);
	return names;
}
