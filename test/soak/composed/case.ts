/** Random compositions: functions, the guests that carry them and who calls whom, the calls of the host, and perhaps a fault in one guest. */
import fc from "fast-check";
import {
	type FunctionType,
	isList,
	printType,
	printWave,
	type StringEncoding,
	type Value,
	type ValueType,
} from "../../../server/wit/index.ts";
import { anyParameterType, anyValue } from "../../value/arbitrary.ts";
import { mapHandles } from "./values.ts";

/** What all guests export: it answers with one of its parameters, with all of them as a tuple, or with nothing. */
export interface EchoFunction {
	readonly params: readonly ValueType[];
	readonly answer: "nothing" | "all" | number;
}

/** A guest hands each call on to its callees, one after the other, and answers what the last of them did; without callees it answers itself. */
export interface Guest {
	readonly encoding: StringEncoding;
	/** Guests before it in the list. */
	readonly callees: readonly number[];
	/** How often it calls each. */
	readonly times: number;
	/** Without callees: whether the host is asked. */
	readonly asksHost: boolean;
	/** Whether it has post-return functions, which overwrite what they free. */
	readonly cleansUp: boolean;
	/** Whether it sets bits that mean nothing: above narrow integers and flags, and in what is true. */
	readonly dirty: boolean;
	/** Whether it calls others through a table, as tools make it that link late; and how often the table is filled. */
	readonly late: "no" | "once" | "twice";
	/** Whether it has a start function, which begins its checksum. */
	readonly starts: boolean;
}

export interface HostCall {
	readonly func: number;
	readonly args: readonly Value[];
}

/** What goes wrong in a guest, from where on. */
const FAULTS = [
	...["unreachable", "divide", "load", "recursion"],
	...["realloc traps", "realloc beyond", "realloc misaligned"],
	...["post-return traps", "result beyond", "result misaligned"],
	...["result char", "result case", "result string beyond", "result string bytes", "result string misaligned"],
	...["result list beyond", "result list misaligned", "result list long", "result handle"],
	...["argument char", "argument case", "argument string beyond", "argument string bytes", "argument string misaligned"],
	...["argument list beyond", "argument list misaligned", "argument list long", "argument handle"],
] as const;

export interface Fault {
	readonly what: string;
	readonly guest: number;
	/** It happens in the call of the guest with this number, from 1 on; where `realloc` fails, in each from there on. */
	readonly call: number;
}

export interface Composition {
	readonly functions: readonly EchoFunction[];
	/** The last of them is called by the host. */
	readonly guests: readonly Guest[];
	readonly calls: readonly HostCall[];
	readonly fault: Fault | null;
}

/** The type that the functions of all guests have. */
export function typeOf({ params, answer }: EchoFunction): FunctionType {
	const named = params.map((type, index) => ({ name: `p${index}`, type }));
	return { async: false, params: named, result: answerType({ params, answer }) };
}

export function answerType({ params, answer }: EchoFunction): ValueType | null {
	if (answer === "nothing") return null;
	return answer === "all" ? { kind: "tuple", elements: params } : (params[answer] ?? null);
}

export function holds(type: ValueType, kind: "own" | "borrow" | "map"): boolean {
	return JSON.stringify(type).includes(`"kind":"${kind}"`);
}

export function holdsHandles({ params }: EchoFunction): boolean {
	return params.some((type) => holds(type, "own") || holds(type, "borrow"));
}

const param = fc.oneof(
	{ weight: 2, arbitrary: anyParameterType },
	{
		weight: 1,
		arbitrary: fc.constantFrom<ValueType>(
			{ kind: "string" },
			{ kind: "u32" },
			{ kind: "u8" },
			{ kind: "s16" },
			{ kind: "list", element: { kind: "string" } },
			{ kind: "own", resource: "thing" },
			{ kind: "borrow", resource: "thing" },
		),
	},
);

/** Whom a case is made for: see `stock.ts` and `wasmtime.ts` for what they cannot carry. */
type Carrier = "ours" | "Wasmtime" | "jco";
const BEYOND: Readonly<Record<Carrier, RegExp>> = {
	ours: /^$/,
	Wasmtime: /"kind":"map"|"length":/,
	jco: /"kind":"(map|own|borrow)"/,
};

const func = (carrier: Carrier): fc.Arbitrary<EchoFunction> => {
	const type = param.filter((each) => !BEYOND[carrier].test(JSON.stringify(each)));
	return fc
		.tuple(
			fc.oneof(
				{ weight: 5, arbitrary: fc.array(type, { maxLength: 4 }) },
				{ weight: 1, arbitrary: fc.array(type, { minLength: 9, maxLength: 12 }) },
			),
			fc.nat(),
		)
		.map(([given, pick]) => {
			const params = given.map(renamed);
			const whole = params.length > 0 && params.every((each) => !holds(each, "borrow"));
			const answers = params.flatMap((each, index) => (holds(each, "borrow") ? [] : [index]));
			const choices: EchoFunction["answer"][] = ["nothing", ...answers, ...answers, ...(whole ? (["all", "all"] as const) : [])];
			return { params, answer: choices[pick % choices.length] ?? "nothing" };
		});
};

/** All handles are of the one resource of the composition. */
function renamed(type: ValueType): ValueType {
	const text = JSON.stringify(type, (_, value: unknown) => value);
	const parsed: ValueType = JSON.parse(text.replaceAll('"resource":"basket"', '"resource":"thing"'));
	return parsed;
}

const guest = (index: number, carrier: Carrier): fc.Arbitrary<Guest> =>
	fc.record({
		encoding: fc.constantFrom<StringEncoding>("utf8", "utf8", "utf16", ...(carrier === "jco" ? [] : (["latin1+utf16"] as const))),
		callees:
			index === 0
				? fc.constant([])
				: fc.oneof(
						{ weight: 4, arbitrary: fc.constant([index - 1]) },
						{ weight: 2, arbitrary: fc.tuple(fc.nat(index - 1), fc.constant(index - 1)) },
					),
		times: fc.constantFrom(1, 1, 2),
		asksHost: fc.boolean(),
		cleansUp: fc.boolean(),
		late: fc.constantFrom("no", "once", "twice"),
		starts: fc.constantFrom(false, false, true),
		dirty: carrier === "jco" ? fc.constant(false) : fc.constantFrom(false, true),
	});

const guests = (carrier: Carrier): fc.Arbitrary<readonly Guest[]> =>
	fc
		.integer({ min: 1, max: 4 })
		.chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => guest(index, carrier))));

/** A value, and now and then a long one: it takes more than a page of memory, or more steps than are made one by one. */
function anyArgument(type: ValueType): fc.Arbitrary<Value> {
	const element = type.kind === "list" && type.length === undefined ? type.element : type;
	if (type.kind !== "string" && element === type) return anyValue(type);
	const isPlain = ["string", "u8", "u32", "f64"].includes(element.kind);
	return fc.tuple(anyValue(type), fc.constantFrom(1, 1, 1, 1, 1, 10, 100)).map(([value, times]): Value => {
		if (typeof value === "string") return value.repeat(times);
		const items = value instanceof Uint8Array || isList(value) ? [...value] : [];
		const all = Array.from({ length: isPlain ? times : Math.min(times, 10) }, () => items).flat();
		return value instanceof Uint8Array ? Uint8Array.from(all.map(Number)) : all;
	});
}

function calls(functions: readonly EchoFunction[], most: number): fc.Arbitrary<readonly HostCall[]> {
	const call = fc
		.nat(functions.length - 1)
		.chain((index) => fc.tuple(...(functions[index]?.params ?? []).map(anyArgument)).map((args) => ({ func: index, args })));
	return fc.array(call, { minLength: 1, maxLength: most });
}

const carried = fc
	.constantFrom<Carrier>("ours", "Wasmtime", "Wasmtime", "jco")
	.chain((carrier) => fc.tuple(fc.array(func(carrier), { minLength: 1, maxLength: 3 }), guests(carrier)));

/** Compositions in which nothing goes wrong. */
export const compositions: fc.Arbitrary<Composition> = carried.chain(([functions, all]) =>
	calls(functions, 6).map((made) => numbered({ functions, guests: all, calls: made, fault: null })),
);

/** Compositions in which something is planted in one guest, and where: any of these. */
export const faulty: fc.Arbitrary<readonly Composition[]> = carried.chain(([functions, all]) => {
	const fault = fc.record({
		what: fc.constantFrom(...FAULTS),
		guest: fc.nat(all.length - 1),
		call: fc.constantFrom(1, 1, 1, 2, 3),
	});
	return fc
		.tuple(calls(functions, 3), fc.array(fault, { minLength: 1, maxLength: 8 }))
		.map(([made, faults]) => faults.map((each) => numbered({ functions, guests: all, calls: made, fault: each })));
});

/** Gives each handle a number of its own, by which it is known everywhere: what stands for it in the guests. */
function numbered(composition: Composition): Composition {
	let next = 100;
	const handle = () => ({ label: `thing#${next}`, object: { rep: next++ } });
	const calls = composition.calls.map(({ func: index, args }) => ({
		func: index,
		args: args.map((value, at) => mapHandles(composition.functions[index]?.params[at] ?? { kind: "bool" }, value, handle)),
	}));
	return { ...composition, calls };
}

/** Of many numbered names the first and the last say it. */
function typeText(type: ValueType): string {
	return printType(type).replaceAll(/\bn0, n1, (?:n\d+, )+(n\d+)/g, "n0, …, $1");
}

export function printComposition({ functions, guests: all, calls: made, fault }: Composition): string {
	return [
		...functions.map((each, index) => `f${index}: (${each.params.map(typeText).join(", ")}) answers ${each.answer}`),
		...all.map((each, index) => `g${index}: ${JSON.stringify(each)}`),
		...made.map(
			({ func: index, args }) =>
				`f${index}(${args.map((value, at) => printWave(functions[index]?.params[at] ?? { kind: "bool" }, value)).join(", ")})`,
		),
		...(fault === null ? [] : [`fault: ${fault.what} in g${fault.guest}, from call ${fault.call} on`]),
	].join("\n");
}
