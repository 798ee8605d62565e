import type { StringEncoding } from "../../../server/wit/index.ts";
import {
	JsonMismatch,
	type JsonReader,
	readArray,
	readBoolean,
	readEntries,
	readIndex,
	readMembers,
	readNullable,
	readPair,
	readString,
	readTagged,
} from "./json.ts";
import {
	type CanonicalOptions,
	type CoreDefinition,
	type CoreExport,
	type CoreKind,
	type ExportItem,
	exportKey,
	type Initializer,
	type NamedExports,
	type Plan,
	type PlanImport,
} from "./plan.ts";
import { readTrampoline } from "./trampoline-reader.ts";
import { readElements, readTypes } from "./type-reader.ts";

export type DecodedPlan = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly message: string };

/** Checks the translator's JSON. A failure says where the plan has another shape than the linker knows: the two do not fit each other. */
export function decodePlan(json: unknown): DecodedPlan {
	const known = typeof json === "object" && json !== null ? read.get(json) : undefined;
	const decoded = known ?? decode(json);
	if (typeof json === "object" && json !== null) read.set(json, decoded);
	return decoded;
}

/** A plan is looked at more than once before its component is linked. */
const read = new WeakMap<object, DecodedPlan>();

function decode(json: unknown): DecodedPlan {
	try {
		return { ok: true, plan: readPlan(json, "") };
	} catch (error) {
		if (error instanceof JsonMismatch) return { ok: false, message: error.message };
		throw error;
	}
}

const readPlan: JsonReader<Plan> = (json, path) => {
	const plan = readMembers(json, path);
	const component = readMembers(plan("component", readObject), "component");
	const importNames = component("import_types", readElements(readPair(readString, readObject))).map(([name]) => name);
	return {
		imports: component("imports", readElements(readImport(importNames))),
		exports: component("exports", readNamedExports),
		exportItems: component("export_items", readElements(readExportItem)),
		initializers: component("initializers", readArray(readInitializer)),
		options: component("options", readElements(readOptions)),
		trampolines: plan("trampolines", readArray(readTrampoline)),
		moduleExports: plan("moduleExports", readArray(readModuleExports)),
		componentInstances: component("num_runtime_component_instances", readIndex),
		importedResources: component("imported_resources", readElements(readIndex)),
		definedResources: component("defined_resource_instances", readElements(readIndex)),
		types: plan("types", readTypes),
	};
};

const readObject: JsonReader<unknown> = (json, path) => {
	readEntries(json, path);
	return json;
};

function readImport(names: readonly string[]): JsonReader<PlanImport> {
	return (json, path) => {
		const [index, steps] = readPair(readIndex, readArray(readString))(json, path);
		const name = names[index];
		if (name === undefined) throw new JsonMismatch(path, "the index of an import", index);
		return { name, path: steps };
	};
}

const readNamedExports: JsonReader<NamedExports> = (json, path) =>
	readMembers(json, path)("definitions", (definitions, at) =>
		readEntries(definitions, at).map(([name, definition]) => {
			const [index] = readPair(readIndex, readObject)(definition, `${at}.${name}`);
			return [name, index] as const;
		}),
	);

const readExportItem: JsonReader<ExportItem> = (json, path) => {
	const { tag, payload, path: inside } = readTagged(json, path);
	switch (tag) {
		case "LiftedFunction": {
			const member = readMembers(payload, inside);
			return {
				kind: "function",
				type: member("ty", readIndex),
				definition: member("func", readDefinition),
				options: member("options", readIndex),
			};
		}
		case "Instance":
			return { kind: "instance", items: readMembers(payload, inside)("exports", readNamedExports) };
		default:
			return { kind: "other" };
	}
};

const readInitializer: JsonReader<Initializer> = (json, path) => {
	const { tag, payload, path: inside } = readTagged(json, path);
	switch (tag) {
		case "InstantiateModule": {
			const [how, owner] = readPair(readTagged, readNullable(readIndex))(payload, inside);
			if (how.tag !== "Static") {
				return { kind: "instantiate-import", import: readPair(readIndex, readObject)(how.payload, how.path)[0] };
			}
			const [module, args] = readPair(readIndex, readArray(readDefinition))(how.payload, how.path);
			return { kind: "instantiate", module, args, owner };
		}
		case "LowerImport": {
			const member = readMembers(payload, inside);
			return { kind: "lower-import", index: member("index", readIndex), import: member("import", readIndex) };
		}
		case "ExtractMemory": {
			const member = readMembers(payload, inside);
			return { kind: "memory", index: member("index", readIndex), export: member("export", readCoreExport("memory")) };
		}
		case "ExtractRealloc": {
			const member = readMembers(payload, inside);
			return { kind: "realloc", index: member("index", readIndex), definition: member("def", readDefinition) };
		}
		case "ExtractPostReturn": {
			const member = readMembers(payload, inside);
			return { kind: "post-return", index: member("index", readIndex), definition: member("def", readDefinition) };
		}
		case "Resource": {
			const member = readMembers(payload, inside);
			return { kind: "resource", index: member("index", readIndex), destructor: member("dtor", readNullable(readDefinition)) };
		}
		case "ExtractCallback":
		case "ExtractTable":
			return { kind: "unneeded" };
		default:
			throw new JsonMismatch(path, "an initializer", json);
	}
};

const readDefinition: JsonReader<CoreDefinition> = (json, path) => {
	const { tag, payload, path: inside } = readTagged(json, path);
	switch (tag) {
		case "Export":
			return { kind: "export", export: readCoreExport(null)(payload, inside) };
		case "InstanceFlags":
			return { kind: "instance-flags", instance: readIndex(payload, inside) };
		case "Trampoline":
			return { kind: "trampoline", index: readIndex(payload, inside) };
		case "UnsafeIntrinsic":
			return { kind: "intrinsic", name: readString(payload, inside) };
		case "TaskMayBlock":
			return { kind: "task-may-block" };
		default:
			throw new JsonMismatch(path, "a core definition", json);
	}
};

const CORE_KINDS: Readonly<Record<string, CoreKind>> = {
	Function: "function",
	Table: "table",
	Memory: "memory",
	Global: "global",
	Tag: "tag",
};

/** The index of an entity: of any kind, or a bare number where the kind is known from the context. */
function readEntity(kind: CoreKind | null): JsonReader<{ kind: CoreKind; index: number }> {
	return (json, path) => {
		if (kind !== null) return { kind, index: readIndex(json, path) };
		const { tag, payload, path: inside } = readTagged(json, path);
		const found = CORE_KINDS[tag];
		if (found === undefined) throw new JsonMismatch(path, "a kind of core item", json);
		return { kind: found, index: readIndex(payload, inside) };
	};
}

function readCoreExport(kind: CoreKind | null): JsonReader<CoreExport> {
	return (json, path) => {
		const member = readMembers(json, path);
		const { tag, payload, path: inside } = member("item", readTagged);
		const instance = member("instance", readIndex);
		if (tag === "Name") return { instance, item: { by: "name", name: readString(payload, inside) } };
		if (tag !== "Index") throw new JsonMismatch(inside, "a name or an index", payload);
		return { instance, item: { by: "index", ...readEntity(kind)(payload, inside) } };
	};
}

const ENCODINGS: Readonly<Record<string, StringEncoding>> = { Utf8: "utf8", Utf16: "utf16", CompactUtf16: "latin1+utf16" };

const readEncoding: JsonReader<StringEncoding> = (json, path) => {
	const encoding = ENCODINGS[readString(json, path)];
	if (encoding === undefined) throw new JsonMismatch(path, "a string encoding", json);
	return encoding;
};

const readOptions: JsonReader<CanonicalOptions> = (json, path) => {
	const member = readMembers(json, path);
	const model = member("data_model", readTagged);
	const linear = model.tag === "LinearMemory" ? readMembers(model.payload, model.path) : null;
	return {
		instance: member("instance", readIndex),
		encoding: member("string_encoding", readEncoding),
		async: member("async_", readBoolean),
		memory: linear?.("memory", readNullable(readIndex)) ?? null,
		realloc: linear?.("realloc", readNullable(readIndex)) ?? null,
		postReturn: member("post_return", readNullable(readIndex)),
		gc: linear === null,
	};
};

const readModuleExports: JsonReader<ReadonlyMap<string, string>> = (json, path) => {
	const names = new Map<string, string>();
	for (const [name, entity] of readArray(readPair(readString, readEntity(null)))(json, path)) {
		const key = exportKey(entity.kind, entity.index);
		if (!names.has(key)) names.set(key, name);
	}
	return names;
};
