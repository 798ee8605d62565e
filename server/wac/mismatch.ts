/** What keeps one component from being plugged into another: all of it, and by name, where the engine stops at the first difference. */
import type { Composer } from "../engine/index.ts";
import { compareImportWithExport, type PlugDifference } from "../wit/compatibility/index.ts";
import { buildModel, elaborateWorld, type Model, readWit, type WorldSymbol } from "../wit/semantic/index.ts";

/** A component of a composition. */
interface Part {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** More differences are counted. */
const most = 8;

/** The name of the argument that does not fit, where a fault of the engine says so. */
export function mismatchedArgument(message: string): string | null {
	return /^mismatched instantiation argument `([^`]+)`/.exec(message)?.[1] ?? null;
}

/**
 * Every difference between an import of this name and an export of this name of the given components, a line each; null where it is not plain which two are
 * meant: none of them differ, or several pairs do.
 */
export function explainMismatch(engine: Pick<Composer, "componentWit">, parts: readonly Part[], argument: string): string | null {
	const worlds = parts.flatMap(({ name, bytes }) => {
		const world = rootOf(engine, name, bytes);
		return world === null ? [] : [{ name, ...world }];
	});
	const found = worlds.flatMap((consumer) =>
		worlds.flatMap((provider) => {
			if (consumer === provider) return [];
			const differences = compareImportWithExport(consumer, argument, provider, argument) ?? [];
			return differences.length === 0 ? [] : [{ consumer, provider, differences }];
		}),
	);
	const [only, another] = found;
	if (only === undefined || another !== undefined) return null;
	return told(only.consumer.name, only.provider.name, argument, only.differences);
}

/** The same for every import of a socket that a plug has an export for and does not fit. */
export function explainPlugs(engine: Pick<Composer, "componentWit">, socket: Part, plugs: readonly Part[]): readonly string[] {
	const consumer = rootOf(engine, socket.name, socket.bytes);
	if (consumer === null) return [];
	const { imports } = elaborateWorld(consumer.model, consumer.world);
	return plugs.flatMap(({ name, bytes }) => {
		const provider = rootOf(engine, name, bytes);
		if (provider === null) return [];
		return imports.flatMap(({ label, symbol }) => {
			const argument = label ?? (symbol.kind === "interface" ? symbol.id : symbol.name.text);
			const differences = compareImportWithExport(consumer, argument, provider, argument) ?? [];
			return differences.length === 0 ? [] : [told(socket.name, name, argument, differences)];
		});
	});
}

function told(consumer: string, provider: string, argument: string, differences: readonly PlugDifference[]): string {
	const shown = differences.slice(0, most).map(({ message }) => `- ${message}`);
	if (differences.length > most) shown.push(`- and ${differences.length - most} more`);
	return [`what \`${consumer}\` imports as \`${argument}\` is not what \`${provider}\` exports:`, ...shown].join("\n");
}

type Root = { readonly model: Model; readonly world: WorldSymbol };

/** While a document with such a mistake is edited the same components are asked about at each change; reading one takes as long as it is large. */
const roots = new WeakMap<Uint8Array, Root | null>();

function rootOf(engine: Pick<Composer, "componentWit">, name: string, bytes: Uint8Array): Root | null {
	const known = roots.get(bytes);
	if (known !== undefined) return known;
	const read = readRoot(engine, name, bytes);
	roots.set(bytes, read);
	return read;
}

function readRoot(engine: Pick<Composer, "componentWit">, name: string, bytes: Uint8Array): Root | null {
	const text = engine.componentWit(bytes);
	if (!text.ok) return null;
	const files = [readWit(`${name}.wasm`, text.value)];
	const model = buildModel({ main: { path: name, files }, dependencies: [], features: "all", dependencyDirectory: null });
	const world = [...(model.main?.items.values() ?? [])].find(
		(item): item is WorldSymbol => item.kind === "world" && item.name.text === "root",
	);
	return world === undefined ? null : { model, world };
}
