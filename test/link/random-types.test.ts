import fc from "fast-check";
import { expect, it } from "vitest";
import type { LinkedComponent } from "../../client/run/link/index.ts";
import { equalValues, printWave, type StringEncoding, type Value, type ValueType } from "../../server/wit/index.ts";
import { anyType, anyValue } from "../value/arbitrary.ts";
import { PAIR_INTERFACE, pairText } from "./echo-pair.ts";
import { linkTranslation, parseWat, translate, translateWithTasks } from "./engine.ts";
import { exported } from "./watch.ts";

const ENCODINGS: readonly StringEncoding[] = ["utf8", "utf16", "latin1+utf16"];
/** What a component may be made of: maps have keys of a few kinds, and flags are at most 32. */
const KEYS: ReadonlySet<string> = new Set(["bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "char", "string"]);

const subject = anyType.filter(isPlain).chain((type) =>
	fc.record({
		type: fc.constant(type),
		values: fc.array(anyValue(type), { maxLength: 4 }),
		caller: fc.constantFrom(...ENCODINGS),
		callee: fc.constantFrom(...ENCODINGS),
	}),
);

/** Fast, observed, and with adapters that keep track of tasks: what comes back is what was given, and so is what the observer saw. */
it("carries values of random types through two components, in all encodings", () => {
	fc.assert(
		fc.property(subject, ({ type, values, caller, callee }) => {
			const bytes = parseWat(pairText({ type, caller, callee }));
			const seen: (readonly Value[])[] = [];
			const components = [
				make(translate(bytes)),
				make(translateWithTasks(bytes)),
				make(translate(bytes), (args) => seen.push(args)),
			];
			for (const component of components) {
				const [echoed] = [exported(component, PAIR_INTERFACE, "echo").call([values])];
				expectEqual({ kind: "list", element: type }, echoed, values);
				for (const value of values) exported(component, PAIR_INTERFACE, "look").call([value]);
			}
			// Each call is seen where the host calls and where the components do.
			const expected = [values, ...values].flatMap((value) => [[value], [value]]);
			expect(seen.length).toBe(expected.length);
			expected.forEach(([value], index) => {
				expectEqual(index < 2 ? { kind: "list", element: type } : type, seen[index]?.[0], value ?? null);
			});
		}),
		{ numRuns: 150 },
	);
}, 120_000);

function make(translation: ReturnType<typeof translate>, see?: (args: readonly Value[]) => void): LinkedComponent {
	const observer = {
		enter: (_: unknown, args: () => readonly Value[] | null) => {
			see?.(args() ?? []);
			return 0;
		},
		leave: () => {},
	};
	const answer = linkTranslation(translation, {}, see === undefined ? {} : { observer });
	if (!answer.ok) throw new Error(answer.failures.map((failure) => failure.message).join("; "));
	return answer.component;
}

function expectEqual(type: ValueType, found: Value | undefined, expected: Value): void {
	const given = found ?? null;
	if (equalValues(type, given, expected)) return;
	expect(printWave(type, given)).toBe(printWave(type, expected));
	expect.unreachable("values that print alike are not equal");
}

function isPlain(type: ValueType): boolean {
	switch (type.kind) {
		case "own":
		case "borrow":
			return false;
		case "list":
			return isPlain(type.element);
		case "map":
			return KEYS.has(type.key.kind) && isPlain(type.value);
		case "tuple":
			return type.elements.every(isPlain);
		case "record":
			return type.fields.every((field) => isPlain(field.type));
		case "variant":
			return type.cases.every((each) => each.type === null || isPlain(each.type));
		case "option":
			return isPlain(type.some);
		case "result":
			return [type.ok, type.err].every((each) => each === null || isPlain(each));
		case "flags":
			return type.names.length <= 32;
		default:
			return true;
	}
}
