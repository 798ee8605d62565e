/**
 * `--trace-control FILE`: what is recorded is switched while the program runs, by what somebody writes into a file. Standard input belongs to the guest,
 * and a signal cannot say which edge is meant and is not there on every system; a file can be written by any shell, editor or script.
 */
import { readFileSync } from "node:fs";
import type { Problem, Run } from "../run/index.ts";
import { type EdgeRule, readEdgeRule } from "../trace/index.ts";

/** In milliseconds. */
const LOOK_EVERY = 200;

/** Follows the file until what is answered is called. One that is not there yet is waited for. `problem` is told what is wrong with a line. */
export function followControl(file: string, run: Pick<Run, "setRules">, problem: (problem: Problem) => void): () => void {
	let before = "";
	const apply = (): void => {
		const text = textOf(file);
		if (text === before) return;
		before = text;
		const rules = rulesOf(text, (line, message) => problem({ where: `${file}:${line}`, message, help: HELP, status: 1 }));
		const stray = rules.length === 0 ? [] : (run.setRules(rules) ?? []);
		for (const pattern of stray) {
			problem({ where: file, message: `no edge of this program is meant by ${JSON.stringify(pattern)}`, help: HELP, status: 1 });
		}
	};
	apply();
	// It is small, and looking at it misses nothing, whatever the file system tells of changes.
	const timer = setInterval(apply, LOOK_EVERY);
	return () => clearInterval(timer);
}

const HELP = "each line is PATTERN=MODE, such as 'pricing#price=time'; `witness describe FILE --link` lists the edges";

/** The rules in a text, a line each; empty lines and those that begin with `#` and a space say nothing. `wrong` is told lines from 1. */
function rulesOf(text: string, wrong: (line: number, message: string) => void): readonly EdgeRule[] {
	return text.split(/\r?\n/).flatMap((line, index) => {
		if (line.trim() === "" || /^\s*#(\s|$)/.test(line)) return [];
		const read = readEdgeRule(line);
		if (read.ok) return [read.rule];
		wrong(index + 1, read.message);
		return [];
	});
}

function textOf(file: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}
