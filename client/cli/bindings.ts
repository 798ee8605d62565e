/** `witness bindings`: TypeScript declarations of a package's worlds, for components and for hosts. */
import path from "node:path";
import { type BindingsRequest, bindingsFolder, createBindings, writeBindings } from "../../server/bindings/index.ts";
import { faultProblem, lookAt, type Problem, readPackageFiles } from "../run/index.ts";
import { type Command, type CommandArguments, type Context, Misuse, onePath } from "./command.ts";
import { problemText } from "./report.ts";

export const bindings: Command = {
	name: "bindings",
	summary: "write TypeScript declarations of a package's worlds",
	usage: [
		"PATH [--world W]… [--out DIR] [--guest|--host] [--features a,b]",
		"PATH                 a .wit file, or a folder of them with its deps",
		"--world W            a world of the package (default: all of them)",
		"--out DIR            where to write (default: bindings beside the package's wit folder)",
		"--guest, --host      only the side of components, or only that of programs that run them",
		"--features a,b       what is @unstable(feature = …) and wanted",
	],
	options: {
		world: { type: "string", multiple: true },
		out: { type: "string" },
		guest: { type: "boolean" },
		host: { type: "boolean" },
		features: { type: "string" },
	},
	async run(args, context) {
		const place = onePath(args, "a WIT package");
		const request = readRequest(place, args, context);
		if ("problem" in request) {
			context.stderr(problemText(request.problem));
			return request.problem.status;
		}
		const generator = createBindings(context.bundled("bindings.mjs"));
		const result = await generator.generate(request).finally(() => generator.dispose());
		const folder = path.resolve(args.text("out") ?? bindingsFolder(path.resolve(place)));
		const written = result.ok ? writeBindings(folder, result.files) : result;
		if (!written.ok) {
			context.stderr(problemText({ where: place, message: written.message, help: null, status: 1 }));
			return 1;
		}
		if (result.ok && result.worlds.length === 0) {
			const help = "bindings are made from worlds: write one that says what a component imports and exports";
			context.stderr(problemText({ where: place, message: "the package has no world", help, status: 1 }));
			return 1;
		}
		for (const file of written.written) context.stdout(`${path.join(folder, file)}\n`);
		const { length } = written.written;
		context.stderr(`${length} written, ${written.unchanged.length} unchanged, ${written.removed.length} removed\n`);
		return 0;
	},
};

/** The package at a path, once the reference parser finds nothing wrong with it. */
function readRequest(place: string, args: CommandArguments, context: Context): BindingsRequest | { problem: Problem } {
	if (args.flag("guest") && args.flag("host"))
		throw new Misuse("--guest and --host exclude each other; without either both are written");
	const wrong = (message: string, help: string, status: 1 | 2) => ({ problem: { where: place, message, help, status } });
	const found = lookAt(place);
	if (found === null) return wrong("there is no such file or folder", "check the path", 2);
	if (!found.isDirectory() && !place.endsWith(".wit")) return wrong("this is no WIT", "give a .wit file or a folder of them", 2);
	try {
		const read = readPackageFiles(context.composer, place);
		if (!read.ok) return read;
		const { files, dependencies } = read;
		const features =
			args
				.text("features")
				?.split(",")
				.filter((name) => name !== "") ?? [];
		const checked = context.composer().checkWit(files, dependencies, features);
		if (!checked.ok) {
			const at = checked.fault.labels[0]?.path ?? place;
			const source = [...files, ...dependencies.flat()].find((file) => file.path === at)?.text ?? "";
			return { problem: faultProblem(at, source, checked.fault) };
		}
		const worlds = args.list("world");
		return {
			files,
			dependencies,
			...(worlds.length === 0 ? {} : { worlds }),
			sides: args.flag("guest") ? ["guest"] : args.flag("host") ? ["host"] : ["guest", "host"],
			features,
		};
	} catch (error) {
		return wrong(`it cannot be read (${error instanceof Error ? error.message : String(error)})`, "check its permissions", 2);
	}
}
