/** The report: one HTML file with everything in it, no scripts, for light and dark screens and for paper. */
import type { Line, Result, Rival } from "./row.ts";
import { type Spread, spreadOf } from "./samples.ts";
import { figureOf, ratio } from "./table.ts";

export interface Report {
	readonly title: string;
	/** What is typed to measure the same again. */
	readonly command: string;
	readonly machine: string;
	readonly date: Date;
	readonly results: readonly Result[];
}

export function reportHtml({ title, command, machine, date, results }: Report): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="note">Each figure is the median; in small type the least and the greatest of the samples, and their number. A factor is how many times
longer, or larger, than the figure at the head of its table. Bars are logarithmic, from one line to the next it is tenfold; the thin line on a bar goes
from the least to the greatest.</p>
${results.map(section).join("\n")}
<h2>Machine and method</h2>
<p>${escaped(machine)}. Measured on ${date.toISOString().slice(0, 16).replace("T", " ")} UTC. All ways took turns in one run, so that whatever else the machine did met
all of them alike: a factor says more than a figure. To measure it again:</p>
<pre>${escaped(command)}</pre>
</body>
</html>
`;
}

function section({ name, title, measured }: Result): string {
	// A call is written as it is typed.
	const heading = `<h2>${escaped(name === "call" ? title : sentence(title))}</h2>`;
	if ("skipped" in measured) return `${heading}\n<p>Not measured: ${escaped(measured.skipped)}.</p>`;
	return `${heading}\n${measured.lines.map(table).join("\n")}\n<p class="note">${escaped(sentence(measured.how))}</p>`;
}

function table({ what, unit, samples, rivals }: Line): string {
	const own = spreadOf(samples);
	const spreads = [own, ...rivals.flatMap((rival) => ("samples" in rival ? [spreadOf(rival.samples)] : []))];
	const scale = scaleOf(spreads.flatMap(({ min, max }) => [min, max]));
	const rows = rivals.toSorted((one, other) => orderOf(one) - orderOf(other)).map((rival) => rivalRow(rival, own, unit, scale));
	return `<table>
<thead><tr><th scope="col">way</th><th scope="col" class="figure">median</th><th scope="col" class="figure">factor</th><td class="bar">${axis(scale, unit)}</td></tr></thead>
<tbody>
<tr class="own"><th scope="row">${escaped(what)}</th><td class="figure">${figure(own, unit)}</td><td class="figure">1</td><td class="bar">${bar(own, scale)}</td></tr>
${rows.join("\n")}
</tbody>
</table>`;
}

/** The fastest first, those that are absent last. */
function orderOf(rival: Rival): number {
	return "samples" in rival ? spreadOf(rival.samples).median : Number.POSITIVE_INFINITY;
}

/** What was measured is told as a part of a table elsewhere: here it stands by itself. */
function sentence(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function rivalRow(rival: Rival, own: Spread, unit: Line["unit"], scale: Scale): string {
	const name = `<th scope="row">${escaped(rival.name)}</th>`;
	if ("absent" in rival) return `<tr class="absent">${name}<td colspan="3">${escaped(rival.absent)}</td></tr>`;
	const theirs = spreadOf(rival.samples);
	const factor = ratio(theirs.median / own.median).replace(" x", "");
	return `<tr>${name}<td class="figure">${figure(theirs, unit)}</td><td class="figure">${factor}</td><td class="bar">${bar(theirs, scale)}</td></tr>`;
}

function figure({ median, min, max, count }: Spread, unit: Line["unit"]): string {
	const text = figureOf(unit);
	return `${text(median)}<small>${text(min)} – ${text(max)}, ${count}</small>`;
}

/** The powers of ten that a table spans. */
interface Scale {
	readonly from: number;
	readonly to: number;
}

function scaleOf(values: readonly number[]): Scale {
	const powers = values.filter((value) => value > 0).map(Math.log10);
	const from = Math.floor(Math.min(...powers)) - 1;
	return { from, to: Math.max(Math.ceil(Math.max(...powers)), from + 2) };
}

/** Where a value is on the scale, in percent of its width. */
function place(value: number, { from, to }: Scale): string {
	return value > 0 ? Math.max(0, ((Math.log10(value) - from) / (to - from)) * 100).toFixed(1) : "0";
}

/** The powers of ten between the ends of a scale. */
function steps({ from, to }: Scale): readonly number[] {
	return Array.from({ length: to - from - 1 }, (_, index) => 10 ** (from + index + 1));
}

/** What the lines stand for; of many every second one, so that they do not meet. */
function axis(scale: Scale, unit: Line["unit"]): string {
	const text = figureOf(unit);
	const all = steps(scale);
	const labels = all.map((value, index) =>
		all.length > 5 && index % 2 === 1
			? ""
			: `<text x="${place(value, scale)}%" y="12">${text(value).replace(/\.0+(?= )/, "")}</text>`,
	);
	return `<svg height="16" aria-hidden="true">${labels.join("")}</svg>`;
}

function bar({ median, min, max }: Spread, scale: Scale): string {
	const lines = steps(scale).map((value) => {
		const x = `${place(value, scale)}%`;
		return `<line x1="${x}" x2="${x}" y1="0" y2="18"/>`;
	});
	const spread = `<line class="spread" x1="${place(min, scale)}%" x2="${place(max, scale)}%" y1="9" y2="9"/>`;
	return `<svg height="18" aria-hidden="true">${lines.join("")}<rect y="3" width="${place(median, scale)}%" height="12"/>${spread}</svg>`;
}

function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const LIGHT =
	"color-scheme: light; --ink: #1c1e21; --paper: #fff; --soft: #5d6470; --line: #d6d9de; --bar: #9aa7bd; --own: #2f9461; --spread: #1c1e21;";
const DARK =
	"color-scheme: dark; --ink: #e4e6ea; --paper: #16181c; --soft: #9aa1ad; --line: #363b44; --bar: #59657a; --own: #3d9a6c; --spread: #e4e6ea;";

/** In the editor its own theme counts and not the system's: it puts a class on the body. Paper is white. */
const STYLE = `
:root { ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
body.vscode-light, body.vscode-high-contrast-light { ${LIGHT} } body.vscode-dark, body.vscode-high-contrast { ${DARK} }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; margin-top: 2rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0 1.5rem; }
th, td { text-align: left; font-weight: normal; padding: .35rem .8rem .35rem 0; border-top: 1px solid var(--line); vertical-align: middle; }
thead th, thead td { color: var(--soft); border-top: 0; } .figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.bar { width: 38%; padding-right: 0; } small { display: block; color: var(--soft); }
.own th { font-weight: 600; } .own rect { fill: var(--own); } .absent td { color: var(--soft); } .note { color: var(--soft); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 4px; }
svg { width: 100%; display: block; overflow: visible; } rect { fill: var(--bar); } line { stroke: var(--line); } line.spread { stroke: var(--spread); }
text { fill: var(--soft); font-size: 11px; text-anchor: middle; }
@media (max-width: 40rem) { td.bar { display: none; } }
@media print {
	:root, body, body[class] { ${LIGHT} }
	body { font-size: 10.5pt; margin: 0; max-width: none; padding: 0; }
	h2, thead { break-after: avoid; } tr, pre, .note { break-inside: avoid; }
}
`;
