/** Whatever comes in, an answer comes out: nothing throws, and the next call works as if nothing had been. */
import { describe, expect, it } from "vitest";
import type { Answer } from "../../server/engine/index.ts";
import { composer, example, expectFault, expectValue, shop, translator, wasm } from "./engines.ts";

const bytes = (...given: number[]) => new Uint8Array(given);
const COMPONENT = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0];
const HUGE = [0xff, 0xff, 0xff, 0xff, 0x0f];

const BINARIES: Record<string, Uint8Array> = {
	"no bytes": bytes(),
	"one byte": bytes(0),
	"the magic alone": bytes(0, 0x61, 0x73, 0x6d),
	"an unknown version": bytes(0, 0x61, 0x73, 0x6d, 9, 9, 9, 9),
	text: new TextEncoder().encode("package a:b;"),
	"a core module": wasm("(module)"),
	"a component that was cut off": example("shop/deps/shop/catalog.wasm").slice(0, 3000),
	"a module in it that was cut off": bytes(...COMPONENT, 1, 12, 0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 99, 0, 0),
	"a section of 4 GiB": bytes(...COMPONENT, 7, ...HUGE),
	"a length that does not end": bytes(...COMPONENT, 7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
	"a count of 4 billion": bytes(...COMPONENT, 7, 5, ...HUGE),
	"a name of 4 GiB": bytes(...COMPONENT, 0, 6, ...HUGE, 0x61),
	"a data segment of 4 GiB": dataSegment(),
	noise: noise(10_000),
};

/** A component with a module whose only data segment says that it is 4 GiB long. */
function dataSegment(): Uint8Array {
	const module = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 0, 1, 11, 10, 1, 0, 0x41, 0, 0x0b, ...HUGE];
	return bytes(...COMPONENT, 1, module.length, ...module);
}

/** Bytes that look like chance, the same ones each time, after the header of a component. */
function noise(length: number): Uint8Array {
	let state = 42;
	const next = () => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return state >> 16;
	};
	return bytes(...COMPONENT, ...Array.from({ length }, next));
}

const USES: Record<string, (binary: Uint8Array) => Answer<unknown>> = {
	translate: (binary) => translator.translate(binary, { concurrency: true }),
	compose: (binary) => composer.compose("package a:b;\nlet x = new c:d { ... };", [{ name: "c:d", bytes: binary }]),
	"plug as a socket": (binary) => composer.plug(binary, []),
	"plug as a plug": (binary) => composer.plug(wasm("(component)"), [{ name: "p", bytes: binary }]),
	componentWit: (binary) => composer.componentWit(binary),
};

describe.each(Object.keys(USES))("%s", (use) => {
	it.each(Object.keys(BINARIES))("answers %s with a fault", (kind) => {
		const fault = expectFault(USES[use]?.(BINARIES[kind] ?? bytes()) ?? { ok: true, value: null });
		expect(fault.message).not.toBe("");
		expect(fault.message).not.toContain("undefined");
	});
});

it("a binary that was cut off is said to be damaged, and where", () => {
	const fault = expectFault(translator.translate(example("shop/deps/shop/catalog.wasm").slice(0, 3000), { concurrency: true }));
	expect(fault.message).toMatch(/^the component is damaged: the section at byte \d+ /);
	expect(expectFault(composer.plug(bytes(...COMPONENT, 7, ...HUGE), [])).message).toMatch(/^the socket is damaged/);
});

it("every prefix of a component has an answer", () => {
	const whole = wasm('(component (core module (func (export "f"))) (import "x" (func)) (export "y" (func 0)))');
	for (let length = 0; length < whole.length; length++) {
		const cut = whole.slice(0, length);
		for (const use of Object.values(USES)) expect(use(cut)).toHaveProperty("ok");
		expect(composer.printWat(cut)).toHaveProperty("ok");
	}
});

it("every change of one byte of a component has an answer", () => {
	const whole = wasm('(component (core module (func (export "f"))) (import "x" (func)) (export "y" (func 0)))');
	for (let at = 8; at < whole.length; at++) {
		for (const value of [0, 0x7f, 0x80, 0xff]) {
			const changed = whole.slice();
			changed[at] = value;
			for (const use of Object.values(USES)) expect(use(changed)).toHaveProperty("ok");
		}
	}
});

describe("text", () => {
	const deep = (open: string, close: string) => open.repeat(20_000) + close.repeat(20_000);
	const TEXTS = [
		"",
		" ",
		"\0",
		"\ud800",
		"🦀",
		"package",
		"package a:b",
		"(",
		deep("(", ")"),
		deep("list<", ">"),
		"/*".repeat(10_000),
	];

	it.each(TEXTS.map((text, index) => [index, text] as const))("number %i has an answer everywhere", (_, text) => {
		expect(composer.packages(text)).toHaveProperty("ok");
		expect(composer.compose(text, [])).toHaveProperty("ok");
		expect(composer.parseWat(text)).toHaveProperty("ok");
		expect(composer.checkWit([{ path: "a.wit", text }], [], [])).toHaveProperty("ok");
		expect(composer.checkWit([{ path: "a.wit", text: `package a:b; interface i { type t = ${text}; }` }], [], [])).toHaveProperty(
			"ok",
		);
		expect(composer.packages(`package a:b; let x = ${text};`)).toHaveProperty("ok");
	});
});

it("text that is nested too deeply is said to be so", () => {
	const deep = `package a:b;\nlet x = ${"(".repeat(50_000)}`;
	expect(expectFault(composer.packages(deep)).help).toBe("the input is nested too deeply, or too large");
	expect(composer.packages("package a:b;").ok).toBe(true);
});

it("after a panic a new instance takes over, and the fault holds the words of the panic", () => {
	// The length of a data segment overflows 32 bits in the parser, which the check of the sections does not look at.
	const fault = expectFault(translator.translate(dataSegment(), { concurrency: true }));
	expect(fault.message).toMatch(/^internal error in the engine: panicked at /);
	expect(fault.help).toContain("damaged");
	expect(expectValue(translator.translate(shop(), { concurrency: true })).modules.length).toBeGreaterThan(20);
});
