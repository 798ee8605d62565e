/**
 * What a guest may use of the host. Nothing is granted unless asked for, but for what gives nothing away: standard output and error,
 * clocks, random numbers, and its own exit.
 */
import path from "node:path";
import { isFolder } from "./look.ts";
import type { GrantedDirectory, Grants, Problem } from "./protocol.ts";

/** What `--allow` takes, for help texts: the form and what it grants. */
export const CAPABILITIES: readonly (readonly [string, string])[] = [
	["env", "all environment variables"],
	["env=NAME", "one environment variable, with the value that it has here"],
	["env=NAME=VALUE", "one environment variable, with this value"],
	["dir=HOST[::GUEST]", "a directory and all below it, to read and write, seen by the guest as GUEST"],
	["net", "sockets and name look-up"],
	["http", "outgoing HTTP requests"],
	["stdin", "standard input"],
	["arg=VALUE", "an argument of the command line (once for each)"],
];

export type Granted = { readonly ok: true; readonly grants: Grants } | { readonly ok: false; readonly problem: Problem };

/** Reads the values of `--allow`. `base` is the folder that relative directories start from; `env` the host's environment. */
export function readCapabilities(
	allow: readonly string[],
	base: string,
	env: Readonly<Record<string, string | undefined>>,
	stdinIsFree: boolean,
): Granted {
	const variables = new Map<string, string>();
	const args: string[] = [];
	const directories: GrantedDirectory[] = [];
	const flags = { network: false, http: false, stdin: false };
	for (const text of allow) {
		const equals = text.indexOf("=");
		const name = equals < 0 ? text : text.slice(0, equals);
		const value = equals < 0 ? null : text.slice(equals + 1);
		if (name === "env" && value === null) {
			for (const [key, set] of Object.entries(env)) if (set !== undefined) variables.set(key, set);
		} else if (name === "env" && value !== null) {
			const [key, set] = variable(value, env);
			if (set === undefined)
				return wrong(text, `the environment variable ${key} is not set here`, `give it a value: --allow env=${key}=VALUE`);
			variables.set(key, set);
		} else if (name === "arg" && value !== null) args.push(value);
		else if (name === "dir" && value !== null && value !== "") {
			const [host = "", guest] = value.split("::");
			// An empty name would stand for the current directory.
			if (host === "") return wrong(text, "the directory of this machine is missing", "write it as dir=HOST::GUEST");
			const directory = path.resolve(base, host);
			if (!isFolder(directory)) return wrong(text, `there is no directory ${host}`, "name an existing directory of this machine");
			directories.push({ host: directory, guest: guest === undefined || guest === "" ? host : guest });
		} else if (name === "net" && value === null) flags.network = true;
		else if (name === "http" && value === null) flags.http = true;
		else if (name === "stdin" && value === null) {
			if (!stdinIsFree) return wrong(text, "a run in the editor has no standard input", "run it on the command line instead");
			flags.stdin = true;
		} else return wrong(text, "there is no such capability", `use one of: ${CAPABILITIES.map(([form]) => form).join(", ")}`);
	}
	return { ok: true, grants: { env: [...variables], args, directories, ...flags } };
}

function variable(value: string, env: Readonly<Record<string, string | undefined>>): [string, string | undefined] {
	const equals = value.indexOf("=");
	return equals < 0 ? [value, env[value]] : [value.slice(0, equals), value.slice(equals + 1)];
}

function wrong(text: string, message: string, help: string): Granted {
	return { ok: false, problem: { where: `--allow ${text}`, message, help, status: 2 } };
}
