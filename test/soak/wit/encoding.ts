/** What the encoder refuses although the parser accepts it, beside the rules of ours that are about that. */
import type { Composer } from "../../../server/engine/index.ts";
import { diagnose } from "../../../server/ide/diagnostics/index.ts";
import type { Model } from "../../../server/wit/index.ts";
import { features, type WitCase } from "../../conformance/reference.ts";
import type { Tally } from "../check.ts";
import { messageKind } from "./agreement.ts";

/** What the validator refuses and no rule of ours is about yet, each with what is missing. The list may only get shorter. */
const gaps: readonly (readonly [RegExp, string])[] = [];

/** Why there is no valid binary form of a package that the parser accepts; null where there is one. The encoder writes some things that are not valid. */
function refusal(reference: Composer, found: WitCase, active: readonly string[] = features): string | null {
	const encoded = reference.encodeWit(found.files, found.dependencies, active);
	const answer = encoded.ok ? reference.componentWit(encoded.value) : encoded;
	if (answer.ok) return null;
	const message = [answer.fault.message, ...answer.fault.causes].join(": ");
	return message.replace(/^(the package is valid but cannot be encoded|the component's interface cannot be read): /, "");
}

/** The package is encoded exactly where none of the rules about encoding finds anything in it. */
export function encodingDifference(reference: Composer, found: WitCase, model: Model, tally: Tally): string | null {
	const message = refusal(reference, found);
	const ours = diagnose(model).filter((problem) => problem.class === "encoding");
	if (message === null) {
		tally.count("encoded");
		// Of a dependency, and of a nested package, only what is needed is encoded.
		const written = ours.filter(({ path }) =>
			found.files.some((file) => file.path === path && !/package [^;]*\{/.test(file.text)),
		);
		// A package without interfaces and worlds is encoded as nothing, its name left out.
		if (written.length === 0 || model.main?.items.size === 0) return null;
		// Rules look at what is there with any feature on: what the others hide may be refused with them.
		if (refusal(reference, found, [...features, "off", "inactive"]) !== null) return null;
		return `it is encoded, but we report ${written.map(({ path, span, code }) => `${code} at ${path}@${span.start}`).join(", ")}`;
	}
	tally.count("not encoded");
	tally.meet("encoder", messageKind(message));
	if (gaps.some(([known]) => known.test(message))) tally.count("known gap");
	return ours.length > 0 || gaps.some(([known]) => known.test(message))
		? null
		: `it is not encoded: ${message}; we report nothing about that`;
}
