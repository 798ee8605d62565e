/**
 * Programs that are linked in this very thread, without what a run has around it: for processes that measure calls and starts, and that are
 * ended from outside where a guest does not come back.
 */
import path from "node:path";
import type { Translation } from "../../server/engine/index.ts";
import type { Value } from "../../server/wit/index.ts";
import { type BoundFunction, exportedFunctions, invocableFunctions } from "./exports.ts";
import { HandleNames } from "./guest/handles.ts";
import { planInvocations, readArguments } from "./invoke.ts";
import { type Glue, makeGlue, prepareLink } from "./link/index.ts";
import { translateProgram } from "./make-program.ts";
import type { Grants, InvocableFunction, Problem } from "./protocol.ts";
import type { RunTools } from "./run.ts";
import { hostImports, wasiInterfaces } from "./wasi/host.ts";

/** A component with all that is needed to link it. It can be sent to another process. */
export interface LinkableProgram {
	readonly name: string;
	readonly translation: Translation;
	readonly glue: Glue;
}

type Failed = { readonly ok: false; readonly problem: Problem };

/** Takes a component apart; `where` is its path. */
export function linkable(
	tools: Pick<RunTools, "composer" | "translator">,
	bytes: Uint8Array,
	where: string,
): { readonly ok: true; readonly program: LinkableProgram } | Failed {
	const translated = translateProgram(tools.translator, bytes, where);
	if (!translated.ok) return translated;
	const { translation } = translated;
	const name = path.basename(where, path.extname(where));
	const glue = makeGlue(translation, { name, merge: tools.translator.merge }, tools.composer.parseWat);
	if (glue !== null) return { ok: true, program: { name, translation, glue } };
	const prepared = prepareLink(translation, {}, { name, glue });
	return { ok: false, problem: failure(where, prepared.ok ? [] : prepared.failures) };
}

/** The function that the last of `invocations` means, and the calls before it, with which it begins; all of them checked. */
export function planCalls(
	program: LinkableProgram,
	invocations: readonly string[],
): { readonly ok: true; readonly functions: readonly InvocableFunction[] } | Failed {
	const planned = planInvocations(invocations, exportedFunctions(program.translation));
	return planned.ok ? { ok: true, functions: planned.calls.map((call) => call.function) } : planned;
}

/** All functions that a program exports. */
export function functionsOf({ translation }: LinkableProgram): readonly InvocableFunction[] {
	return exportedFunctions(translation);
}

/** Instances of a program that nobody watches and nothing is granted. */
export interface Instances {
	/** Makes one, and answers with its functions. Throws where its start function traps. */
	make(): readonly BoundFunction[];
}

/** Everything that is done once for all instances. */
export async function openProgram({
	name,
	translation,
	glue,
}: LinkableProgram): Promise<({ readonly ok: true } & Instances) | Failed> {
	const imported = translation.names.lowers.flatMap((lower) => (lower.interface === null ? [] : [lower.interface]));
	const grants: Grants = { env: [], args: [name], directories: [], network: false, http: false, stdin: false };
	const interfaces = await wasiInterfaces(imported, grants, { output: () => undefined, missed: () => undefined });
	const prepared = prepareLink(translation, hostImports(interfaces), { name, glue });
	if (!prepared.ok) return { ok: false, problem: failure(name, prepared.failures) };
	return {
		ok: true,
		make: () => {
			const linked = prepared.instantiate();
			if (!linked.ok) throw new Error(linked.failures.map(({ message }) => message).join("; "));
			return invocableFunctions(linked.component.exports);
		},
	};
}

/** A call whose arguments are values: it can be made any number of times where no handle is given away. */
export interface ReadyCall {
	readonly function: BoundFunction;
	readonly args: readonly Value[];
	/** The handles that the calls before it have made, by name. */
	readonly handles: HandleNames;
}

/** Makes all calls but the last, and readies that one. */
export function readyCall(
	functions: readonly BoundFunction[],
	invocations: readonly string[],
): { readonly ok: true; readonly call: ReadyCall } | Failed {
	const planned = planInvocations(invocations, functions);
	if (!planned.ok) return planned;
	const handles = new HandleNames();
	for (const [index, call] of planned.calls.entries()) {
		const read = readArguments(call, handles.known);
		if (!read.ok) return read;
		if (index === planned.calls.length - 1) return { ok: true, call: { function: call.function, args: read.values, handles } };
		const answer = call.function.call(read.values);
		if (answer instanceof Promise) return { ok: false, problem: failure(call.text, []) };
		handles.give(call.function.type.params, read.values);
		if (call.function.type.result !== null && answer !== undefined) handles.name(call.function.type.result, answer);
	}
	return { ok: false, problem: failure("", []) };
}

function failure(where: string, failures: readonly { readonly message: string; readonly help: string }[]): Problem {
	return {
		where,
		message: failures.length === 0 ? "this cannot be called here" : failures.map(({ message }) => message).join("; "),
		help: failures[0]?.help ?? null,
		status: 1,
	};
}
