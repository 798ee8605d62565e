/** Everything that the reference and we can say about a package, side by side. */
import type { Composer } from "../../../server/engine/index.ts";
import { diagnose } from "../../../server/ide/diagnostics/index.ts";
import { formatWit, type Model } from "../../../server/wit/index.ts";
import { disagreement, features, modelOf, type WitCase } from "../../conformance/reference.ts";
import { namedPackage } from "../../conformance/resolved/named.ts";
import type { Tally } from "../check.ts";
import { encodingDifference } from "./encoding.ts";

/** The first difference in: the verdict, the place of the first error, what is understood, what can be encoded, and what formatting leaves of it. Null where there is none. */
export function agreement(reference: Composer, found: WitCase, tally: Tally): string | null {
	const checked = reference.checkWit(found.files, found.dependencies, features);
	const model = modelOf(found);
	tally.count(checked.ok ? "accepted" : "rejected");
	for (const { code } of diagnose(model)) tally.meet("rule", code);
	if (!checked.ok) tally.meet("reference", messageKind([checked.fault.message, ...checked.fault.causes].join(": ")));
	return (
		disagreement(reference, found) ??
		formatDifference(found, model) ??
		(checked.ok ? encodingDifference(reference, found, model, tally) : null)
	);
}

/** A message of the reference without the names that it tells of. */
export function messageKind(message: string): string {
	return (
		message
			.replaceAll(/`[^`]*`/g, "`…`")
			.replaceAll(/'[^']*'/g, "'…'")
			.replaceAll(/"[^"]*"/g, '"…"')
			.replaceAll(/ \(at offset 0x\w+\)/g, "")
			.replaceAll(/\d+/g, "N")
			.split("\n")[0]
			?.slice(0, 110) ?? ""
	);
}

/** A formatted text means the same, and formatting it again changes nothing; one with syntax errors is left alone. */
function formatDifference(found: WitCase, model: Model): string | null {
	let refused = 0;
	const format = ({ path, text }: WitCase["files"][number]) => {
		const once = formatWit(text);
		if (!once.ok) {
			refused++;
			return { path, text };
		}
		const twice = formatWit(once.text);
		if (!twice.ok) throw new Error(`formatted, ${path} has a syntax error: ${twice.message}\n${once.text}`);
		if (twice.text !== once.text) throw new Error(`formatted again, ${path} is different:\n${once.text}\nthen\n${twice.text}`);
		return { path, text: once.text };
	};
	const formatted = { files: found.files.map(format), dependencies: found.dependencies.map((files) => files.map(format)) };
	if (refused > 0) return null;
	const after = modelOf(formatted);
	const codes = (of: Model) =>
		diagnose(of)
			.map(({ code }) => code)
			.toSorted()
			.join(" ");
	if (codes(after) !== codes(model)) return `formatting changes the verdict: ${codes(model)} before, ${codes(after)} after`;
	if (diagnose(model).some(({ severity }) => severity === "error")) return null;
	const [before, then] = [JSON.stringify(namedPackage(model)), JSON.stringify(namedPackage(after))];
	return before === then ? null : `formatting changes the meaning: ${before} before, ${then} after`;
}
