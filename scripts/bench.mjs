// Measures, each figure beside its rival in the same run, and prints a table: `npm run bench`. See docs/bench.md.
//   npm run bench [-- --only keystroke|requests|memory|corpus|bindings|compose|first-call|call|runner|own-call|differential]… [--json FILE]
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { installDependencies } from "./install.mjs";
import { cache, npmInstall, root, runNode } from "./node.mjs";

/** What was asked for; a mistake in it is told before anything is installed or built. */
function readFlags() {
	try {
		return parseArgs({ options: { only: { type: "string", multiple: true, default: [] }, json: { type: "string" } } }).values;
	} catch (error) {
		console.error(`${error.message}\nusage: npm run bench -- [--only ROW]… [--json FILE]`);
		process.exit(2);
	}
}

const flags = readFlags();

/** The rival's command line is 390 MB, and nothing else needs it: it is brought for its row, once. */
function jcoArguments() {
	const version = "1.35.0";
	const prefix = path.join(cache, "bench", `jco-${version}`);
	const script = path.join(prefix, "node_modules/@bytecodealliance/jco/dist/jco.js");
	try {
		if (!existsSync(script)) {
			console.error(`bringing jco ${version} from the npm registry (390 MB)`);
			npmInstall(prefix, [`@bytecodealliance/jco@${version}`]);
		}
		return ["--jco", script];
	} catch (error) {
		return ["--without-jco", `not installed (${error.message})`];
	}
}

installDependencies();
runNode(["scripts/build.mjs"]);
const jco = flags.only.length === 0 || flags.only.includes("bindings") ? jcoArguments() : [];
const json = flags.json === undefined ? [] : ["--json", path.resolve(process.env.INIT_CWD ?? process.cwd(), flags.json)];
runNode([
	"--experimental-strip-types",
	"--disable-warning=ExperimentalWarning",
	path.join(root, "test/bench/main.ts"),
	...flags.only.flatMap((name) => ["--only", name]),
	...json,
	...jco,
]);
