/** Processes of Node, which stand beside instances: how long one takes to start, and what it holds. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { undoneAtTheEnd } from "./break-off.ts";
import { since } from "./samples.ts";

const environment = () => ({ ...process.env, ELECTRON_RUN_AS_NODE: "1" });

/** Nanoseconds from the start of a process to its end. Throws what it wrote where it fails. */
export function lifetime(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
	return new Promise((resolve, reject) => {
		const start = performance.now();
		const child = spawn(process.execPath, [...args], { stdio: ["ignore", "ignore", "pipe"], env: { ...environment(), ...env } });
		const end = undoneAtTheEnd(() => child.kill("SIGKILL"));
		let said = "";
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			said += text;
		});
		child.on("error", reject);
		child.on("close", (status) => {
			end();
			if (status === 0) resolve(since(start));
			else reject(new Error(said.trim().split("\n")[0] ?? `it ended with ${status}`));
		});
	});
}

/** Bytes that a process holds. On Linux what it shares with others is counted in parts, so that the figures of several add up. */
export function heldBy(pid: number): number | null {
	try {
		const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
		const found = /^Pss:\s+(\d+) kB/m.exec(text);
		return found === null ? null : Number(found[1]) * 1024;
	} catch {
		return null;
	}
}

/** Processes that do nothing but wait, all at once; what each holds. Empty where the system does not tell. */
export async function idleProcesses(count: number): Promise<readonly number[]> {
	const children = Array.from({ length: count }, () =>
		spawn(process.execPath, ["-e", "console.log(1); process.stdin.resume()"], {
			stdio: ["pipe", "pipe", "ignore"],
			env: environment(),
		}),
	);
	const end = undoneAtTheEnd(() => {
		for (const child of children) child.kill("SIGKILL");
	});
	try {
		await Promise.all(
			children.map((child) => new Promise((resolve) => child.stdout.once("data", resolve).once("close", resolve))),
		);
		return children.flatMap(({ pid }) => (pid === undefined ? [] : [heldBy(pid)])).filter((held) => held !== null);
	} finally {
		end();
	}
}
