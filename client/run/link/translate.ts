import type { Answer, Translation, Translator } from "../../../server/engine/index.ts";
import type { Plan, Trampoline } from "./plan.ts";
import { decodePlan } from "./plan-reader.ts";

/**
 * Takes a component apart to be linked. Where nothing of it is asynchronous, its adapters keep no track of tasks: that costs more than the
 * call itself. Only the plan tells, and the translator fails where an asynchronous function is called without them; it is asked again then.
 */
export function translateToLink(translator: Translator, component: Uint8Array): Answer<Translation> {
	const plain = translator.translate(component, { concurrency: false });
	if (plain.ok) {
		const decoded = decodePlan(plain.value.plan);
		if (!decoded.ok || !usesTasks(decoded.plan)) return plain;
	}
	return translator.translate(component, { concurrency: true });
}

function usesTasks({ trampolines, options, types, initializers }: Plan): boolean {
	return (
		trampolines.some(needsTask) ||
		options.some((each) => each.async) ||
		types.functions.some((each) => each.async) ||
		initializers.some((each) => each.kind === "instantiate" && each.args.some((given) => given.kind === "intrinsic"))
	);
}

function needsTask({ kind }: Trampoline): boolean {
	switch (kind) {
		case "lower-import":
		case "transcoder":
		case "resource-new":
		case "resource-rep":
		case "resource-drop":
		case "resource-transfer-own":
		case "resource-transfer-borrow":
		case "enter-sync-call":
		case "exit-sync-call":
		case "trap":
			return false;
		case "backpressure-inc":
		case "backpressure-dec":
		case "task-return":
		case "prepare-call":
		case "sync-start-call":
		case "async-start-call":
		case "unsupported":
			return true;
		default: {
			const never: never = kind;
			throw new Error(`unknown trampoline ${String(never)}`);
		}
	}
}
