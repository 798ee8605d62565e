/** `witness check`: what is wrong in WIT and WAC, each path by itself. */
import path from "node:path";
import { type CheckFormat, check as checkPaths, formatDiagnostics, localDisk } from "../../server/check.ts";
import { binaryReader } from "../../server/engine/index.ts";
import { lookAt } from "../run/index.ts";
import { type Command, type CommandArguments, Misuse, oneOf } from "./command.ts";

const formats = ["human", "json", "sarif", "github"] as const satisfies readonly CheckFormat[];

export const check: Command = {
	name: "check",
	summary: "find mistakes in WIT and WAC files",
	usage: [
		"[PATH…] [--features a,b|--all-features] [--deps-dir DIR] [--format human|json|sarif|github]",
		"PATH                 a .wit or .wac file, alone; or a directory: a package with its deps/ (default: the current directory)",
		"--features A,B       the features that are on, for @unstable items (default: none)",
		"--all-features       all features are on",
		"--deps-dir DIR       where dependencies are, in place of deps/",
		"--format FORMAT      human (default), json, sarif or github",
	],
	options: {
		features: { type: "string" },
		"all-features": { type: "boolean" },
		"deps-dir": { type: "string" },
		format: { type: "string" },
	},
	run(args, context) {
		const format = oneOf(args, "format", formats, "human");
		const paths = args.positionals.length === 0 ? ["."] : args.positionals;
		const { diagnostics, texts } = checkPaths(localDisk, paths, {
			features: featuresOf(args),
			dependencyDirectory: args.text("deps-dir"),
			currentDirectory: process.cwd().replaceAll(path.sep, "/"),
			readBinary: binaryReader(context.composer),
			engine: context.composer,
		});
		context.stdout(formatDiagnostics(diagnostics, format, texts));
		// The output tells of a path that leads nowhere as of any mistake, but it is one in the call, not in a file.
		if (args.positionals.some((given) => lookAt(given) === null)) return 2;
		return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
	},
};

function featuresOf(args: CommandArguments): "all" | ReadonlySet<string> {
	const named = args.text("features");
	if (!args.flag("all-features"))
		return new Set(
			(named ?? "")
				.split(",")
				.map((name) => name.trim())
				.filter((name) => name !== ""),
		);
	if (named !== null) throw new Misuse("--features and --all-features exclude each other");
	return "all";
}
