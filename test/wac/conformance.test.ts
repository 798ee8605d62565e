import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createComposer } from "../../server/engine/index.ts";
import { checkWac, type WacProblem } from "../../server/wac/index.ts";
import { LineIndex, offset } from "../../server/wit/syntax/positions.ts";
import { localDisk } from "../../server/workspace/disk.ts";
import { asset } from "../assets.ts";
import { describeShared } from "../shared.ts";

const composer = createComposer(new WebAssembly.Module(new Uint8Array(asset("composer.core.wasm"))));

function problemsOf(file: string): { readonly text: string; readonly problems: readonly WacProblem[] } {
	const text = readFileSync(file, "utf8");
	return { text, problems: checkWac(composer, localDisk, file, text, { depsDirectory: path.basename(file, ".wac") }) };
}

/** `line:column` of the first problem, counted from 1 and in characters, as the reference tool counts. */
function placeOf(text: string, problem: WacProblem | undefined): string | null {
	if (problem === undefined) return null;
	const { line, character } = new LineIndex(text).positionAt(offset(problem.start));
	return `${line + 1}:${character + 1}`;
}

describeShared("wac's own cases through the service", "conformance/wac", (directory) => {
	for (const suite of ["parser", "resolution", "encoding"]) {
		const valid = readdirSync(path.join(directory, suite)).filter((name) => name.endsWith(".wac"));
		const failing = readdirSync(path.join(directory, suite, "fail")).filter((name) => name.endsWith(".wac"));

		describe(suite, () => {
			it.each(valid)("%s is right", (name) => {
				const { problems } = problemsOf(path.join(directory, suite, name));
				// The parser's own cases name packages that nobody has.
				expect(suite === "parser" ? problems.filter(({ code }) => code === "wac-syntax") : problems).toEqual([]);
			});

			it.each(failing)("%s is wrong at its place", (name) => {
				const file = path.join(directory, suite, "fail", name);
				const { text, problems } = problemsOf(file);
				const wanted = existsSync(`${file}.result`)
					? /\[[^\]]*:(\d+:\d+)\]/.exec(readFileSync(`${file}.result`, "utf8"))?.[1]
					: undefined;
				expect(problems).not.toEqual([]);
				if (wanted !== undefined) expect(problems.map((problem) => placeOf(text, problem))).toContain(wanted);
			});
		});
	}
});
