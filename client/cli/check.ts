/** `witness check`: what is wrong in WIT and WAC, each path by itself. */
import path from "node:path";
import {
	type CheckFormat,
	check as checkPaths,
	didYouMean,
	formatDiagnostics,
	localDisk,
	type SeveritySettings,
	severityKeys,
	severityNamed,
	severityNames,
} from "../../server/check.ts";
import { binaryReader } from "../../server/engine/index.ts";
import { lookAt } from "../run/index.ts";
import { type Command, type CommandArguments, Misuse, oneOf } from "./command.ts";

const formats = ["human", "json", "sarif", "github"] as const satisfies readonly CheckFormat[];

export const check: Command = {
	name: "check",
	summary: "find mistakes in WIT and WAC files",
	usage: [
		"[PATH…] [--features a,b|--all-features] [--deps-dir DIR] [--severity code=level,…] [--format human|json|sarif|github]",
		"PATH                 a .wit or .wac file, alone; or a directory: a package with its deps/ (default: the current directory)",
		"--features A,B       the features that are on, for @unstable items (default: none)",
		"--all-features       all features are on",
		"--deps-dir DIR       where dependencies are, in place of deps/",
		"--severity CODE=LEVEL,…  what diagnostics of a code or a class (specification, encoding, advice) are to be: error, warning, information, hint or off;",
		"                     what the reference parser refuses stays an error, and hints are not printed",
		"--format FORMAT      human (default), json, sarif or github",
	],
	options: {
		features: { type: "string" },
		"all-features": { type: "boolean" },
		"deps-dir": { type: "string" },
		severity: { type: "string", multiple: true },
		format: { type: "string" },
	},
	run(args, context) {
		const format = oneOf(args, "format", formats, "human");
		const paths = args.positionals.length === 0 ? ["."] : args.positionals;
		const { diagnostics, texts } = checkPaths(localDisk, paths, {
			features: featuresOf(args),
			dependencyDirectory: args.text("deps-dir"),
			severities: severitiesOf(args),
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

function severitiesOf(args: CommandArguments): SeveritySettings {
	const settings: Record<string, SeveritySettings[string]> = {};
	for (const text of args.list("severity").flatMap((list) => list.split(","))) {
		const [key = "", level = ""] = text.split("=").map((part) => part.trim());
		const severity = severityNamed(level);
		if (key === "" || severity === null) {
			throw new Misuse(`--severity is written CODE=LEVEL, where LEVEL is one of ${severityNames.join(", ")}, not ${text}`);
		}
		if (!severityKeys.includes(key)) {
			throw new Misuse(`there is no diagnostic \`${key}\` whose severity can be set.${didYouMean(key, severityKeys)}`);
		}
		settings[key] = severity;
	}
	return settings;
}
