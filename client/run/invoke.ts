/**
 * Which function an invocation means, and with which arguments. All invocations of a run are looked at before the first is made, so
 * that a mistake in the last one is found before anything happens.
 */
import {
	exampleOf,
	type Handles,
	type Invocation,
	nearestName,
	parseArguments,
	parseInvocation,
	type Value,
	withoutVersion,
} from "../../server/wit/index.ts";
import { writtenName } from "./exports.ts";
import { usedTwice } from "./guest/handles.ts";
import type { InvocableFunction, Problem } from "./protocol.ts";
import { signatureOf } from "./signature.ts";

/** An invocation whose function is known; the arguments are read when it is its turn, as they may name handles of those before. */
export interface PlannedCall<F extends InvocableFunction> {
	readonly function: F;
	readonly invocation: Invocation;
	readonly text: string;
}

export type Planned<F extends InvocableFunction> =
	| { readonly ok: true; readonly calls: readonly PlannedCall<F>[] }
	| { readonly ok: false; readonly problem: Problem };

export type Arguments =
	| { readonly ok: true; readonly values: readonly Value[] }
	| { readonly ok: false; readonly problem: Problem };

/** The function that runs a command of WASI 0.2. */
const COMMAND = /^wasi:cli\/run@0\.2\./;

/** The function that is run where none is named, or null. */
export function commandOf<F extends InvocableFunction>(functions: readonly F[]): F | null {
	return functions.find((func) => func.name === "run" && COMMAND.test(func.interface ?? "")) ?? null;
}

/** Finds the functions of all invocations and checks all arguments that name no handle. */
export function planInvocations<F extends InvocableFunction>(texts: readonly string[], functions: readonly F[]): Planned<F> {
	if (texts.length === 0) {
		const command = commandOf(functions);
		if (command === null) return { ok: false, problem: nothingNamed(functions) };
		texts = [`${command.id}()`];
	}
	const calls: PlannedCall<F>[] = [];
	for (const given of texts) {
		// `wasi:cli/run#run` and other functions without parameters may be named without parentheses.
		const text = /[(]/.test(given) ? given : `${given}()`;
		const parsed = parseInvocation(text);
		if (!parsed.ok)
			return { ok: false, problem: at(text, parsed.error.start, parsed.error.message, "write it as ns:pkg/iface#func(WAVE, …)") };
		const found = findFunction(text, parsed.invocation, functions);
		if (!found.ok) return found;
		const call = { function: found.function, invocation: parsed.invocation, text };
		if (!parsed.invocation.args.text.includes("$")) {
			const args = readArguments(call, new Map());
			if (!args.ok) return args;
		}
		calls.push(call);
	}
	return { ok: true, calls };
}

/** The arguments as values; `handles` are those that the invocations before have made. */
export function readArguments(call: PlannedCall<InvocableFunction>, handles: Handles): Arguments {
	const { params } = call.function.type;
	const { args } = call.invocation;
	const parsed = parseArguments(args, params, handles);
	const help = `the function is ${signatureOf(call.function)}`;
	if (!parsed.ok) return { ok: false, problem: at(call.text, parsed.error.start, parsed.error.message, help) };
	const twice = usedTwice(params, parsed.values);
	if (twice === null) return parsed;
	const message = `${twice} is given away by this call and cannot be used in it a second time`;
	return { ok: false, problem: at(call.text, args.start + args.text.lastIndexOf(twice), message, help) };
}

/** An invocation with arguments that are made from the types. */
export function exampleInvocation(func: InvocableFunction): string {
	return `${func.id}(${func.type.params.map(({ type }) => exampleOf(type)).join(", ")})`;
}

/** How the functions are named at least, so that each is told apart from all others. */
export function shortestName(func: InvocableFunction, functions: readonly InvocableFunction[]): string {
	const name = writtenName(func.name);
	if (functions.filter((other) => writtenName(other.name) === name).length === 1) return name;
	return func.id;
}

type Found<F> = { readonly ok: true; readonly function: F } | { readonly ok: false; readonly problem: Problem };

function findFunction<F extends InvocableFunction>(text: string, invocation: Invocation, functions: readonly F[]): Found<F> {
	const wanted = invocation.interface?.text ?? null;
	const inInterface = wanted === null ? functions : functions.filter((func) => fits(func.interface, wanted));
	if (wanted !== null && inInterface.length === 0)
		return { ok: false, problem: noInterface(text, invocation, wanted, functions) };
	for (const name of invocation.names) {
		const found = inInterface.filter((func) => func.name === name);
		const [only] = found;
		if (only !== undefined && found.length === 1) return { ok: true, function: only };
		if (found.length > 1) {
			const help = `name one of them: ${found.map(({ id }) => id).join(", ")}`;
			return { ok: false, problem: at(text, 0, `${found.length} interfaces export a function ${writtenName(name)}`, help) };
		}
	}
	const name =
		invocation.resource === null ? invocation.function.text : `${invocation.resource.text}.${invocation.function.text}`;
	const near = nearestName(
		name,
		inInterface.map((func) => writtenName(func.name)),
	);
	const place = wanted === null ? "the component exports" : `${wanted} has`;
	const problem = at(
		text,
		invocation.function.start,
		`${place} no function ${name}`,
		near === null ? `there are: ${listed(inInterface)}` : `did you mean ${near}? There are: ${listed(inInterface)}`,
	);
	return { ok: false, problem };
}

/** Whether an interface is the one that is written: with or without its version, or by its last name only. */
function fits(iface: string | null, wanted: string): boolean {
	if (iface === null) return false;
	const unversioned = withoutVersion(iface);
	return iface === wanted || unversioned === wanted || unversioned.slice(unversioned.lastIndexOf("/") + 1) === wanted;
}

function noInterface(text: string, invocation: Invocation, wanted: string, functions: readonly InvocableFunction[]): Problem {
	const names = [...new Set(functions.flatMap((func) => (func.interface === null ? [] : [func.interface])))];
	const near = nearestName(wanted, names);
	const known = names.length === 0 ? "it exports functions of the world only" : `it exports ${names.join(", ")}`;
	const help = near === null ? known : `did you mean ${near}? ${known}`;
	return at(text, invocation.interface?.start ?? 0, `the component exports no interface ${wanted}`, help);
}

function nothingNamed(functions: readonly InvocableFunction[]): Problem {
	if (functions.length === 0) {
		return {
			where: null,
			message: "the component exports no function: there is nothing to run",
			help: "compose it with a component that does",
			status: 1,
		};
	}
	const first = functions[0];
	const example = first === undefined ? "" : `, for example --invoke '${exampleInvocation(first)}'`;
	return {
		where: null,
		message: "no function was named, and the component is no command (it does not export wasi:cli/run@0.2)",
		help: `name one of: ${listed(functions)}${example}`,
		status: 2,
	};
}

/** At most so many functions are listed in a message. */
const LISTED = 12;

function listed(functions: readonly InvocableFunction[]): string {
	const names = functions.slice(0, LISTED).map((func) => shortestName(func, functions));
	return functions.length > LISTED ? `${names.join(", ")} and ${functions.length - LISTED} more` : names.join(", ");
}

/** How much of an invocation is shown in a message, in UTF-16 units: before the place that is meant, and after it. */
const SHOWN = 100;

function at(text: string, start: number, message: string, help: string): Problem {
	const from = start <= SHOWN ? 0 : start - SHOWN;
	const to = Math.min(text.length, start + SHOWN);
	const shown = `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
	return { where: `--invoke '${shown}', column ${start + 1}`, message, help, status: 2 };
}
