/** Results as text for people. */
import type { Line, Result, Rival } from "./row.ts";
import { type Spread, spreadOf } from "./samples.ts";

const HEADINGS = ["", "ours", "min – max", "p95", "beside", "theirs", "min – max", "p95", "theirs : ours"];
/** The columns that hold text, which starts at the left; figures end at the right. */
const TEXTS = new Set([0, 4]);

/** How long a line of a sentence may be. */
const WIDTH = 120;

/** The table, with a line for each rival of each thing measured; below it, how it was measured. Ends with a line break. */
export function printTable(results: readonly Result[]): string {
	const cells = [HEADINGS, ...results.flatMap(rowCells)];
	const widths = HEADINGS.map((_, column) =>
		Math.max(...cells.map((row) => (row.length === 1 ? 0 : (row[column]?.length ?? 0)))),
	);
	const lines = cells.map((row) =>
		row.length === 1
			? (row[0] ?? "")
			: row
					.map((text, column) => (TEXTS.has(column) ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)))
					.join("  ")
					.trimEnd(),
	);
	// Several results may have been measured in the same way: that is said once.
	const how = new Set(results.flatMap(({ name, measured }) => ("how" in measured ? [`${name}: ${measured.how}`] : [])));
	const notes = [...how].flatMap(wrapped);
	return `${[...lines, "", ...notes].join("\n")}\n`;
}

/** A text broken into lines, all but the first set in. */
function wrapped(text: string): readonly string[] {
	const lines = [""];
	for (const word of text.split(" ")) {
		const last = lines.at(-1) ?? "";
		if (last.length + 1 + word.length > WIDTH) lines.push(`  ${word}`);
		else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
	}
	return lines;
}

/** A row of one cell goes over the whole width. */
function rowCells({ name, title, measured }: Result): readonly (readonly string[])[] {
	const heading = [`${name}: ${title}`];
	if ("skipped" in measured) return [heading, [`  skipped: ${measured.skipped}`]];
	return [heading, ...measured.lines.flatMap(lineCells)];
}

function lineCells({ what, unit, samples, rivals }: Line): readonly (readonly string[])[] {
	const ours = spreadOf(samples);
	const own = [`  ${what}`, ...spreadCells(ours, unit)];
	const again = ["", "", "", ""];
	if (rivals.length === 0) return [[...own, "no rival", "", "", "", ""]];
	return rivals.map((rival, index) => [...(index === 0 ? own : again), ...rivalCells(rival, ours, unit)]);
}

function rivalCells(rival: Rival, ours: Spread, unit: Line["unit"]): readonly string[] {
	if ("absent" in rival) return [`${rival.name}: ${rival.absent}`, "", "", "", ""];
	const theirs = spreadOf(rival.samples);
	return [rival.name, ...spreadCells(theirs, unit), ratio(theirs.median / ours.median)];
}

function spreadCells({ count, median, min, max, p95 }: Spread, unit: Line["unit"]): readonly string[] {
	const figure = figureOf(unit);
	return [figure(median), count === 1 ? "" : `${figure(min)} – ${figure(max)}`, p95 === null ? "" : figure(p95)];
}

/** How figures of a unit are written. */
export function figureOf(unit: Line["unit"]): (value: number) => string {
	switch (unit) {
		case "bytes":
			return bytes;
		case "count":
			return (value) => value.toLocaleString("en-US");
		case undefined:
			return duration;
		default: {
			const never: never = unit;
			return never;
		}
	}
}

/** Three significant digits and a unit: `435 KB`, `87.2 MB`. */
export function bytes(count: number): string {
	return count < 1e6 ? `${digits(count / 1e3)} KB` : `${digits(count / 1e6)} MB`;
}

/** Three significant digits and a unit: `17.3 ns`, `4.20 ms`, `1,200 s`. */
export function duration(ns: number): string {
	const [divisor, unit] = ns < 1e3 ? [1, "ns"] : ns < 1e6 ? [1e3, "us"] : ns < 1e9 ? [1e6, "ms"] : [1e9, "s"];
	return `${digits(ns / divisor)} ${unit}`;
}

/** How many times longer the rival takes: above 1 we are the faster. */
export function ratio(value: number): string {
	return `${digits(value)} x`;
}

function digits(value: number): string {
	if (value >= 100) return Math.round(value).toLocaleString("en-US");
	return value.toFixed(value >= 10 ? 1 : 2);
}
