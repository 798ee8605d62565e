/** The bench from end to end, on few samples: what it reports, not how long anything takes. */
import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type BenchRequest, benchCall, breakOff, type Line, reportHtml } from "../../client/bench/index.ts";
import { SideProcess } from "../../client/bench/side-process.ts";
import { files, LOOPS } from "../run/guests.ts";
import { runTools, SHOP } from "../run/tools.ts";

const tools = {
	...runTools(),
	side: new URL("../../client/bench/side.ts", import.meta.url),
	commandLine: new URL("../../client/cli/start.ts", import.meta.url),
	say: () => undefined,
};

const REQUEST: Omit<BenchRequest, "program" | "invocations"> = {
	depsDir: null,
	dependencies: {},
	rounds: 3,
	sample: 2e6,
	starts: false,
};

async function lineOf(program: string, invocations: readonly string[]): Promise<Line> {
	const benched = await benchCall(tools, { ...REQUEST, program, invocations });
	if (!benched.ok) throw new Error(benched.problem.message);
	const [result] = benched.results;
	if (result === undefined || "skipped" in result.measured) throw new Error(JSON.stringify(result));
	const [line] = result.measured.lines;
	if (line === undefined) throw new Error("no line");
	return line;
}

/** The ways that were measured: each has samples, and a time above nothing. */
function measured({ rivals }: Line): string[] {
	return rivals.flatMap((rival) => ("samples" in rival && rival.samples.every((sample) => sample > 0) ? [rival.name] : []));
}

/** Counts to 50, and traps. */
const TRAPS_LATER = `(component
	(core module $m
		(global $calls (mut i32) (i32.const 0))
		(func (export "later") (result i32)
			(global.set $calls (i32.add (global.get $calls) (i32.const 1)))
			(if (i32.gt_u (global.get $calls) (i32.const 50)) (then unreachable))
			(global.get $calls)))
	(core instance $i (instantiate $m))
	(func (export "later") (result u32) (canon lift (core func $i "later"))))
`;

const WAYS = [
	"JavaScript calls the component",
	"plain JavaScript, nothing behind",
	"a worker thread, postMessage",
	"a Unix socket, JSON",
	"HTTP, JSON",
];

/** Each way is a process of its own, and the machine may have other work. */
const LONG = { timeout: 180_000 };

describe("the bench", LONG, () => {
	it("measures a call of a composition in all ways, with a handle that an earlier call made", async () => {
		const line = await lineOf(SHOP, ["visit(eur)", 'visit.put($1, "tea-01", 2)']);
		expect(line.what).toBe("in a composition");
		expect(line.samples).toHaveLength(3);
		expect(measured(line)).toEqual(expect.arrayContaining(WAYS));
	});

	it("says of a call that is mistaken what is wrong with it", async () => {
		const benched = await benchCall(tools, { ...REQUEST, program: SHOP, invocations: ["lookup(7)"] });
		expect(benched).toMatchObject({ ok: false, problem: { status: 2, message: expect.stringContaining("expected string") } });
	});

	it("says of a guest that traps that it was not measured", async () => {
		const program = files({ "traps.wat": LOOPS.replace("(loop br 0)", "unreachable") })("traps.wat");
		const benched = await benchCall(tools, { ...REQUEST, program, invocations: ["spin()"] });
		expect(benched).toMatchObject({ ok: true, results: [{ measured: { skipped: expect.stringContaining("unreachable") } }] });
	});

	it("says of a guest that traps after a while that it was not measured, whichever way it is called", async () => {
		const program = files({ "later.wat": TRAPS_LATER })("later.wat");
		const benched = await benchCall(tools, { ...REQUEST, program, invocations: ["later()"] });
		expect(benched).toMatchObject({ ok: true, results: [{ measured: { skipped: expect.stringContaining("unreachable") } }] });
	});
});

it("a bench that is broken off leaves no process behind", async () => {
	const { side } = await SideProcess.start(tools.side, { kind: "plain", args: [] });
	const { pid } = side;
	if (pid === undefined) throw new Error("it has no process");
	const ended = expect(side.measure(Number.MAX_SAFE_INTEGER)).rejects.toThrow("its process ended with SIGKILL");
	breakOff();
	await ended;
	expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

/** Starts a process that never comes back, and tells which. */
const PARENT = `
const { SideProcess } = await import(process.argv[1]);
const { side } = await SideProcess.start(new URL(process.argv[2]), { kind: "plain", args: [] });
void side.measure(Number.MAX_SAFE_INTEGER);
console.log(side.pid);
`;

it("a process that never comes back ends when the bench was killed", LONG, async () => {
	const module = new URL("../../client/bench/side-process.ts", import.meta.url).href;
	const parent = spawn(
		process.execPath,
		["--experimental-strip-types", "--no-warnings", "--input-type=module", "-e", PARENT, module, tools.side.href],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	const pid = await new Promise<number>((resolve) => parent.stdout.once("data", (line) => resolve(Number(line))));
	expect(() => process.kill(pid, 0)).not.toThrow();
	parent.kill("SIGKILL");
	await expect.poll(() => isThere(pid), { timeout: 60_000 }).toBe(false);
});

function isThere(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

describe("the report", () => {
	const report = reportHtml({
		title: 'What echo("<b>") costs',
		command: "witness bench a.wasm --invoke 'echo(\"<b>\")'",
		machine: "2 cores & more",
		date: new Date("2026-01-02T03:04:05Z"),
		results: [
			{
				name: "call",
				title: "echo of a.wasm",
				measured: {
					how: "many calls",
					lines: [
						{
							what: "in a composition",
							samples: [10, 11, 12],
							rivals: [
								{ name: "HTTP, JSON", samples: [110_000, 110_000, 110_000] },
								{ name: "gRPC", absent: "@grpc/grpc-js is not installed" },
							],
						},
					],
				},
			},
			{ name: "memory", title: "what an instance holds", measured: { skipped: "it trapped" } },
		],
	});

	it("holds everything in itself and runs nothing", () => {
		expect(report).not.toMatch(/<script|<link|<img|src=|https?:/);
		expect(report).toContain("default-src 'none'");
		expect(report).toContain("prefers-color-scheme: dark");
	});

	it("shows medians, spreads and factors, and why something is absent", () => {
		expect(report).toContain("11.0 ns<small>10.0 ns – 12.0 ns, 3</small>");
		expect(report).toContain('<td class="figure">10,000</td>');
		expect(report).toContain("@grpc/grpc-js is not installed");
		expect(report).toContain("Not measured: it trapped.");
		expect(report).toContain("2026-01-02 03:04 UTC");
	});

	it("takes texts for texts", () => {
		expect(report).toContain("What echo(&quot;&lt;b&gt;&quot;) costs");
		expect(report).toContain("2 cores &amp; more");
		expect(report).toContain("<pre>witness bench a.wasm --invoke 'echo(&quot;&lt;b&gt;&quot;)'</pre>");
	});
});
