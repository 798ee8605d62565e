import type { Value } from "../../../server/wit/index.ts";
import { readConstant } from "./constants.ts";
import { headOf, readSexps, type Sexp, type SexpList, textOf } from "./sexp.ts";

/** What runs a script's components. */
export interface ScriptHost {
	/** Component text to bytes; throws where it is malformed. */
	parse(text: string): Promise<Uint8Array> | Uint8Array;
	/** Throws where the component is invalid, cannot be linked, or traps in its start. */
	instantiate(component: Uint8Array): Promise<ScriptInstance> | ScriptInstance;
}

interface ScriptInstance {
	/** Calls an export; throws where it traps. `NoSuchExport` where there is none. */
	call(name: string, args: readonly Value[]): Promise<unknown> | unknown;
	/** Whether a result of `call` is the expected value. */
	matches(expected: Value | undefined, found: unknown): boolean;
}

export class NoSuchExport extends Error {
	override readonly name = "NoSuchExport";
}

/** What was asked for did not come in time: neither a trap nor a wrong answer, as a busy machine makes it, too. */
export class TimedOut extends Error {
	override readonly name = "TimedOut";
}

export interface ScriptResult {
	readonly passed: number;
	/** Assertions about an instance that could not be made. */
	readonly skipped: number;
	/** The failed assertions, with what was wrong. */
	readonly failures: readonly string[];
	/** The forms that did not come to an end in time; they count nowhere else. */
	readonly timedOut: readonly string[];
}

/** Runs a Component Model `.wast` script: every assertion counts once. */
export async function runScript(text: string, host: ScriptHost): Promise<ScriptResult> {
	const script = new Script(text, host);
	for (const form of readSexps(text)) await script.run(form);
	return script;
}

const ASSERTIONS = new Set(["assert_trap", "assert_exhaustion", "assert_invalid", "assert_malformed", "assert_unlinkable"]);

class Script implements ScriptResult {
	passed = 0;
	skipped = 0;
	readonly failures: string[] = [];
	readonly timedOut: string[] = [];
	private readonly text: string;
	private readonly host: ScriptHost;
	private readonly definitions = new Map<string, Uint8Array>();
	private latest: Uint8Array | null = null;
	private current: ScriptInstance | null = null;
	private readonly named = new Map<string, ScriptInstance>();

	constructor(text: string, host: ScriptHost) {
		this.text = text;
		this.host = host;
	}

	async run(form: Sexp): Promise<void> {
		const head = headOf(form);
		if (form.kind !== "list" || head === null) throw new SyntaxError(`no form of a script: ${this.source(form)}`);
		try {
			if (head === "component") await this.component(form);
			else if (head === "invoke") await this.invoke(form);
			else if (head === "assert_return") await this.assertReturn(form);
			else if (ASSERTIONS.has(head)) await this.assertFailure(form);
			else throw new SyntaxError(`unknown form ${head}`);
		} catch (error) {
			if (error instanceof TimedOut) this.timedOut.push(this.beginning(form));
			else this.fail(form, error instanceof Error ? error.message : String(error));
		}
	}

	private async component(form: SexpList): Promise<void> {
		const words = leadingWords(form);
		this.current = words[1] === "definition" ? this.current : null;
		if (words[1] === "definition") {
			this.latest = await this.host.parse(this.source(form).replace(/^\(\s*component\s+definition/, "(component"));
			this.definitions.set(words[2] ?? "", this.latest);
			return;
		}
		const name = words[1] === "instance" ? words[2] : words[1];
		this.current = await this.host.instantiate(await this.bytes(form));
		if (name !== undefined) this.named.set(name, this.current);
	}

	/** The bytes of `(component …)` or of the definition that `(component instance $name $definition)` refers to. */
	private async bytes(form: SexpList): Promise<Uint8Array> {
		const words = leadingWords(form);
		if (words[1] !== "instance") return this.host.parse(componentText(form, this.source(form)));
		const found = words[3] === undefined ? this.latest : this.definitions.get(words[3]);
		if (!found) throw new SyntaxError(`no definition ${words[3] ?? ""}`);
		return found;
	}

	private async assertReturn(form: SexpList): Promise<void> {
		const [, action, expected] = form.items;
		if (action?.kind !== "list") throw new SyntaxError("assert_return has no action");
		const called = await this.invoke(action);
		if (called === null) {
			this.skipped++;
			return;
		}
		const wanted = expected === undefined ? undefined : readConstant(expected);
		if (called.instance.matches(wanted, called.result)) this.passed++;
		else this.fail(form, `got ${printValue(called.result)}`);
	}

	private async assertFailure(form: SexpList): Promise<void> {
		const [, action] = form.items;
		if (action?.kind !== "list") throw new SyntaxError("an assertion has no action");
		let outcome: string;
		try {
			if (headOf(action) === "component") {
				await this.host.instantiate(await this.bytes(action));
				outcome = "was accepted";
			} else {
				const called = await this.invoke(action);
				if (called === null) {
					this.skipped++;
					return;
				}
				outcome = `returned ${printValue(called.result)}`;
			}
		} catch (error) {
			if (error instanceof NoSuchExport || error instanceof TimedOut || error instanceof SyntaxError) throw error;
			this.passed++;
			return;
		}
		this.fail(form, outcome);
	}

	/** Null where there is no instance to call. */
	private async invoke(action: SexpList): Promise<{ readonly instance: ScriptInstance; readonly result: unknown } | null> {
		const [, first, ...rest] = action.items;
		const byName = first?.kind === "word";
		const instance = byName ? this.named.get(first.text) : this.current;
		if (!instance) return null;
		const [name, ...args] = byName ? rest : [first, ...rest];
		const values = args.flatMap((arg) => (arg === undefined ? [] : [readConstant(arg)]));
		return { instance, result: await instance.call(textOf(name), values) };
	}

	private source(node: Sexp): string {
		return this.text.slice(node.start, node.end);
	}

	private fail(form: Sexp, why: string): void {
		this.failures.push(`${this.beginning(form)}: ${why}`);
	}

	private beginning(form: Sexp): string {
		return this.source(form).replace(/\s+/g, " ").slice(0, 110);
	}
}

/** The text of a component, unpacked where it is `(component quote "…")`. */
function componentText(form: SexpList, source: string): string {
	const quoted = form.items.some((item) => item.kind === "word" && item.text === "quote");
	return quoted ? form.items.flatMap((item) => (item.kind === "string" ? [item.text] : [])).join("\n") : source;
}

function leadingWords(form: SexpList): readonly string[] {
	const words: string[] = [];
	for (const item of form.items) {
		if (item.kind !== "word") break;
		words.push(item.text);
	}
	return words;
}

function printValue(value: unknown): string {
	return JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${each}n` : each)) ?? "nothing";
}
