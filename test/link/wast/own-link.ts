import type { Translation } from "../../../server/engine/index.ts";
import type { Value } from "../../../server/wit/index.ts";
import { linkTranslation, parseWat, translate, translateWithTasks } from "../engine.ts";
import { sameValue } from "./constants.ts";
import { NoSuchExport, type ScriptHost } from "./script.ts";

/** Runs a script's components in the project's own link, as a run does. */
export const ownLink = scriptHost(translate, true);
/** The same with an instance for each core module, as where calls are watched. */
export const ownLinkUnmerged = scriptHost(translate, false);
/** The same with adapters that keep track of tasks even where nothing is asynchronous. */
export const ownLinkWithTasks = scriptHost(translateWithTasks, true);

function scriptHost(translated: (component: Uint8Array) => Translation, merged: boolean): ScriptHost {
	return {
		parse: parseWat,
		instantiate(component) {
			const linked = linkTranslation(translated(component), {}, {}, null, merged);
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
}
