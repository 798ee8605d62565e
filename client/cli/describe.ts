/** `witness describe`: what a program or a WIT package imports and exports, as WIT; what can be invoked, as JSON; how it would be linked. */
import path from "node:path";
import { describeProgram, indexAround, lookAt, type Problem, readPackage, resolveProgram, WitPlaces } from "../run/index.ts";
import { featuresOf } from "./check.ts";
import { type Command, type Context, Misuse, oneOf, onePath, pairs } from "./command.ts";
import { elaborate } from "./elaborate.ts";
import { type LinkFormat, linkPlan } from "./link-plan.ts";
import { problemText } from "./report.ts";
import { usableFor, type Wanted } from "./usable.ts";

export const describe: Command = {
	name: "describe",
	summary: "show what a program or a WIT package imports and exports",
	usage: [
		"PATH|FILE.wasm|FILE.wac [--format wit|json | --elaborate [--world W] | --link [--format text|json|wat|merged]] [--features a,b|--all-features] [--deps-dir DIR] [--dep ns:name=PATH]…",
		"FILE.wasm|FILE.wac --for PATH [--world W] [--features a,b|--all-features] [--format text|json] [--deps-dir DIR] [--dep ns:name=PATH]…",
		"PATH                 a .wit file, a folder of them with its deps, a component, or a .wac document (as composed)",
		"--format wit|json    WIT (default), or the functions that can be invoked: id, name, signature, example and source",
		"--elaborate          its worlds with all that they import and export, in the order of an encoder",
		"--link               how our link would connect it: instances, edges, core signatures, and what is generated for each;",
		"                     with --format wat the generated modules themselves, with merged the one module that all become",
		"--for PATH           whether the component is usable for a world of this WIT package, and if not, at which field; status 1 if not",
		"--features A,B       the features that are on, for @unstable items of a WIT package; --all-features for all",
		"--world W            this world only: name or ns:pkg/name@version",
		"--deps-dir DIR       packages of a .wac: <ns>/<name>.{wasm,wat,wit} (default: deps beside it)",
		"--dep ns:name=PATH   a single package of a .wac",
	],
	options: {
		format: { type: "string" },
		elaborate: { type: "boolean" },
		link: { type: "boolean" },
		for: { type: "string" },
		features: { type: "string" },
		"all-features": { type: "boolean" },
		world: { type: "string" },
		"deps-dir": { type: "string" },
		dep: { type: "string", multiple: true },
	},
	run(args, context) {
		const place = onePath(args, "a component, .wac document or WIT package");
		if (lookAt(place) === null) {
			context.stderr(
				problemText({ where: place, message: "there is no such file or folder", help: "check the path", status: 2 }),
			);
			return 2;
		}
		const request = {
			program: place,
			depsDir: args.text("deps-dir"),
			dependencies: pairs(args, "dep"),
			features: featuresOf(args),
		};
		const world = args.text("world");
		const target = args.text("for");
		if (target !== null) {
			if (args.flag("elaborate") || args.flag("link")) throw new Misuse("--for goes with neither --elaborate nor --link");
			const wanted = { place: target, world, features: request.features };
			return asUsable(place, request, wanted, oneOf(args, "format", ["text", "json"], "text"), context);
		}
		if (args.flag("link")) {
			if (args.flag("elaborate") || world !== null) throw new Misuse("--link goes with neither --elaborate nor --world");
			return asLink(request, oneOf(args, "format", ["text", "json", "wat", "merged"], "text"), context);
		}
		const format = oneOf(args, "format", ["wit", "json"], "wit");
		if (!args.flag("elaborate")) {
			if (world !== null) throw new Misuse("--world goes with --elaborate or --for");
			return format === "json" ? asJson(request, context) : asWit(place, request, context, (text) => ({ ok: true, text }));
		}
		if (format === "json") throw new Misuse("--elaborate gives WIT, no JSON");
		return asWit(place, request, context, (text) => elaborate(place, text, world));
	},
};

interface Request {
	readonly program: string;
	readonly depsDir: string | null;
	readonly dependencies: Readonly<Record<string, string>>;
	/** For `@unstable` items of a WIT package. */
	readonly features: "all" | ReadonlySet<string>;
}

function asJson(request: Request, context: Context): number {
	const places = new WitPlaces();
	indexAround(places, request.program, []);
	const tools = { composer: context.composer(), translator: context.translator() };
	const described = describeProgram(tools, request, (iface, name) => places.find(iface, name));
	if (described.ok) {
		context.stdout(`${JSON.stringify(described.answer, null, "\t")}\n`);
		return 0;
	}
	context.stderr(problemText(described.problem));
	return described.problem.status;
}

function asLink(request: Request, format: LinkFormat, context: Context): number {
	const described = linkPlan(request, format, context);
	if (described.ok) {
		context.stdout(described.text);
		return 0;
	}
	context.stderr(problemText(described.problem));
	return described.problem.status;
}

function asUsable(place: string, request: Request, wanted: Wanted, format: "text" | "json", context: Context): number {
	if (lookAt(wanted.place) === null) {
		const help = "--for names a WIT package: a folder, a .wit file or a binary one";
		context.stderr(problemText({ where: wanted.place, message: "there is no such file or folder", help, status: 2 }));
		return 2;
	}
	let usable = false;
	const status = asWit(place, request, context, (text) => {
		const answer = usableFor(context.composer(), place, text, wanted, format);
		if (answer.ok) usable = answer.usable;
		return answer;
	});
	return status === 0 && !usable ? 1 : status;
}

function asWit(
	place: string,
	request: Request,
	context: Context,
	shape: (text: string) => { ok: true; text: string } | { ok: false; problem: Problem },
): number {
	const composer = context.composer();
	const bytes =
		path.extname(place) === ".wac" ? resolveProgram(composer, request) : readPackage(composer, place, request.features);
	if (!bytes.ok) {
		context.stderr(problemText(bytes.problem));
		return bytes.problem.status;
	}
	const text = composer.componentWit(bytes.bytes);
	if (text.ok) {
		const shaped = shape(text.value);
		if (shaped.ok) context.stdout(shaped.text.endsWith("\n") ? shaped.text : `${shaped.text}\n`);
		else context.stderr(problemText(shaped.problem));
		return shaped.ok ? 0 : shaped.problem.status;
	}
	const message = [text.fault.message, ...text.fault.causes].join(": ");
	context.stderr(problemText({ where: place, message, help: text.fault.help ?? null, status: 1 }));
	return 1;
}
