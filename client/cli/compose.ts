/** `witness compose`: makes one component of a `.wac` document and the packages that it names. */
import { resolveProgram, writeWhole } from "../run/index.ts";
import { type Command, Misuse, onePath, pairs } from "./command.ts";
import { problemText } from "./report.ts";

export const compose: Command = {
	name: "compose",
	summary: "compose a .wac document into one component",
	usage: [
		"FILE.wac [--deps-dir DIR] [--dep ns:name=PATH]… -o OUT.wasm",
		"-o, --output OUT     where to write the component",
		"--deps-dir DIR       packages: <ns>/<name>.{wasm,wat,wit} or a folder (default: deps beside the document)",
		"--dep ns:name=PATH   a single package",
	],
	options: {
		"deps-dir": { type: "string" },
		dep: { type: "string", multiple: true },
		output: { type: "string", short: "o" },
	},
	run(args, context) {
		const program = onePath(args, "a .wac document");
		const out = args.text("output");
		if (out === null) throw new Misuse("-o OUT.wasm is missing");
		if (!program.endsWith(".wac"))
			throw new Misuse(`${program} is no .wac document; to plug components together use witness plug`);
		const dependencies = pairs(args, "dep");
		const composed = resolveProgram(context.composer(), { program, depsDir: args.text("deps-dir"), dependencies });
		const problem = composed.ok ? writeWhole(out, composed.bytes) : composed.problem;
		if (problem === null) return 0;
		context.stderr(problemText(problem));
		return problem.status;
	},
};
