/** `witness describe --link`: how a program would be linked. */
import path from "node:path";
import {
	type DescribedEdge,
	type DescribedLink,
	describeLink,
	type Problem,
	resolveProgram,
	translateProgram,
} from "../run/index.ts";
import type { Context } from "./command.ts";

export type LinkFormat = "text" | "json" | "wat" | "merged";

interface Request {
	readonly program: string;
	readonly depsDir: string | null;
	readonly dependencies: Readonly<Record<string, string>>;
}

type Described = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: Problem };

/** The link of a program as text: for people, as JSON, what is generated for it as WAT, or the module that runs as WAT. */
export function linkPlan(request: Request, format: LinkFormat, context: Context): Described {
	const program = resolveProgram(context.composer(), request);
	if (!program.ok) return program;
	const translated = translateProgram(context.translator(), program.bytes, request.program);
	if (!translated.ok) return translated;
	const name = path.basename(request.program, path.extname(request.program));
	const engine = { parseWat: context.composer().parseWat, merge: context.translator().merge };
	const described = describeLink(translated.translation, name, engine);
	if (!described.ok) {
		const { message, help } = described.failure;
		return { ok: false, problem: { where: request.program, message, help, status: 1 } };
	}
	switch (format) {
		case "text":
			return { ok: true, text: printLink(described.link) };
		case "json":
			return { ok: true, text: `${JSON.stringify(asJson(described.link), null, "\t")}\n` };
		case "wat":
			return { ok: true, text: described.link.texts.join("\n") };
		case "merged":
			return printMerged(request, described.link, context);
		default: {
			const never: never = format;
			throw new Error(`unknown format ${String(never)}`);
		}
	}
}

function printMerged(request: Request, { merged }: DescribedLink, context: Context): Described {
	const fault = (message: string, help: string): Described => ({
		ok: false,
		problem: { where: request.program, message, help, status: 1 },
	});
	if (merged === null)
		return fault("its modules cannot be merged: each is instantiated by itself", "see what runs with --format wat");
	const printed = context.composer().printWat(merged.bytes);
	return printed.ok ? { ok: true, text: printed.value } : fault(printed.fault.message, "see what is generated with --format wat");
}

function printLink({ tasks, instances, edges, merged }: DescribedLink): string {
	return [
		"instances",
		...instances.map(({ index, name }) => `  ${index}  ${name}`),
		"",
		merged === null
			? "each core module is instantiated by itself"
			: `one module of ${merged.bytes.length} bytes: ${merged.core} instances of core modules and adapters, ${merged.generated} of what is generated`,
		"",
		`edges, by core function (${tasks ? "adapters keep track of tasks" : "nothing is asynchronous: no track is kept of tasks"})`,
		...edges.flatMap(edgeLines),
		"",
	].join("\n");
}

const KINDS = { between: "between components", export: "export", import: "import" } as const;

function edgeLines({ edge, kind, core, encoding, generated }: DescribedEdge): readonly string[] {
	const name = edge.interface === null ? edge.function : `${edge.interface}#${edge.function}`;
	return [
		`  ${edge.id}  ${edge.caller.name} -> ${edge.callee.name}  ${name}`,
		`      ${KINDS[kind]}, ${encoding}, (func${core === "" ? "" : ` ${core}`})`,
		`      ${generated.join("; ")}`,
	];
}

function asJson({ tasks, instances, edges, merged }: DescribedLink): object {
	return {
		tasks,
		merged: merged === null ? null : { bytes: merged.bytes.length, core: merged.core, generated: merged.generated },
		instances,
		edges: edges.map(({ edge, kind, core, encoding, generated }) => ({
			id: edge.id,
			caller: edge.caller.name,
			callee: edge.callee.name,
			interface: edge.interface,
			function: edge.function,
			kind,
			core,
			encoding,
			generated,
		})),
	};
}
