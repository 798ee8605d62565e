import { coreSignature, layoutOf, type ValueType } from "../wit/index.ts";
import { functionTypeOf, type Model, valueTypeOfSymbol, type WitSymbol } from "../wit/semantic/index.ts";

/**
 * How the Canonical ABI carries a type or calls a function, as a line for people: size and alignment in bytes, the core signature of the
 * exported core function. Null where there is nothing to say: for other symbols, where a part does not resolve, and for asynchronous functions,
 * whose signature depends on the options that a component chooses.
 */
export function canonicalAbi(model: Model, symbol: WitSymbol): string | null {
	switch (symbol.kind) {
		case "package":
		case "interface":
		case "world":
		case "part":
			return null;
		case "type": {
			const type = valueTypeOfSymbol(model, symbol);
			return type === null ? null : describeLayout(type);
		}
		case "function": {
			const type = functionTypeOf(model, symbol);
			if (type === null || type.async) return null;
			const { params, results, spilledParams, spilledResult } = coreSignature(type, "lift");
			const notes = [];
			if (spilledParams) notes.push("parameters in memory");
			if (spilledResult) notes.push("result in memory");
			const signature = `(${params.join(", ")}) -> (${results.join(", ")})`;
			return `Core function: \`${signature}\`${notes.length === 0 ? "" : `, ${notes.join(", ")}`}`;
		}
		default: {
			const never: never = symbol;
			return never;
		}
	}
}

function describeLayout(type: ValueType): string {
	const { size, align } = layoutOf(type);
	const bytes = (count: number) => `${count} ${count === 1 ? "byte" : "bytes"}`;
	return type.kind === "own" ? "A handle: 4 bytes, aligned to 4" : `In memory: ${bytes(size)}, aligned to ${align}`;
}
