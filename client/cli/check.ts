/** `witness check`: what is wrong in WIT and WAC, each path by itself. */
import path from "node:path";
import {
	type CheckFormat,
	type CheckOptions,
	checkAgainst,
	check as checkPaths,
	type Disk,
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
import { atRevision } from "./revision.ts";

const formats = ["human", "json", "sarif", "github"] as const satisfies readonly CheckFormat[];

export const check: Command = {
	name: "check",
	summary: "find mistakes in WIT and WAC files",
	usage: [
		"[PATH…] [--features a,b|--all-features] [--deps-dir DIR] [--severity code=level,…] [--against OLD] [--format human|json|sarif|github]",
		"PATH                 a .wit or .wac file, alone; or a directory: a package with its deps/ (default: the current directory)",
		"--features A,B       the features that are on, for @unstable items (default: none)",
		"--all-features       all features are on",
		"--deps-dir DIR       where dependencies are, in place of deps/",
		"--severity CODE=LEVEL,…  what diagnostics of a code or a class (specification, encoding, advice) are to be: error, warning, information, hint or off;",
		"                     what the reference parser refuses stays an error, and hints are not printed",
		"--against OLD        an earlier version of the package (a folder, .wit, .wasm or .wat; git:REV for PATH at a revision): what changed, whom it",
		"                     breaks, and which version that asks for; status 1 where something breaks and the version does not say so",
		"--format FORMAT      human (default), json, sarif or github",
	],
	options: {
		features: { type: "string" },
		"all-features": { type: "boolean" },
		"deps-dir": { type: "string" },
		severity: { type: "string", multiple: true },
		against: { type: "string" },
		format: { type: "string" },
	},
	run(args, context) {
		const format = oneOf(args, "format", formats, "human");
		const paths = args.positionals.length === 0 ? ["."] : args.positionals;
		if (paths.includes("")) throw new Misuse("a path is empty");
		const options: CheckOptions = {
			features: featuresOf(args),
			dependencyDirectory: dependencyDirectoryOf(args),
			severities: severitiesOf(args),
			currentDirectory: process.cwd().replaceAll(path.sep, "/"),
			readBinary: binaryReader(context.composer),
			engine: context.composer,
		};
		const against = args.text("against");
		const { diagnostics, texts, advice } =
			against === null ? { ...checkPaths(localDisk, paths, options), advice: null } : comparedWith(against, paths, options);
		context.stdout(formatDiagnostics(diagnostics, format, texts));
		if (advice !== null && format === "human") context.stdout(`${advice}\n`);
		// The output tells of a path that leads nowhere as of any mistake, but it is one in the call, not in a file.
		if (args.positionals.some((given) => lookAt(given) === null)) return 2;
		return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
	},
};

function comparedWith(against: string, paths: readonly string[], options: CheckOptions) {
	const [place = ".", ...others] = paths;
	if (others.length > 0) throw new Misuse("--against compares one PATH with its earlier version: name one");
	if (lookAt(place) === null) throw new Misuse(`${place}: there is no such file or folder`);
	const earlier = against.startsWith("git:") ? atRevision(against.slice(4), place) : onDisk(against);
	const result = checkAgainst(localDisk, place, earlier, options);
	if ("misuse" in result) throw new Misuse(result.misuse);
	return result;
}

function onDisk(against: string): { disk: Disk; path: string } {
	if (lookAt(against) === null) throw new Misuse(`--against ${against}: there is no such file or folder`);
	if (against.endsWith(".wac"))
		throw new Misuse(`--against ${against}: a composition has no versions to compare, name a package of WIT`);
	return { disk: localDisk, path: against };
}

/** A folder of dependencies that is named has to be there: where it is not, every package would be missing. */
function dependencyDirectoryOf(args: CommandArguments): string | null {
	const place = args.text("deps-dir");
	if (place === null || lookAt(place)?.isDirectory() === true) return place;
	throw new Misuse(`--deps-dir ${place}: there is no such folder`);
}

/** The features that `--features` and `--all-features` turn on. */
export function featuresOf(args: CommandArguments): "all" | ReadonlySet<string> {
	const named = args.text("features");
	if (args.flag("all-features")) {
		if (named !== null) throw new Misuse("--features and --all-features exclude each other");
		return "all";
	}
	const names = (named ?? "")
		.split(",")
		.map((name) => name.trim())
		.filter((name) => name !== "");
	const wrong = names.find((name) => !/^[A-Za-z][A-Za-z0-9-]*$/.test(name));
	if (wrong !== undefined) throw new Misuse(`--features names features with commas between them, not \`${wrong}\``);
	return new Set(names);
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
