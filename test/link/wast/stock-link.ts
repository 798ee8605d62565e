import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { transpileBytes } from "@bytecodealliance/jco-transpile";
import { isList, type Value } from "../../../server/wit/index.ts";
import { parseWat } from "../engine.ts";
import { NoSuchExport, type ScriptHost, TimedOut } from "./script.ts";

/** A call that has not ended by then never will: much longer than any takes, on a busy machine too. */
const LIMIT_MS = 30_000;

/** Runs a script's components through jco as it is: the same assertions, with values in jco's convention. */
export const stockLink: ScriptHost = {
	parse: parseWat,
	async instantiate(component) {
		const exports = await limited(instantiateStock(component));
		return {
			async call(name, args) {
				const found: unknown = Reflect.get(exports, camelCase(name));
				if (typeof found !== "function") throw new NoSuchExport(`no export ${name}`);
				const result: unknown = await limited(Promise.resolve(Reflect.apply(found, undefined, args.map(toStock))));
				return result;
			},
			matches: sameStock,
		};
	},
};

/** The exports of a component as jco makes it and instantiates it; `imports` as jco wants them. */
export async function instantiateStock(component: Uint8Array, imports: Readonly<Record<string, object>> = {}): Promise<object> {
	const { files } = await transpileBytes(component, { name: "component", instantiation: "async", multiMemory: true });
	const folder = await mkdtemp(path.join(tmpdir(), "witness-stock-"));
	try {
		const file = path.join(folder, "component.mjs");
		await writeFile(file, fileOf(files, "component.js"));
		const made: unknown = await import(/* @vite-ignore */ pathToFileURL(file).href);
		const instantiate: unknown = typeof made === "object" && made !== null ? Reflect.get(made, "instantiate") : undefined;
		if (typeof instantiate !== "function") throw new Error("jco made no `instantiate`");
		const compile = (name: string): Promise<WebAssembly.Module> => WebAssembly.compile(new Uint8Array(fileOf(files, name)));
		const exports: unknown = await Reflect.apply(instantiate, undefined, [compile, imports]);
		if (typeof exports !== "object" || exports === null) throw new Error("jco instantiated nothing");
		return exports;
	} finally {
		await rm(folder, { recursive: true });
	}
}

function fileOf(files: unknown, name: string): Uint8Array {
	const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(files) ? files : Object.entries(Object(files));
	const found = entries.find(([key]) => key === name)?.[1];
	if (!(found instanceof Uint8Array)) throw new Error(`jco made no file ${name}`);
	return found;
}

function limited<T>(work: Promise<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new TimedOut(`no answer within ${LIMIT_MS} ms`)), LIMIT_MS);
		work.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

/** A value as jco takes it. Options within options and payloads of top-level results do not occur in the scripts. */
function toStock(value: Value): unknown {
	if (value === null) return undefined;
	if (isList(value)) return value.map(toStock);
	if (typeof value !== "object" || value instanceof Uint8Array) return value;
	if ("fields" in value)
		return Object.fromEntries(Object.entries(value.fields).map(([name, field]) => [camelCase(name), toStock(field)]));
	if ("set" in value) return Object.fromEntries(value.set.map((name) => [camelCase(name), true]));
	if ("tag" in value) return value.payload === undefined ? { tag: value.tag } : { tag: value.tag, val: toStock(value.payload) };
	if ("some" in value) return toStock(value.some);
	return value;
}

/** Compares by JSON, in which numbers that JSON lacks are written out. Flags that are not set may be absent. */
function sameStock(expected: Value | undefined, found: unknown): boolean {
	return JSON.stringify(toStock(expected ?? null), printable) === JSON.stringify(found, printable);
}

function printable(_: string, value: unknown): unknown {
	if (typeof value === "bigint") return `${value}n`;
	if (Number.isNaN(value)) return "NaN";
	if (Object.is(value, -0)) return "-0";
	if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(Object.values(value));
	if (typeof value === "object" && value !== null && Object.values(value).some((each) => each === false)) {
		return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== false));
	}
	return value;
}

function camelCase(name: string): string {
	return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
