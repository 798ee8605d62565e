import {
	type HostImports,
	type LinkOptions,
	link,
	makeGlue,
	type RecordChoice,
	translateToLink,
} from "../../client/run/link/index.ts";
import { createComposer, createTranslator, type Translation } from "../../server/engine/index.ts";
import { asset } from "../assets.ts";

const translator = createTranslator(new WebAssembly.Module(bytesOf("translator.core.wasm")));
export const composer = createComposer(new WebAssembly.Module(bytesOf("composer.core.wasm")));

/** The translation of a component, as for a run; throws what the translator says of one that is invalid. */
export function translate(component: Uint8Array): Translation {
	return expectTranslation(translateToLink(translator, component));
}

/** The same with adapters that keep track of tasks, as asynchronous components need. */
export function translateWithTasks(component: Uint8Array): Translation {
	return expectTranslation(translator.translate(component, { concurrency: true }));
}

/** Merges modules, as for a run. */
export const { merge } = translator;

/** Generates what is needed, and links: merged into one module, as a run does, or each instance by itself. */
export function linkTranslation(
	translation: Translation,
	imports: HostImports,
	options: Omit<LinkOptions, "glue"> = {},
	recorded: RecordChoice | null = null,
	merged = true,
): ReturnType<typeof link> {
	const { name, observer, memory = null } = options;
	const made = {
		...(name === undefined ? {} : { name }),
		...(recorded === null ? {} : { record: recorded }),
		...(merged ? { merge } : {}),
		memory,
		watched: observer !== undefined,
	};
	const glue = makeGlue(translation, made, composer.parseWat);
	return link(translation, imports, { ...options, glue });
}

function expectTranslation(answer: ReturnType<typeof translator.translate>): Translation {
	if (!answer.ok) throw new Error([answer.fault.message, ...answer.fault.causes].join(": "));
	return answer.value;
}

/** A component from its text; throws what the parser says. */
export function parseWat(text: string): Uint8Array<ArrayBuffer> {
	const answer = composer.parseWat(text);
	if (!answer.ok) throw new Error([answer.fault.message, ...answer.fault.causes].join(": "));
	return answer.value;
}

/** Composes a `.wac` document; `packageBytes` gives the components by their package names. */
export function compose(source: string, packageBytes: (name: string) => Uint8Array): Uint8Array<ArrayBuffer> {
	const packages = composer.packages(source);
	if (!packages.ok) throw new Error(packages.fault.message);
	const answer = composer.compose(
		source,
		packages.value.map(({ name }) => ({ name, bytes: packageBytes(name) })),
	);
	if (!answer.ok) throw new Error(answer.fault.message);
	return answer.value;
}

function bytesOf(name: "translator.core.wasm" | "composer.core.wasm"): Uint8Array<ArrayBuffer> {
	return new Uint8Array(asset(name));
}
