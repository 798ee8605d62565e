/**
 * WASI 0.2 for the guest: preview2-shim's host objects, with standard output going to the runner instead of the process, and everything
 * that was not granted replaced by something that says so. The shim starts a thread of its own when it is loaded, so it is loaded only
 * for components that import WASI.
 */
import type { HostImports } from "../link/index.ts";
import type { Grants } from "../protocol.ts";
import { GuestExit, NotGranted } from "./not-granted.ts";

/** Where the guest's output goes, and what it asked for in vain. */
export interface WasiEvents {
	output(stream: "stdout" | "stderr", bytes: Uint8Array): void;
	/** A capability that the guest looked for, found absent, and may do without. */
	missed(text: string): void;
}

/** An interface in jco's convention: functions by their camelCase names, resources as classes. */
export type JcoInterface = Readonly<Record<string, unknown>>;

/** Loads the shim, at the first call; it starts its thread then. */
export function loadShim(): Promise<typeof import("@bytecodealliance/preview2-shim/instantiation")> {
	return import("@bytecodealliance/preview2-shim/instantiation");
}

/** The interfaces by name, without versions. `imported` are the names that the component imports. */
export async function wasiInterfaces(
	imported: readonly string[],
	grants: Grants,
	events: WasiEvents,
): Promise<Readonly<Record<string, JcoInterface>>> {
	if (!imported.some((name) => name.startsWith("wasi:"))) return {};
	const { WASIShim } = await loadShim();
	const preopens = Object.fromEntries(grants.directories.map(({ guest, host }) => [guest, host]));
	const shim = new WASIShim({
		sandbox: { preopens, env: Object.fromEntries(grants.env), args: [...grants.args], enableNetwork: grants.network },
	});
	const base: Record<string, JcoInterface> = { ...shim.getImportObject() };
	const streams = streamClasses(base["wasi:io/streams"]);
	const ready = readiness(base["wasi:clocks/monotonic-clock"]);
	const output = (stream: "stdout" | "stderr") =>
		outputStream(streams.OutputStream, ready, (bytes) => events.output(stream, bytes));
	return {
		...base,
		"wasi:cli/exit": {
			exit: (status: { tag: string }) => leave(status.tag === "ok" ? 0 : 1),
			exitWithCode: (code: number) => leave(code),
		},
		"wasi:cli/stdout": { getStdout: () => output("stdout") },
		"wasi:cli/stderr": { getStderr: () => output("stderr") },
		...(grants.stdin ? {} : { "wasi:cli/stdin": { getStdin: () => closedStream(streams.InputStream, ready, events) } }),
		"wasi:cli/terminal-stdin": { getTerminalStdin: () => undefined },
		"wasi:cli/terminal-stdout": { getTerminalStdout: () => undefined },
		"wasi:cli/terminal-stderr": { getTerminalStderr: () => undefined },
		"wasi:cli/environment": {
			...base["wasi:cli/environment"],
			...(grants.env.length > 0 ? {} : { getEnvironment: () => noVariables(events) }),
			initialCwd: () => grants.directories[0]?.guest,
		},
		...(grants.directories.length > 0 ? {} : { "wasi:filesystem/preopens": noDirectories(events) }),
		...(grants.network ? {} : withoutNetwork(base)),
		...(grants.http ? {} : denied(base, "wasi:http/outgoing-handler", ["handle"], "http")),
	};
}

/** The interfaces as the linker takes them. */
export function hostImports(interfaces: Readonly<Record<string, JcoInterface>>): HostImports {
	return Object.fromEntries(Object.entries(interfaces).map(([name, object]) => [name, { convention: "jco", object }]));
}

function leave(code: number): never {
	throw new GuestExit(code);
}

function noVariables(events: WasiEvents): readonly (readonly [string, string])[] {
	events.missed("the guest asked for environment variables and was granted none: --allow env=NAME grants one");
	return [];
}

function noDirectories(events: WasiEvents): JcoInterface {
	return {
		getDirectories: () => {
			events.missed("the guest asked for directories and was granted none: --allow dir=HOST grants one");
			return [];
		},
	};
}

function withoutNetwork(base: Readonly<Record<string, JcoInterface>>): Record<string, JcoInterface> {
	return {
		...denied(base, "wasi:sockets/instance-network", ["instanceNetwork"], "net"),
		...denied(base, "wasi:sockets/tcp-create-socket", ["createTcpSocket"], "net"),
		...denied(base, "wasi:sockets/udp-create-socket", ["createUdpSocket"], "net"),
		...denied(base, "wasi:sockets/ip-name-lookup", ["resolveAddresses"], "net"),
	};
}

/** The interface with some functions replaced by ones that throw `NotGranted`. */
function denied(
	base: Readonly<Record<string, JcoInterface>>,
	name: string,
	functions: readonly string[],
	allow: string,
): Record<string, JcoInterface> {
	const replaced = functions.map((func) => [
		func,
		() => {
			throw new NotGranted(name, kebab(func), allow);
		},
	]);
	return { [name]: { ...base[name], ...Object.fromEntries(replaced) } };
}

function kebab(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A class of the shim whose objects are only told apart by `instanceof`. */
type StreamClass = new () => object;

function streamClasses(streams: JcoInterface | undefined): {
	readonly InputStream: StreamClass;
	readonly OutputStream: StreamClass;
} {
	const find = (name: string): StreamClass => {
		const found = streams?.[name];
		if (!isClass(found)) throw new Error(`preview2-shim has no class ${name}`);
		return found;
	};
	return { InputStream: find("InputStream"), OutputStream: find("OutputStream") };
}

function isClass(value: unknown): value is StreamClass {
	return typeof value === "function";
}

/** An output stream that takes everything at once and passes it on. */
function outputStream(base: StreamClass, ready: () => unknown, write: (bytes: Uint8Array) => void): object {
	const zeroes = (length: bigint) => write(new Uint8Array(Number(length)));
	// What a guest passes is a copy of its memory already.
	const pass = (bytes: Uint8Array) => write(bytes);
	const moved = (source: { read(length: bigint): Uint8Array }, length: bigint) => {
		const bytes = source.read(length);
		write(bytes);
		return BigInt(bytes.length);
	};
	const own = {
		checkWrite: () => 1024n * 1024n,
		write: pass,
		blockingWriteAndFlush: pass,
		flush: () => undefined,
		blockingFlush: () => undefined,
		writeZeroes: zeroes,
		blockingWriteZeroesAndFlush: zeroes,
		splice: moved,
		blockingSplice: moved,
		subscribe: ready,
	};
	return Object.assign(Object.create(base.prototype), own, { [Symbol.dispose]: () => undefined });
}

/** A pollable that is ready: of the shim's own kind, as only that can be waited for together with others. */
function readiness(clock: JcoInterface | undefined): () => unknown {
	const subscribe = clock?.["subscribeDuration"];
	if (typeof subscribe !== "function") throw new Error("preview2-shim has no monotonic clock");
	return () => subscribe(0n);
}

/** Standard input where it was not granted: at its end from the start. */
function closedStream(base: StreamClass, ready: () => unknown, events: WasiEvents): object {
	const closed = () => {
		events.missed("the guest read standard input, which was not granted: --allow stdin grants it");
		throw { tag: "closed" };
	};
	const own = { read: closed, blockingRead: closed, skip: closed, blockingSkip: closed, subscribe: ready };
	return Object.assign(Object.create(base.prototype), own, { [Symbol.dispose]: () => undefined });
}
