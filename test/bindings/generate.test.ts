import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type Bindings,
	type BindingsRequest,
	type BindingsResult,
	createBindings,
	writeBindings,
} from "../../server/bindings/index.ts";
import type { WitFile } from "../../server/wit/index.ts";
import { describeShared, root } from "../shared.ts";
import { builtWorker } from "./built.ts";

let worker: URL;
let bindings: Bindings;

beforeAll(async () => {
	worker = await builtWorker();
	bindings = createBindings(worker);
});

afterAll(() => {
	bindings.dispose();
	rmSync(fileURLToPath(worker), { force: true });
});

function request(text: string, more: Partial<BindingsRequest> = {}): BindingsRequest {
	return { files: [{ path: "a.wit", text }], dependencies: [], sides: ["guest", "host"], features: [], ...more };
}

/** The files of a package folder and of its `deps/`, as the callers of the bindings collect them. */
function packageAt(folder: string, more: Partial<BindingsRequest> = {}): BindingsRequest {
	const read = (place: string): WitFile[] =>
		statSync(place).isFile()
			? [{ path: place, text: readFileSync(place, "utf8") }]
			: readdirSync(place)
					.filter((name) => name.endsWith(".wit"))
					.map((name) => ({ path: name, text: readFileSync(path.join(place, name), "utf8") }));
	const deps = readdirSync(folder).includes("deps") ? readdirSync(path.join(folder, "deps")) : [];
	return {
		files: read(folder),
		dependencies: deps.map((name) => read(path.join(folder, "deps", name))),
		sides: ["guest", "host"],
		features: [],
		...more,
	};
}

/** A result for people: each file with its text, or the message. */
function shown(result: BindingsResult): string {
	return result.ok ? result.files.map((file) => `== ${file.path}\n${file.text}`).join("\n") : result.message;
}

/** What the TypeScript compiler says about generated files and a program that uses them; an empty text when nothing is wrong. */
function compiled(result: BindingsResult, program: string): string {
	if (!result.ok) return result.message;
	const folder = mkdtempSync(path.join(tmpdir(), "witness-types-"));
	try {
		expect(writeBindings(path.join(folder, "bindings"), result.files)).toMatchObject({ ok: true });
		writeFileSync(path.join(folder, "program.ts"), program);
		const options = { strict: true, noEmit: true, target: "es2024", module: "esnext", moduleResolution: "bundler", types: [] };
		const compilerOptions = { ...options, lib: ["es2024", "esnext.disposable", "dom"], skipLibCheck: false };
		writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["**/*.ts"] }));
		return spawnSync(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8" })
			.stdout;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const COUNTER = `
package demo:counter@1.2.0;
interface counters {
  /// Counts up.
  resource counter { constructor(start: u32); next: func() -> result<u32, string>; }
}
world app { export counters; }
`;

describe("generated bindings", () => {
	it("declare a world for its component and for its host", async () => {
		expect(shown(await bindings.generate(request(COUNTER)))).toMatchSnapshot();
	});

	it("say which worlds they are for, and leave out an unstable one until its feature is on", async () => {
		const text = "package a:b;\nworld v {}\n@unstable(feature = fancy)\nworld w {}\n";
		expect(await bindings.generate(request(text))).toMatchObject({ ok: true, worlds: ["v"] });
		expect(await bindings.generate(request(text, { features: ["fancy"] }))).toMatchObject({ ok: true, worlds: ["v", "w"] });
		expect(shown(await bindings.generate(request(text, { worlds: ["w"] })))).toBe(
			"the world `w` of a:b is unstable: it needs the feature `fancy`",
		);
		expect(shown(await bindings.generate(request(text, { worlds: ["x"] })))).toBe("a:b has no world `x`: it has v, w");
		expect(await bindings.generate(request("package a:b;\ninterface i {}"))).toEqual({ ok: true, files: [], worlds: [] });
	});

	it.each([
		["package a:b;\nworld w { import c:d/e; }", /^no bindings for a:b: package 'c:d' not found/],
		["package a:b;\nworld w { impor }", /^no bindings for a:b: expected `import`/],
		["world w {}", /^no bindings for a package without a name: no `package` header/],
	])("are not made where the package is wrong: %j", async (text, message) => {
		expect(await bindings.generate(request(text))).toEqual({ ok: false, message: expect.stringMatching(message) });
	});

	it("compile: a component of the shop", async () => {
		const made = await bindings.generate(packageAt(path.join(root, "examples/shop/wit"), { worlds: ["cart-service"] }));
		const program = (price: string) => `
			/// <reference path="./bindings/guest/cart-service/cart-service.d.ts" />
			import type { Basket, Line, Product } from "shop:checkout/cart@0.1.0";
			import type { Basket as HostBasket } from "./bindings/host/cart-service/interfaces/shop-checkout-cart.js";
			export const value = (product: Product): ${price} => product.price.amount;
			export const lines = (basket: Basket, other: HostBasket): Line[] => [...basket.lines(), ...other.lines()];
		`;
		expect(compiled(made, program("bigint"))).toBe("");
		expect(compiled(made, program("string"))).toMatch(/program\.ts.*'bigint' is not assignable to type 'string'/);
	});
});

describeShared("generated bindings of a package with dependencies", "corpus/wasi-http-0.2", (folder) => {
	it("compile", async () => {
		const made = await bindings.generate(packageAt(folder));
		expect(made).toMatchObject({ ok: true, worlds: ["bindings"] });
		const program = `
			/// <reference path="./bindings/guest/bindings/bindings.d.ts" />
			import type { IncomingRequest, Method } from "wasi:http/types@0.2.12";
			export const method = (request: IncomingRequest): Method => request.method();
		`;
		expect(compiled(made, program)).toBe("");
	});
});

describe("the generator's thread", () => {
	/** Each interface uses a type of the one before: the generator walks that chain in recursion and runs out of its stack. */
	const PANICS = [
		"package bad:luck;\ninterface i0 { record r { a: u8 } }",
		...Array.from({ length: 3000 }, (_, index) => `interface i${index + 1} { use i${index}.{r}; f: func() -> r; }`),
		"world w { import i3000; export i2999; }",
	].join("\n");

	it("is started again after a panic, which is reported with the package and the place", async () => {
		const answers = await Promise.all([
			bindings.generate(request(COUNTER)),
			bindings.generate(request(PANICS)),
			bindings.generate(request(COUNTER)),
			bindings.generate(request(PANICS, { sides: ["host"] })),
			bindings.generate(request(COUNTER)),
		]);
		const message = (side: string) =>
			`no bindings for the world \`w\` of bad:luck (${side} side): the generator cannot deal with it (it stopped with "wasm trap: out of bounds memory access")`;
		expect(answers.map((answer) => (answer.ok ? answer.worlds : answer.message))).toEqual([
			["app"],
			message("guest"),
			["app"],
			message("host"),
			["app"],
		]);
	});

	it("lets go of a request that is not wanted any more, and goes on with the next", async () => {
		const under = new AbortController();
		const waiting = new AbortController();
		const first = bindings.generate(request(COUNTER), under.signal);
		const second = bindings.generate(request(COUNTER), waiting.signal);
		const third = bindings.generate(request(COUNTER));
		waiting.abort(new Error("a newer save"));
		under.abort(new Error("the window was closed"));
		await expect(first).rejects.toThrow("the window was closed");
		await expect(second).rejects.toThrow("a newer save");
		expect(await third).toMatchObject({ ok: true });
		await expect(bindings.generate(request(COUNTER), AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
	});

	it("answers nothing once disposed of", async () => {
		const other = createBindings(worker);
		const open = other.generate(request(COUNTER));
		other.dispose();
		await expect(open).rejects.toThrow("disposed");
		await expect(other.generate(request(COUNTER))).rejects.toThrow("disposed");
	});

	it("that cannot be started is a message, not a crash", async () => {
		const missing = createBindings(new URL("missing.mjs", worker));
		expect(shown(await missing.generate(request(COUNTER)))).toMatch(
			/^no bindings for a\.wit: the generator cannot deal with it .*missing\.mjs/,
		);
	});
});
