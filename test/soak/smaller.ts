/** Makes WIT that two sides disagree on smaller: whole files first, then whole statements, then runs of words. */

import type { WitFile } from "../../server/wit/index.ts";
import type { WitCase } from "../conformance/reference.ts";

/** The smallest case found in `most` tries that still `fails`; the case itself fails. */
export async function smallerWit(found: WitCase, fails: (smaller: WitCase) => Promise<boolean>, most = 1500): Promise<WitCase> {
	let best = found;
	let tries = 0;
	const attempt = async (candidate: WitCase): Promise<boolean> => {
		if (tries++ >= most || !(await fails(candidate))) return false;
		best = candidate;
		return true;
	};
	for (let index = found.dependencies.length - 1; index >= 0; index--) {
		await attempt({ ...best, dependencies: best.dependencies.filter((_, other) => other !== index) });
	}
	for (let before = ""; before !== sizeOf(best) && tries < most; ) {
		before = sizeOf(best);
		for (const path of pathsOf(best)) {
			await attempt(withoutFile(best, path));
			await dropStatements(path);
			await shorten(path);
		}
	}
	return best;

	/** Leaves out statements, the longest first, with all that is in them. */
	async function dropStatements(path: string): Promise<void> {
		for (let done = false; !done; ) {
			done = true;
			for (const text of statementsIn(textOf(best, path))) {
				if (
					await attempt(
						withText(
							best,
							path,
							textOf(best, path).replace(text, () => ""),
						),
					)
				)
					done = false;
			}
		}
	}

	/** Leaves out runs of words, each half as long as the ones before. */
	async function shorten(path: string): Promise<void> {
		let parts = textOf(best, path).split(/(?<=\s)(?=\S)|(?<=[^\w-])(?=\S)|(?<=\S)(?=[^\w\s-])/);
		for (let length = Math.min(16, parts.length >> 1); length >= 1; length >>= 1) {
			for (let at = 0; at < parts.length && tries < most; ) {
				const rest = [...parts.slice(0, at), ...parts.slice(at + length)];
				if (await attempt(withText(best, path, rest.join("")))) parts = rest;
				else at += length;
			}
		}
	}
}

function pathsOf({ files, dependencies }: WitCase): readonly string[] {
	return [...files, ...dependencies.flat()].map(({ path }) => path);
}

function textOf({ files, dependencies }: WitCase, path: string): string {
	return [...files, ...dependencies.flat()].find((file) => file.path === path)?.text ?? "";
}

function sizeOf({ files, dependencies }: WitCase): string {
	return JSON.stringify([files, dependencies]);
}

function withText({ files, dependencies }: WitCase, path: string, text: string): WitCase {
	const change = (file: WitFile): WitFile => (file.path === path ? { ...file, text } : file);
	return { files: files.map(change), dependencies: dependencies.map((one) => one.map(change)) };
}

function withoutFile({ files, dependencies }: WitCase, path: string): WitCase {
	const keep = (file: WitFile): boolean => file.path !== path;
	const left = files.filter(keep);
	// A package of no file is another question.
	return {
		files: left.length === 0 ? files : left,
		dependencies: dependencies.map((one) => one.filter(keep)).filter((one) => one.length > 0),
	};
}

/** The files one after the other, each under its path. */
export function printWit({ files, dependencies }: WitCase): string {
	return [...files, ...dependencies.flat()].map(({ path, text }) => `//- ${path}\n${text}`).join("\n");
}

/** The statements and parts of a text that end in `;`, `,` or the `}` of what they open, the longest first. */
export function statementsIn(text: string): readonly string[] {
	const found: string[] = [];
	const open: number[] = [];
	let start = 0;
	for (const { 0: mark, index } of text.matchAll(/[{};,]/g)) {
		if (mark === "{") {
			open.push(start);
			start = index + 1;
			continue;
		}
		found.push(text.slice(start, mark === "}" ? index : index + 1));
		if (mark === "}") found.push(text.slice(open.pop() ?? 0, index + 1));
		start = index + 1;
	}
	return [...new Set(found)].filter((each) => each.trim() !== "").toSorted((a, b) => b.length - a.length);
}
