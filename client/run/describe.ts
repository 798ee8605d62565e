/** What a program exports, without running any of it. */
import type { Translation } from "../../server/engine/index.ts";
import type { ExportedFunction, ExportsAnswer, SourcePlace } from "./adapter-messages.ts";
import { exportedFunctions, importedFunctions } from "./exports.ts";
import { commandOf, exampleInvocation, shortestName } from "./invoke.ts";
import { translateProgram } from "./make-program.ts";
import type { InvocableFunction, Problem } from "./protocol.ts";
import { type ProgramRequest, resolveProgram } from "./resolve.ts";
import type { RunTools } from "./run.ts";
import { signatureOf } from "./signature.ts";

export type Described = { readonly ok: true; readonly answer: ExportsAnswer } | { readonly ok: false; readonly problem: Problem };

/** The functions of a program, with an invocation for each that is made from its types. `find` says where one is written. */
export function describeProgram(
	tools: Pick<RunTools, "composer" | "translator">,
	request: ProgramRequest,
	find: (iface: string | null, name: string) => SourcePlace | null,
): Described {
	const program = resolveProgram(tools.composer, request);
	if (!program.ok) return program;
	const translated = translateProgram(tools.translator, program.bytes, request.program);
	if (!translated.ok) return translated;
	return { ok: true, answer: exportsOf(translated.translation, find) };
}

function exportsOf(translation: Translation, find: (iface: string | null, name: string) => SourcePlace | null): ExportsAnswer {
	const functions = exportedFunctions(translation);
	const told = (func: InvocableFunction, name: string): ExportedFunction => {
		const place = find(func.interface, func.name);
		return {
			id: func.id,
			name,
			signature: signatureOf(func),
			example: exampleInvocation(func),
			source: place === null ? null : { path: place.path, line: place.line, character: place.character },
			function: func,
		};
	};
	return {
		functions: functions.map((func) => told(func, shortestName(func, functions))),
		imports: importedFunctions(translation).map((func) => told(func, func.id)),
		command: commandOf(functions)?.id ?? null,
	};
}
