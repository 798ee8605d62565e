import { link } from "../../../client/run/link/index.ts";
import type { Value } from "../../../server/wit/index.ts";
import { parseWat, translate } from "../engine.ts";
import { sameValue } from "./constants.ts";
import { NoSuchExport, type ScriptHost } from "./script.ts";

/** Runs a script's components in the project's own link. */
export const ownLink: ScriptHost = {
	parse: parseWat,
	instantiate(component) {
		const linked = link(translate(component), {});
		if (!linked.ok) throw new Error(linked.failures.map((failure) => failure.message).join("; "));
		const { exports } = linked.component;
		return {
			call(name, args: readonly Value[]) {
				const found = exports.get(name);
				if (found?.kind !== "function") throw new NoSuchExport(`no export ${name}`);
				return found.call(args);
			},
			matches: sameValue,
		};
	},
};
