/**
 * Input that nobody means well with: huge, deep, circular, vanishing, in no encoding. Each is answered with a diagnostic or refused with a reason, in a process that
 * has little memory; how long it takes is nobody's promise, but none of it grows faster than what is read.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check, type Diagnostic, type Disk, localDisk } from "../../server/check.ts";
import { binaryReader, createComposer } from "../../server/engine/index.ts";
import { asset } from "../assets.ts";
import { root } from "../shared.ts";

const composer = createComposer(() => new WebAssembly.Module(new Uint8Array(asset("composer.core.wasm"))));
const folder = mkdtempSync(path.join(tmpdir(), "witness-hostile-"));
const HEADER = "package a:b@1.0.0;\n";

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function checked(given: string, disk: Disk = localDisk): readonly Diagnostic[] {
	const options = {
		features: new Set<string>(),
		dependencyDirectory: null,
		readBinary: binaryReader(() => composer),
		engine: () => composer,
	};
	return check(disk, [given], options).diagnostics;
}

function written(name: string, content: string | Uint8Array): string {
	const file = path.join(folder, name);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, content);
	return file;
}

/** The errors of a text, as `line:character code`, the first few. */
function errorsIn(content: string | Uint8Array, name = "a.wit"): readonly string[] {
	return checked(written(name, content))
		.filter(({ severity }) => severity === "error")
		.slice(0, 3)
		.map(({ range, code }) => `${range.start.line}:${range.start.character} ${code}`);
}

const times = (count: number, make: (index: number) => string): string =>
	Array.from({ length: count }, (_, index) => make(index)).join("");

describe("deep nesting", () => {
	it.each<[title: string, text: string, first: string]>([
		["of types", `interface i { f: func(x: ${"list<".repeat(10_000)}u8${">".repeat(10_000)}); }`, "1:525 syntax-error"],
		["of types that never close", `interface i { f: func(x: ${"option<".repeat(10_000)}`, "1:725 syntax-error"],
		["of packages", times(10_000, (index) => `package a:p${index} { `), "1:23 nested-package"],
		["of braces", `interface i ${"{".repeat(10_000)}`, "1:13 syntax-error"],
		["of interfaces in place", times(10_000, () => "world w { import a: interface { "), "1:32 syntax-error"],
		["of comments that never close", "/* ".repeat(10_000), "1:0 syntax-error"],
	])("%s is a mistake", (_title, text, first) => {
		expect(errorsIn(HEADER + text)[0]).toBe(first);
	});

	it("of comments is none", () => {
		expect(errorsIn(`${HEADER}${"/* ".repeat(10_000)}${" */".repeat(10_000)}`)).toEqual([]);
	});
});

describe("encodings", () => {
	it.each<[title: string, bytes: Uint8Array, found: readonly string[]]>([
		["a byte that is no UTF-8", bytesOf(`${HEADER}// é`, [0xff]), ["1:4 invalid-utf8"]],
		["half a character at the end", bytesOf(`${HEADER}// `, [0xf0, 0x9f]), ["1:3 invalid-utf8"]],
		["a surrogate", bytesOf(`${HEADER}\t`, [0xed, 0xa0, 0x80]), ["1:1 invalid-utf8"]],
		["UTF-16", bytesOf("", [0xff, 0xfe, 0x70, 0x00]), ["0:0 invalid-utf8"]],
		["a byte order mark", bytesOf(`\ufeff${HEADER}`, []), []],
		[
			"line ends of two marks",
			bytesOf("package a:b;\r\ninterface i {\r\n\ttype t = nope;\r\n}\r\n", []),
			["2:10 unresolved-name"],
		],
		["NUL", bytesOf(`${HEADER}interface\u0000i {}`, []), ["1:9 syntax-error"]],
		["nothing at all", bytesOf("", []), ["0:0 missing-package-header"]],
	])("%s", (_title, bytes, found) => {
		expect(errorsIn(bytes)).toEqual(found);
	});
});

describe("files and folders", () => {
	it("larger than is looked at are named", () => {
		expect(errorsIn(new Uint8Array(64 * 1024 * 1024).fill(32))).toEqual(["0:0 unreadable-file"]);
	});

	it("that are links in a circle end", () => {
		written("circle/a.wit", `${HEADER}interface i {}`);
		written("circle/deps/d/d.wit", "package d:d;\ninterface j {}");
		symlinkSync("..", path.join(folder, "circle/deps/up"));
		symlinkSync("self", path.join(folder, "circle/deps/self"));
		symlinkSync("../../deps", path.join(folder, "circle/deps/d/deps"));
		const found = checked(path.join(folder, "circle")).filter(({ severity }) => severity === "error");
		// `deps/up` is the package itself once more.
		expect(found.map(({ code }) => code)).toEqual(["duplicate-package"]);
	});

	it("with the names of each other are not taken for each other", () => {
		written("names/a.wit", HEADER);
		mkdirSync(path.join(folder, "names/x.wit"));
		mkdirSync(path.join(folder, "names/deps/y.wit"), { recursive: true });
		mkdirSync(path.join(folder, "names/deps/z.wasm"), { recursive: true });
		expect(checked(path.join(folder, "names"))).toEqual([]);
	});

	it("that vanish, or may not be read, are named", () => {
		const disk: Disk = {
			entries: (directory) =>
				directory === "/w"
					? [
							{ name: "a.wit", kind: "file" },
							{ name: "b.wit", kind: "file" },
						]
					: null,
			bytes: (file) => (file === "/w/a.wit" ? new TextEncoder().encode(HEADER) : null),
		};
		expect(checked("/w", disk).map(({ path: file, code }) => `${file} ${code}`)).toEqual(["/w/b.wit unreadable-file"]);
	});

	it.each<[title: string, bytes: readonly number[]]>([
		["no bytes", []],
		["a header cut off", [0x00, 0x61, 0x73]],
		["a header alone, of a core module", [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]],
		["a section cut off", [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00, 0x07, 0xff, 0xff, 0xff, 0xff, 0x0f]],
		[
			"more types than there are bytes",
			[0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00, 0x07, 0x05, 0xff, 0xff, 0xff, 0xff, 0x0f],
		],
	])("of %s as a dependency are named", (title, bytes) => {
		const name = `binary-${title.replaceAll(/\W/g, "-")}`;
		written(`${name}/a.wit`, HEADER);
		const dependency = written(`${name}/deps/d.wasm`, Uint8Array.from(bytes));
		expect(checked(path.join(folder, name)).map(({ path: file, code }) => `${file} ${code}`)).toEqual([
			`${dependency} unreadable-file`,
		]);
	});
});

describe("much of one thing", () => {
	it.each<[title: string, text: string, found: readonly string[]]>([
		["a comment of 10 MB", `// ${"x".repeat(10_000_000)}`, []],
		[
			"50,000 types of one name",
			`interface i { ${"type t = u8;\n".repeat(50_000)} }`,
			["2:5 duplicate-item", "3:5 duplicate-item", "4:5 duplicate-item"],
		],
		[
			"a type of 2^60 parts",
			`interface i { record r0 { a: u8 } ${times(60, (index) => `record r${index + 1} { a: r${index}, b: r${index} }`)} }`,
			[],
		],
		["100,000 marks that mean nothing", times(100_000, (index) => "}{;@%/:<>"[index % 9] ?? ""), ["1:0 syntax-error"]],
		[
			"1,000 interfaces in a circle",
			times(1000, (index) => `interface i${index} { use i${(index + 1) % 1000}.{t}; }\n`),
			["2:10 cyclic-use"],
		],
	])("%s", (_title, text, found) => {
		expect(errorsIn(HEADER + text)).toEqual(found);
	});

	it("is told of a thousand times at most", () => {
		const text = times(5000, (index) => `a${index}: func(x: b${index});\n`);
		expect(checked(written("many.wit", `${HEADER}interface i { ${text} }`)).length).toBe(1000);
	});
});

/** What is largest goes to processes that may hold only so much. */
describe("in a process with 900 MB", () => {
	it.each<[title: string, text: string, first: string | null]>([
		["a line of 10 MB", `interface i { ${times(260_000, (index) => `a${index}: func(x: u32) -> string; `)} }`, null],
		[
			"50,000 types in a circle",
			`interface i { ${times(50_000, (index) => `type t${index} = list<t${(index + 1) % 50_000}>;\n`)} }`,
			"cyclic-type",
		],
		[
			"50,000 interfaces of one type",
			`interface i0 { type t = u8; }\n${times(50_000, (index) => `interface i${index + 1} { use i0.{t}; }\n`)}`,
			null,
		],
	])("%s", (_title, text, first) => {
		const file = written("large.wit", HEADER + text);
		const script = path.join(root, "client/cli/start.ts");
		const node = ["--max-old-space-size=900", "--experimental-strip-types", "--no-warnings", script];
		const answer = spawnSync(process.execPath, [...node, "check", file, "--format", "json"], {
			encoding: "utf8",
			maxBuffer: 64 * 1024 * 1024,
		});
		expect(answer.stderr).toBe("");
		const errors = readDiagnostics(answer.stdout).filter(({ severity }) => severity === "error");
		expect(errors[0]?.code ?? null).toBe(first);
		expect(answer.status).toBe(first === null ? 0 : 1);
	});
});

interface Told {
	readonly severity: string;
	readonly code: string;
}

function readDiagnostics(json: string): readonly Told[] {
	const found: unknown = JSON.parse(json);
	if (!Array.isArray(found)) throw new Error("no list of diagnostics");
	return found.map((each: unknown) => ({
		severity: String(Reflect.get(Object(each), "severity")),
		code: String(Reflect.get(Object(each), "code")),
	}));
}

function bytesOf(text: string, then: readonly number[]): Uint8Array {
	return Uint8Array.from([...new TextEncoder().encode(text), ...then]);
}
