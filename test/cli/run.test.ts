/** `witness run` as a process: results, and one clear message with its exit status for each thing that can be wrong. */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtCommandLine, type CommandLine } from "../examples/command-line.ts";
import { CALLS_AT_START, command, files, LOOPS, NEEDS_CLOCK_TOWER, OPENS_SOCKET, RECURSES } from "../run/guests.ts";
import { SHOP } from "../run/tools.ts";
import { root } from "../shared.ts";

const CORE_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const COMPONENT_START = Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0);

const at = files({
	"loops.wat": LOOPS,
	"recurses.wat": RECURSES,
	"early.wat": CALLS_AT_START,
	"hello.wat": command("ok"),
	"endless.wat": command("never"),
	"tower.wat": NEEDS_CLOCK_TOWER,
	"socket.wat": OPENS_SOCKET,
	"core.wasm": CORE_MODULE,
	"cut.wasm": Uint8Array.of(...COMPONENT_START, 1, 200, 1),
	"garbage.wasm": "neither binary nor text",
	"empty.wasm": "",
	"broken.wat": "(component (func",
	"elsewhere.wac": readFileSync(SHOP),
	"broken.wac": "package a:b;\nlet x = new;\n",
	"missing.wac": "package a:b;\nlet x = new some:where { ... };\n",
	"garbage.json": "{ not json",
	"latin1.wac": Uint8Array.of(...new TextEncoder().encode("package a:b;\n// caf"), 0xe9, 10),
	"latin1.wat": Uint8Array.of(...new TextEncoder().encode("(component) ;; caf"), 0xe9, 10),
	"latin1.wit": Uint8Array.of(...new TextEncoder().encode("package a:b; // caf"), 0xe9, 10),
});

let line: CommandLine;
beforeAll(async () => {
	line = await builtCommandLine();
});
afterAll(() => line.remove());

describe("witness run", () => {
	it("prints each result as WAVE on a line of standard output, and nothing else there", () => {
		const answer = line.witness(
			"run",
			SHOP,
			"--invoke",
			"shelf()",
			"--invoke",
			'catalog#lookup("nope")',
			"--invoke",
			"visit(eur)",
		);
		expect(answer.stdout).toBe(
			'[("tea-01", 40), ("mug-07", 12), ("gin-02", 3), ("pdf-99", 4294967295)]\nerr(not-found("nope"))\n$1\n',
		);
		expect(answer.stderr).toBe("");
		expect(answer.status).toBe(1);
	});

	it("runs a command and gives back its output and status", () => {
		expect(line.witness("run", at("hello.wat"))).toMatchObject({ stdout: "hello from the guest\n", stderr: "", status: 0 });
	});

	it("reports a trap with the names of component, interface and function", () => {
		const calls = ["visit(eur)", 'visit.put($1, "tea-01", 1)', "visit.preview($1, [bundle((0, 0))])"];
		const { stdout, stderr, status } = line.witness("run", SHOP, ...calls.flatMap((call) => ["--invoke", call]));
		expect(stdout).toBe("$1\nok(1)\n");
		expect(stderr.split("\n").slice(0, 2)).toEqual([
			"error: component pricing, shop:checkout/pricing@0.1.0#price: trap: integer divide by zero",
			"  called from component checkout, shop:checkout/checkout@0.1.0#[method]visit.preview",
		]);
		expect(status).toBe(1);
	});

	it("tells places that come again and again once, and how often", () => {
		const { stderr, status } = line.witness("run", at("recurses.wat"), "--invoke", "f(1)");
		const lines = stderr.trimEnd().split("\n");
		expect(lines[0]).toBe("error: component recurses, f: trap: call stack exhausted");
		expect(lines.at(-1)).toMatch(/^ {4}… and this at least \d+ times more$/);
		expect(lines.length).toBeLessThan(8);
		expect(status).toBe(1);
	});

	it("stops a guest that loops when its time is up, and says where it was", () => {
		const trace = at("loops.json");
		const { stderr, status } = line.witness("run", at("loops.wat"), "--invoke", "spin()", "--timeout", "1", "--trace", trace);
		expect(stderr).toMatch(
			/^error: component loops, spin: the guest did not end within 1 s and was stopped\n {2}in core function \S+ of loops\n {2}in component loops, spin\n {2}help: /,
		);
		expect(status).toBe(1);
		expect(readFileSync(trace, "utf8")).toContain('"outcome":"unfinished"');
	});

	it("ends cleanly when it is interrupted, with the trace written", async () => {
		const trace = at("interrupted.json");
		const child = spawn(process.execPath, [line.bundle("witness"), "run", at("endless.wat"), "--trace", trace]);
		const exited = new Promise<number | null>((resolve) => child.on("exit", resolve));
		// It says something before it loops, from within its call.
		await new Promise((resolve) => child.stdout.once("data", resolve));
		child.kill("SIGINT");
		expect(await exited).toBe(130);
		const [first, ...others] = readFileSync(trace, "utf8").trimEnd().split("\n").slice(1);
		expect(JSON.parse(first ?? "")).toMatchObject({ function: "run", outcome: "unfinished", end_ns: null });
		expect(others.length).toBeGreaterThan(0);
		expect(readdirSync(path.dirname(trace)).filter((name) => name.includes(".part"))).toEqual([]);
	});

	it("leaves its recording beside the trace where it is killed, and that can be read, with what had not ended", async () => {
		const trace = at("killed.json");
		const calls = ["--invoke", "add(1, 2)", "--invoke", "spin()"];
		const child = spawn(process.execPath, [line.bundle("witness"), "run", at("loops.wat"), ...calls, "--trace", trace]);
		const exited = new Promise<unknown>((resolve) => child.on("exit", (_status, signal) => resolve(signal)));
		await new Promise((resolve) => child.stdout.once("data", resolve));
		const left = `${trace}.${child.pid}.wtrace`;
		const tree = () => line.witness("trace", left).stdout.replace(/ {2}[\d.]+ [nµm]?s \(boundary .*\)$/m, "");
		// Records are put aside every few milliseconds: a recording can be looked at while it goes on.
		while (!tree().includes("spin")) await new Promise((resolve) => setTimeout(resolve, 20));
		child.kill("SIGKILL");
		expect(await exited).toBe("SIGKILL");
		expect(line.witness("trace", trace).stderr).toContain(`has left ${left}`);
		expect(tree()).toBe("loops add(a: 1, b: 2) -> 3\nloops spin() unfinished\n");
	});

	it("says which Node it needs where another runs it", () => {
		const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })";
		const run = ["--import", `data:text/javascript,${old}`, line.bundle("witness"), "run", SHOP];
		expect(spawnSync(process.execPath, run, { encoding: "utf8" })).toMatchObject({
			stderr:
				"error: Witness needs Node 22 or later, and this is 20.20.2\n  help: install Node 22 or later, or put it first on the path\n",
			status: 2,
		});
	});

	it("says where calls cannot be recorded, and that a recording breaks off", () => {
		const cut = at("cut.wtrace");
		line.witness("run", at("loops.wat"), "--invoke", "add(1, 2)", "--trace", cut);
		truncateSync(cut, statSync(cut).size - 8);
		expect(line.witness("trace", cut)).toMatchObject({
			stdout: expect.stringContaining("loops add(a: 1, b: 2) -> 3"),
			stderr: `note: ${cut} breaks off: it holds what was written until then\n`,
			status: 0,
		});
		const env = { ...process.env, TMPDIR: at("nowhere"), TEMP: at("nowhere"), TMP: at("nowhere") };
		const run = [line.bundle("witness"), "run", at("loops.wat"), "--invoke", "add(1, 2)", "--tree"];
		const { stderr, status } = spawnSync(process.execPath, run, { env, encoding: "utf8" });
		expect(stderr).toMatch(
			/^error: .*nowhere: calls cannot be recorded in the folder for temporary files \(ENOENT\)\n {2}help: /,
		);
		expect(status).toBe(2);
	});

	it("prints the tree where the trace is kept as it was recorded, too", () => {
		const trace = at("kept.wtrace");
		const { stderr } = line.witness("run", at("loops.wat"), "--invoke", "add(1, 2)", "--trace", trace, "--tree");
		expect(stderr).toMatch(/^loops add\(a: 1, b: 2\) -> 3/);
		expect(line.witness("trace", trace).stdout).toBe(stderr);
		expect(readdirSync(path.dirname(trace)).filter((name) => name.startsWith("kept"))).toEqual(["kept.wtrace"]);
	});

	it.each<[string, readonly string[], number, RegExp]>([
		["no program", ["run"], 2, /^error: a program .* is missing\n {2}help: witness run /],
		["a missing file", ["run", "absent.wasm"], 2, /^error: absent\.wasm: there is no such file\n {2}help: /],
		["a directory", ["run", "examples"], 2, /^error: examples: this is a directory\n {2}help: /],
		[
			"a core module",
			["run", at("core.wasm")],
			1,
			/core\.wasm: this is a core module; a component is needed\n {2}help: .*component new/,
		],
		["a cut-off component", ["run", at("cut.wasm")], 1, /^error: .*cut\.wasm: .*\n/],
		[
			"neither binary nor text",
			["run", at("garbage.wasm")],
			1,
			/garbage\.wasm: this is not WebAssembly, neither binary nor text\n {2}help: /,
		],
		["an empty file", ["run", at("empty.wasm")], 1, /empty\.wasm: the file is empty\n {2}help: /],
		["broken text", ["run", at("broken.wat")], 1, /broken\.wat:1:\d+: /],
		["a document that is no UTF-8", ["run", at("latin1.wac")], 1, /latin1\.wac:2:7: This file is not UTF-8: the byte 0xE9/],
		["text that is no UTF-8", ["run", at("latin1.wat")], 1, /latin1\.wat:1:19: This file is not UTF-8: the byte 0xE9/],
		["WIT that is no UTF-8", ["describe", at("latin1.wit")], 1, /latin1\.wit:1:20: This file is not UTF-8: the byte 0xE9/],
		["WIT that is no UTF-8", ["bindings", at("latin1.wit")], 1, /latin1\.wit:1:20: This file is not UTF-8: the byte 0xE9/],
		[
			"a long call",
			["run", SHOP, "--invoke", `price(${"[".repeat(50_000)}`],
			2,
			/^error: --invoke '…\[{100}', column 50007: .{1,200}\n/,
		],
		["a broken document", ["run", at("broken.wac")], 1, /broken\.wac:2:12: .*\n {2}2 \| let x = new;\n {4}\| {12}\^\n {2}help: /],
		[
			"a missing package",
			["run", at("missing.wac")],
			1,
			/missing\.wac:2:13: package `some:where` was not found: looked for `deps\/some\/where` .*\n {2}2 \| let x = .*\n {4}\| {13}\^{10}\n {2}help: .*--dep/,
		],
		["no function named", ["run", SHOP], 2, /^error: no function was named.*\n {2}help: name one of: lookup, .*--invoke '/],
		["an unknown function", ["run", SHOP, "--invoke", 'lokup("a")'], 2, /no function lokup\n {2}help: did you mean lookup\?/],
		["an unknown interface", ["run", SHOP, "--invoke", 'katalog#lookup("a")'], 2, /no interface katalog\n {2}help: /],
		[
			"an ambiguous function",
			["run", SHOP, "--invoke", "fuller($1, $2)"],
			2,
			/2 interfaces export a function fuller\n {2}help: name one of them/,
		],
		[
			"a wrong argument",
			["run", SHOP, "--invoke", "lookup(3)"],
			2,
			/column 8: sku: expected string.*found the number 3\n {2}help: the function is lookup/,
		],
		["a missing argument", ["run", SHOP, "--invoke", "lookup()"], 2, /an argument is missing: `sku`/],
		["an unknown handle", ["run", SHOP, "--invoke", 'visit.put($7, "a", 1)'], 2, /no handle is named \$7/],
		[
			"an unknown capability",
			["run", SHOP, "--allow", "moon", "--invoke", "shelf()"],
			2,
			/--allow moon: there is no such capability\n {2}help: use one of/,
		],
		["a directory without a name", ["run", SHOP, "--allow", "dir=::/data"], 2, /the directory of this machine is missing/],
		[
			"a missing directory",
			["run", SHOP, "--allow", "dir=absent", "--invoke", "shelf()"],
			2,
			/--allow dir=absent: there is no directory absent/,
		],
		[
			"an import that nobody provides",
			["run", at("tower.wat"), "--invoke", "f()"],
			1,
			/^error: town:hall\/tower@1\.0\.0: .*\n {2}help: /,
		],
		[
			"a capability that is not granted",
			["run", at("socket.wat"), "--invoke", "open()"],
			1,
			/instance-network#instance-network needs a capability that was not granted\n(?:.*\n)* {2}help: run again with --allow net/,
		],
		[
			"memory that is no room for anything",
			["run", SHOP, "--memory", "0.01", "--invoke", "shelf()"],
			2,
			/--memory is from 1 to 4096 \(MiB\), not 0\.01/,
		],
		[
			"a number that is none",
			["run", SHOP, "--max-calls", "abc", "--invoke", "shelf()"],
			2,
			/--max-calls is a number above 0, not abc/,
		],
		["an unknown link", ["run", SHOP, "--link", "slow"], 2, /--link is one of fast, stock, not slow/],
		["an unknown option", ["run", SHOP, "--fast"], 2, /Unknown option '--fast'/],
		["an unknown command", ["fly"], 2, /there is no command fly/],
		["a trace that is none", ["trace", at("garbage.json")], 1, /garbage\.json: this is no trace: /],
		["a missing trace", ["trace", "absent.json"], 2, /absent\.json: there is no such file\n {2}help: /],
	])("says what is wrong and what to do: %s", (_what, args, expected, message) => {
		const { stdout, stderr, status } = line.witness(...args);
		expect(stderr).toMatch(message);
		expect(stdout).toBe("");
		expect(status).toBe(expected);
	});

	it("says before the run that a trace cannot be written", () => {
		const answer = line.witness("run", SHOP, "--invoke", "shelf()", "--trace", path.join(at("loops.wat"), "t.json"));
		expect(answer.stderr).toMatch(/t\.json: the file cannot be written: a part of its path is a file, not a folder\n {2}help: /);
		expect(answer).toMatchObject({ stdout: "", status: 2 });
	});

	it("writes the calls of a start function that traps, and reads them again", () => {
		const trace = at("early.json");
		const { stderr, status } = line.witness("run", at("early.wat"), "--invoke", "f()", "--trace", trace);
		expect(stderr).toMatch(/^error: trap: while component b was instantiated: wasm `unreachable` .*\n {4}at start of b, byte 0x/);
		expect(status).toBe(1);
		expect(line.witness("trace", trace)).toMatchObject({ stdout: expect.stringMatching(/twice.*21.*42/), stderr: "", status: 0 });
	});

	it("says that a trace of jco's link holds the host's calls only", () => {
		const trace = at("stock.json");
		const answer = line.witness("run", SHOP, "--invoke", 'lookup("nope")', "--link", "stock", "--trace", trace);
		expect(answer).toMatchObject({ stdout: 'err(not-found("nope"))\n', status: 1 });
		expect(answer.stderr).toMatch(/^note: with the stock link a trace holds the host's own calls only.*\n$/);
		const lines = readFileSync(trace, "utf8").trimEnd().split("\n").slice(1);
		expect(lines.map((text) => JSON.parse(text).caller)).toEqual(["host"]);
	});

	it("says that standard output cannot be written", () => {
		// A device that is always full, where the system has it.
		const full = existsSync("/dev/full") ? openSync("/dev/full", "w") : null;
		if (full === null) return;
		const answer = spawnSync(process.execPath, [line.bundle("witness"), "run", at("hello.wat")], {
			stdio: ["ignore", full, "pipe"],
			encoding: "utf8",
		});
		closeSync(full);
		expect(answer.stderr).toBe("error: standard output cannot be written (ENOSPC)\n  help: send it to where there is room\n");
		expect(answer.status).toBe(2);
	});

	it("takes a time limit that is longer than a timer can be", () => {
		const answer = line.witness("run", SHOP, "--invoke", 'lookup("nope")', "--timeout", "99999999");
		expect(answer).toMatchObject({ stdout: 'err(not-found("nope"))\n', stderr: "" });
	});

	it("leaves no file behind where a run cannot begin", () => {
		const trace = at("none.json");
		line.witness("run", at("core.wasm"), "--trace", trace);
		line.witness("compose", at("broken.wac"), "-o", at("none.wasm"));
		expect([existsSync(trace), existsSync(at("none.wasm"))]).toEqual([false, false]);
	});
});

describe("witness compose and plug", () => {
	it("make the component that a document describes", () => {
		const out = at("shop.wasm");
		expect(line.witness("compose", SHOP, "-o", out)).toMatchObject({ status: 0, stdout: "", stderr: "" });
		expect(line.witness("run", out, "--invoke", 'lookup("nope")').stdout).toBe('err(not-found("nope"))\n');
	});

	it("take --deps-dir and --dep from the current folder, as check does", () => {
		const folder = ["--deps-dir", "examples/shop/deps"];
		const document = at("elsewhere.wac");
		const one = ["--dep", "shop:cart=examples/shop/deps/shop/cart.wasm"];
		const compose = (...args: readonly string[]) => line.witness("compose", document, ...args, "-o", at("elsewhere.wasm"));
		expect(compose(...folder, ...one)).toMatchObject({ status: 0, stderr: "" });
		expect(line.witness("check", document, ...folder)).toMatchObject({ status: 0, stdout: "" });
		const without = compose(...one);
		expect(without.stderr.match(/elsewhere\.wac:\d+:\d+: package `shop:\w+` was not found/g)).toHaveLength(4);
		expect(without.status).toBe(1);
	});

	it("plug a callee into its caller", () => {
		const deps = path.join(root, "examples/bench/deps/bench");
		const out = at("bench.wasm");
		const answer = line.witness("plug", path.join(deps, "caller.wasm"), "--plug", path.join(deps, "callee.wasm"), "-o", out);
		expect(answer).toMatchObject({ status: 0, stderr: "" });
		const { functions } = JSON.parse(line.witness("describe", out, "--format", "json").stdout);
		expect(functions.length).toBeGreaterThan(0);
	});
});
