import { camelCase, type Value, withoutVersion } from "../../../server/wit/index.ts";
import type { LinkFailure } from "./failures.ts";
import type { PlanImport } from "./plan.ts";

/** A function of the host: arguments in the order of the WIT function, undefined where it has no result. A result type is returned as its value, `{ tag: "err", … }` included. */
type HostFunction = (...args: readonly Value[]) => Value | undefined;

/** An interface given with the names and values of WIT. */
interface WitHost {
	readonly convention: "wit";
	/** By names in WIT: `now`, `[method]descriptor.read`, `[constructor]fields`, `[static]fields.from-list`. */
	readonly functions: Readonly<Record<string, HostFunction>>;
	/** What happens when the guest drops its last handle of a resource, by the resource's name in WIT. The default is nothing. */
	readonly drops?: Readonly<Record<string, (object: object) => void>>;
}

/** An interface given as jco wants it (preview2-shim): camelCase functions, resources as classes, errors of results thrown. */
interface JcoHost {
	readonly convention: "jco";
	readonly object: object;
}

export type HostInterface = WitHost | JcoHost;

/**
 * What the host gives, by the name of the import (`wasi:cli/stdout@0.2.6`, or without the version to match every version).
 * Functions that a world imports by itself are looked up in the interface named `$root`.
 */
export type HostImports = Readonly<Record<string, HostInterface>>;

/** A function of the host as it was found, in its own convention. */
export type FoundFunction =
	| { readonly convention: "wit"; readonly call: HostFunction }
	| { readonly convention: "jco"; readonly member: JcoMember };

/** Where jco's hosts have a function: a member of an object or class, a class that is constructed, or a method of the first argument. */
export type JcoMember =
	| { readonly kind: "function"; readonly on: object; readonly key: string }
	| { readonly kind: "constructor"; readonly created: object }
	| { readonly kind: "method"; readonly key: string };

export type Found<T> = { readonly ok: true; readonly found: T } | { readonly ok: false; readonly failure: LinkFailure };

/** Looks up an imported function. */
export function findFunction(imports: HostImports, wanted: PlanImport): Found<FoundFunction> {
	const { host, name, interfaceName } = locate(imports, wanted);
	if (host === undefined) return missing(interfaceName, name);
	if (host.convention === "wit") {
		const call = Object.hasOwn(host.functions, name) ? host.functions[name] : undefined;
		return call === undefined ? missing(interfaceName, name) : { ok: true, found: { convention: "wit", call } };
	}
	const member = findJcoMember(host.object, name);
	return member === null ? missing(interfaceName, name) : { ok: true, found: { convention: "jco", member } };
}

/** Looks up an imported resource: what is to be done when a guest drops its last handle. */
export function findResource(imports: HostImports, wanted: PlanImport): Found<(object: object) => void> {
	const { host, name, interfaceName } = locate(imports, wanted);
	if (host === undefined) return missing(interfaceName, name);
	const drop = host.convention === "wit" ? (host.drops?.[name] ?? (() => {})) : disposeObject;
	return { ok: true, found: drop };
}

interface Located {
	readonly host: HostInterface | undefined;
	readonly interfaceName: string | null;
	readonly name: string;
}

function locate(imports: HostImports, { name, path }: PlanImport): Located {
	const item = path.at(-1);
	if (item === undefined) return { host: imports["$root"], interfaceName: null, name };
	return { host: findInterface(imports, name), interfaceName: name, name: item };
}

/** The interface of exactly this name, or without the version, or of a version that is compatible by the rules of semver. */
function findInterface(imports: HostImports, name: string): HostInterface | undefined {
	const exact = imports[name] ?? imports[withoutVersion(name)];
	if (exact !== undefined) return exact;
	const track = compatibilityTrack(name);
	if (track === null) return undefined;
	for (const [key, host] of Object.entries(imports)) if (compatibilityTrack(key) === track) return host;
	return undefined;
}

/** `ns:pkg/iface@1` for all versions 1.y.z, `ns:pkg/iface@0.2` for 0.2.z; null where there is no version. */
function compatibilityTrack(name: string): string | null {
	const found = /^(.*)@(\d+)\.(\d+)\.(\d+)(?![^+]*-)/.exec(name);
	if (found === null) return null;
	const [, base, major, minor, patch] = found;
	if (major !== "0") return `${base}@${major}`;
	return minor !== "0" ? `${base}@0.${minor}` : `${base}@0.0.${patch}`;
}

/** jco's names: `[method]r.do-it` is a method of the objects, `[static]r.do-it` one of the class `R`, `[constructor]r` the class itself. */
function findJcoMember(host: object, name: string): JcoMember | null {
	const special = /^\[(constructor|method|static)\]([^.]+)(?:\.(.+))?$/.exec(name);
	if (special === null) {
		const key = camelCase(name);
		return isCallable(property(host, key)) ? { kind: "function", on: host, key } : null;
	}
	const [, kind, resource = "", member = ""] = special;
	const created = property(host, pascalCase(resource));
	if (!isCallable(created)) return null;
	const key = camelCase(member);
	switch (kind) {
		case "constructor":
			return { kind: "constructor", created };
		case "static":
			return isCallable(property(created, key)) ? { kind: "function", on: created, key } : null;
		default:
			// Whether the objects have the method is only known with the object: a class may well not show it.
			return { kind: "method", key };
	}
}

/** A method of an object that a guest gave for the handle that it has. */
export function methodOf(object: unknown, key: string): (...args: unknown[]) => unknown {
	const member = property(object, key);
	if (!isCallable(member)) throw new Error(`the host has no function \`${key}\` there`);
	return member;
}

function property(of: unknown, key: string | symbol): unknown {
	return (typeof of === "object" && of !== null) || typeof of === "function" ? Reflect.get(of, key) : undefined;
}

function isCallable(value: unknown): value is (...args: unknown[]) => unknown {
	return typeof value === "function";
}

function disposeObject(object: object): void {
	const dispose = property(object, Symbol.dispose);
	if (isCallable(dispose)) Reflect.apply(dispose, object, []);
}

function pascalCase(name: string): string {
	return camelCase(`-${name}`);
}

function missing(interfaceName: string | null, name: string): { readonly ok: false; readonly failure: LinkFailure } {
	const what = interfaceName === null ? `\`${name}\`` : `\`${interfaceName}#${name}\``;
	const wasi = interfaceName?.startsWith("wasi:") === true;
	const help = wasi
		? `grant the capability that \`${withoutVersion(interfaceName ?? "")}\` belongs to, or compose with a component that exports it`
		: `compose with a component that exports ${interfaceName === null ? `\`${name}\`` : `\`${interfaceName}\``}`;
	return {
		ok: false,
		failure: {
			kind: "missing-import",
			message: `the component imports ${what}, which is not given`,
			help,
			interface: interfaceName,
			function: name,
		},
	};
}
