import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { root } from "../shared.ts";

const copies: string[] = [];

afterEach(() => {
	for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true });
});

/** What the check says about the checkout, or a copy of it. */
function stale(checkout: string): { status: number | null; lines: string[] } {
	const answer = spawnSync(process.execPath, [path.join(checkout, "examples/stale.mjs")], { encoding: "utf8" });
	return { status: answer.status, lines: (answer.stdout + answer.stderr).trim().split("\n") };
}

/** A copy of what the check reads, changed by appending a line to some files. */
function changed(...files: string[]): string {
	const copy = mkdtempSync(path.join(tmpdir(), "witness-artefacts-"));
	copies.push(copy);
	for (const folder of ["examples", "scripts"]) cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true });
	for (const file of files) appendFileSync(path.join(copy, file), "\n");
	return copy;
}

describe("the components of the examples", () => {
	it("were built from the sources beside them", () => {
		expect(stale(root)).toEqual({ status: 0, lines: [""] });
	});

	it.each([
		["examples/shop/cart/cart.c", ["examples/shop/cart: source cart.c changed"]],
		["examples/shop/deps/shop/payment.wasm", ["examples/shop/payment: output ../deps/shop/payment.wasm changed"]],
		[
			"examples/bench/wit/echo.wit",
			["examples/bench/callee: source ../wit/echo.wit changed", "examples/bench/caller: source ../wit/echo.wit changed"],
		],
		["examples/bench/caller/src/more.rs", ["examples/bench/caller: source src/more.rs is new"]],
	])("are stale when %s changes", (file, sentences) => {
		expect(stale(changed(file))).toEqual({
			status: 1,
			lines: [...sentences, "build them again: npm run artifacts -- examples"],
		});
	});
});
