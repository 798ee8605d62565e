/** `witness describe`: what a component or a WIT package imports and exports, as WIT. */
import { statSync } from "node:fs";
import { readPackage } from "../run/index.ts";
import { type Command, onePath } from "./command.ts";
import { problemText } from "./report.ts";

export const describe: Command = {
	name: "describe",
	summary: "show what a component or a WIT package imports and exports, as WIT",
	usage: ["PATH|FILE.wasm", "PATH                 a .wit file, a folder of them with its deps, or a component"],
	options: {},
	run(args, context) {
		const place = onePath(args, "a component or WIT package");
		if (statSync(place, { throwIfNoEntry: false }) === undefined) {
			context.stderr(
				problemText({ where: place, message: "there is no such file or folder", help: "check the path", status: 2 }),
			);
			return 2;
		}
		const composer = context.composer();
		const bytes = readPackage(composer, place);
		if (!bytes.ok) {
			context.stderr(problemText(bytes.problem));
			return bytes.problem.status;
		}
		const text = composer.componentWit(bytes.bytes);
		if (text.ok) {
			context.stdout(text.value.endsWith("\n") ? text.value : `${text.value}\n`);
			return 0;
		}
		const message = [text.fault.message, ...text.fault.causes].join(": ");
		context.stderr(problemText({ where: place, message, help: text.fault.help ?? null, status: 1 }));
		return 1;
	},
};
