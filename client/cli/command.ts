import type { ParseArgsOptionsConfig } from "node:util";
import type { Composer, Translator } from "../../server/engine/index.ts";
import type { CacheStore, Engine, GuestWorker } from "../run/index.ts";

/** What a command works with: the process it is in, and the engine, which is loaded when it is first asked for. */
export interface Context {
	readonly stdout: (text: string | Uint8Array) => void;
	readonly stderr: (text: string | Uint8Array) => void;
	readonly composer: () => Composer;
	readonly translator: () => Translator;
	/** Loads the engine, where it is loaded only when it is asked for. */
	readonly engine?: () => Promise<Engine>;
	/** What earlier runs have kept; missing or null where nothing is to be kept. */
	readonly cache?: () => CacheStore | null;
	/** A thread for the guest of a run, where one was started before all else. */
	readonly guest?: GuestWorker | null;
	/** A file that stands beside the bundle of the command line: another bundle, or an asset. */
	readonly bundled: (name: string) => URL;
}

/** A command of `witness`. */
export interface Command {
	readonly name: string;
	/** One line for the list of commands. */
	readonly summary: string;
	/** What is written after the name of the command, and a line for each option. */
	readonly usage: readonly string[];
	readonly options: ParseArgsOptionsConfig;
	/** Does it, and answers the exit status: 0 nothing wrong, 1 errors found, 2 misuse, 3 internal error. */
	run(args: CommandArguments, context: Context): Promise<number> | number;
}

/** The arguments of a command, as `parseArgs` found them and typed by how they are asked for. */
export class CommandArguments {
	readonly positionals: readonly string[];
	readonly #values: Readonly<Record<string, unknown>>;

	constructor(values: Readonly<Record<string, unknown>>, positionals: readonly string[]) {
		this.#values = values;
		this.positionals = positionals;
	}

	flag(name: string): boolean {
		return this.#values[name] === true;
	}

	text(name: string): string | null {
		const value = this.#values[name];
		return typeof value === "string" ? value : null;
	}

	/** The values of an option that may be given several times. */
	list(name: string): readonly string[] {
		const value = this.#values[name];
		return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
	}
}

/** A mistake in how a command was called: reported with the command's usage, status 2. */
export class Misuse extends Error {
	override readonly name = "Misuse";
}

/** The only positional argument. */
export function onePath(args: CommandArguments, what: string): string {
	const [path, ...rest] = args.positionals;
	if (path === undefined) throw new Misuse(`${what} is missing`);
	if (rest.length > 0) throw new Misuse(`${what} is expected, and only one: there is also ${rest.join(" ")}`);
	return path;
}

/** An option that takes one of several words. */
export function oneOf<const T extends string>(args: CommandArguments, name: string, words: readonly T[], fallback: T): T {
	const given = args.text(name);
	if (given === null) return fallback;
	const found = words.find((word) => word === given);
	if (found === undefined) throw new Misuse(`--${name} is one of ${words.join(", ")}, not ${given}`);
	return found;
}

/** An option that takes a number; null where it is not given. `or` says what else may be. */
export function positive(args: CommandArguments, name: string, or = ""): number | null {
	const text = args.text(name);
	if (text === null) return null;
	const value = Number(text);
	if (!(value > 0) || !Number.isFinite(value)) throw new Misuse(`--${name} is a number above 0${or}, not ${text}`);
	return value;
}

/** Options `NAME=PATH`, as `--dep` takes them, by name. */
export function pairs(args: CommandArguments, name: string): Readonly<Record<string, string>> {
	const result: Record<string, string> = {};
	for (const text of args.list(name)) {
		const equals = text.indexOf("=");
		if (equals <= 0 || equals === text.length - 1) throw new Misuse(`--${name} is written NAME=PATH, not ${text}`);
		result[text.slice(0, equals)] = text.slice(equals + 1);
	}
	return result;
}
