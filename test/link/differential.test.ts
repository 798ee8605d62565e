import fc from "fast-check";
import { expect, it } from "vitest";
import { jcoConverter } from "../../client/run/link/jco-values.ts";
import { equalValues, printWave } from "../../server/wit/index.ts";
import { anyValue } from "../value/arbitrary.ts";
import { instantiateStock } from "./wast/stock-link.ts";
import { composition, exported, linked } from "./watch.ts";

const INTERFACE = "test:echo/echo@1.0.0";

/** The same values through our link and through jco: both must give them back. */
it("carries random values as jco does", async () => {
	const bytes = composition("echo");
	const own = exported(linked(bytes), INTERFACE, "echo");
	const stock: unknown = Reflect.get(Object(Reflect.get(await instantiateStock(bytes), INTERFACE)), "echo");
	const { params, result } = own.type;
	const type = params[0]?.type;
	if (typeof stock !== "function" || type === undefined || result === null) throw new Error("the component has no `echo`");
	const noHandles = (): never => {
		throw new Error("there are no handles in it");
	};
	fc.assert(
		fc.property(anyValue(type), (value) => {
			const byOwn = own.call([value]) ?? null;
			const byStock = jcoConverter(result).from(Reflect.apply(stock, undefined, [jcoConverter(type).to(value)]), noHandles);
			expect(printWave(type, byOwn)).toBe(printWave(type, value));
			expect(equalValues(type, byOwn, value)).toBe(true);
			expect(printWave(type, byStock)).toBe(printWave(type, byOwn));
		}),
		{ numRuns: 100 },
	);
});
