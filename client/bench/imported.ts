/**
 * A function that a program imports and the host gives. A generated component passes it on: it imports the interface and exports the same, so that
 * the function can be called from outside, or put behind a service, as any other.
 */
import { coreSignature, layoutOf, parseInvocation, withoutVersion } from "../../server/wit/index.ts";
import { functionsOf, type InvocableFunction, linkable, type Problem, type RunTools } from "../run/index.ts";
import { REALLOC, signatureText } from "./caller.ts";
import { worldOf } from "./caller-wit.ts";
import { embedded } from "./compose-caller.ts";

type Tools = Pick<RunTools, "composer" | "translator">;

export type PassedOn =
	| { readonly ok: true; readonly bytes: Uint8Array }
	| { readonly ok: false; readonly problem: Problem }
	/** The invocation does not speak of an import: what is wrong with it is known already. */
	| null;

const WORLD = "witness-passes-on";

/** A component that passes on the interface which the last of `invocations` means, if the component in `bytes` imports one of that name. */
export async function passedOn(tools: Tools, bytes: Uint8Array, invocations: readonly string[]): Promise<PassedOn> {
	const invocation = invocations.at(-1) ?? "";
	const parsed = parseInvocation(/[(]/.test(invocation) ? invocation : `${invocation}()`);
	const wanted = parsed.ok ? (parsed.invocation.interface?.text ?? null) : null;
	const wit = tools.composer.componentWit(bytes);
	if (wanted === null || !wit.ok) return null;
	const { head, items, after } = worldOf(wit.value);
	const imported = items.flatMap((item) => /^\s*import ([^;{\s]+);/.exec(item)?.[1] ?? []);
	const name = imported.find((each) => each === wanted || withoutVersion(each) === wanted || lastName(each) === wanted);
	if (name === undefined) return null;
	const wrong = (message: string, help: string): PassedOn => ({
		ok: false,
		problem: { where: `--invoke '${invocation}'`, message, help, status: 2 },
	});
	if (!name.startsWith("wasi:"))
		return wrong(
			`${name} is imported, and nothing here gives it`,
			"measure the same call of the component that exports it, or of a composition of both",
		);
	const world = `${head}world ${WORLD} {\n  import ${name};\n  export ${name};\n}\n${after}`;
	// A module that does nothing has the right types: from them the one that passes calls on is written.
	const outline = linkable(tools, await embedded(world, WORLD, null), "import.wasm");
	if (!outline.ok) return outline;
	const functions = functionsOf(outline.program);
	if (functions.some((func) => func.name.startsWith("[")))
		return wrong(
			`${name} has resources, whose handles belong to the program that was given them`,
			"measure a function of an interface without resources",
		);
	const core = tools.composer.parseWat(passingText(functions));
	if (!core.ok) throw new Error(`what passes calls on is not valid: ${core.fault.message}`);
	return { ok: true, bytes: await embedded(world, WORLD, core.value) };
}

function lastName(iface: string): string {
	return withoutVersion(iface).replace(/^.*\//, "");
}

/** Where results are written that are more than a core value, in bytes; what a call is given lies above them. */
const RESULTS = 1024;

/** The core module: each export calls the import of its name with what it was given. */
function passingText(functions: readonly InvocableFunction[]): string {
	const room = Math.max(0, ...functions.map(({ type }) => (type.result === null ? 0 : layoutOf(type.result).size)));
	const top = (RESULTS + room + 15) & -16;
	const imports: string[] = [];
	const exports: string[] = [];
	for (const [index, { interface: iface, name, type }] of functions.entries()) {
		const inner = coreSignature(type, "lower");
		const outer = coreSignature(type, "lift");
		imports.push(`  (import "${iface}" "${name}" (func $f${index}${signatureText(inner.params, inner.results)}))`);
		const given = outer.params.map((_, at) => `(local.get ${at})`);
		const byMemory = inner.params.length > outer.params.length;
		const call = `(call $f${index} ${[...given, ...(byMemory ? [`(i32.const ${RESULTS})`] : [])].join(" ")})`;
		const body = byMemory ? `${call} (i32.const ${RESULTS})` : call;
		exports.push(`  (func (export "${iface}#${name}")${signatureText(outer.params, outer.results)} ${body})`);
		exports.push(
			`  (func (export "cabi_post_${iface}#${name}")${signatureText(outer.results, [])} (global.set $top (i32.const ${top})))`,
		);
	}
	return `(module
${imports.join("\n")}
  (memory (export "memory") ${Math.ceil(top / 65_536) + 1})
  (global $top (mut i32) (i32.const ${top}))
  ;; What one call is given is forgotten when its result was taken.
${REALLOC}
${exports.join("\n")})
`;
}
