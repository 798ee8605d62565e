/** `witness plug`: puts the exports of some components into the imports of another. */
import path from "node:path";
import { explainPlugs } from "../../server/wac/index.ts";
import { readComponent, writeWhole } from "../run/index.ts";
import { type Command, Misuse, onePath } from "./command.ts";
import { problemText } from "./report.ts";

export const plug: Command = {
	name: "plug",
	summary: "plug components into the imports of another",
	usage: [
		"SOCKET.wasm --plug FILE.wasm… -o OUT.wasm",
		"--plug FILE          a component whose exports are put into the imports of the same names (several times, in order)",
		"-o, --output OUT     where to write the component",
	],
	options: { plug: { type: "string", multiple: true }, output: { type: "string", short: "o" } },
	run(args, context) {
		const socket = onePath(args, "a component to plug into");
		const files = args.list("plug");
		const out = args.text("output");
		if (files.length === 0) throw new Misuse("--plug FILE is missing");
		if (out === null) throw new Misuse("-o OUT.wasm is missing");
		const composer = context.composer();
		const into = readComponent(composer, socket);
		if (!into.ok) {
			context.stderr(problemText(into.problem));
			return into.problem.status;
		}
		const plugs: { name: string; bytes: Uint8Array }[] = [];
		for (const file of files) {
			const read = readComponent(composer, file);
			if (!read.ok) {
				context.stderr(problemText(read.problem));
				return read.problem.status;
			}
			plugs.push({ name: path.basename(file, path.extname(file)), bytes: read.bytes });
		}
		const plugged = composer.plug(into.bytes, plugs);
		const why = plugged.ok
			? []
			: explainPlugs(composer, { name: path.basename(socket, path.extname(socket)), bytes: into.bytes }, plugs);
		const problem = plugged.ok
			? writeWhole(out, plugged.value)
			: {
					where: socket,
					message: [plugged.fault.message, ...plugged.fault.causes, ...why].join(": "),
					help: plugged.fault.help ?? null,
					status: 1 as const,
				};
		if (problem === null) return 0;
		context.stderr(problemText(problem));
		return problem.status;
	},
};
