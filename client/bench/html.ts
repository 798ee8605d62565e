/** The report: one HTML file with everything in it, no scripts, for light and dark screens and for paper. */
import type { Line, Result, Rival } from "./row.ts";
import { type Spread, spreadOf } from "./samples.ts";
import { bytes, duration, ratio } from "./table.ts";

export interface Report {
	readonly title: string;
	readonly machine: string;
	readonly date: Date;
	readonly results: readonly Result[];
}

export function reportHtml({ title, machine, date, results }: Report): string {
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
longer, or larger, than the figure at the head of its table. The bars are logarithmic: each grey line is ten times the one before.</p>
${results.map(section).join("\n")}
<h2>Machine</h2>
<p>${escaped(machine)}. Measured on ${date.toISOString().slice(0, 16).replace("T", " ")} UTC. All ways took turns in one run, so that whatever else the machine did met
all of them alike: a factor says more than a figure.</p>
</body>
</html>
`;
}

function section({ title, measured }: Result): string {
	const heading = `<h2>${escaped(title)}</h2>`;
	if ("skipped" in measured) return `${heading}\n<p>Not measured: ${escaped(measured.skipped)}.</p>`;
	return `${heading}\n${measured.lines.map(table).join("\n")}\n<p class="note">${escaped(measured.how)}</p>`;
}

function table({ what, unit, samples, rivals }: Line): string {
	const own = spreadOf(samples);
	const medians = [own, ...rivals.flatMap((rival) => ("samples" in rival ? [spreadOf(rival.samples)] : []))].map(
		({ median }) => median,
	);
	const scale = scaleOf(medians);
	const rows = rivals.map((rival) => rivalRow(rival, own, unit, scale));
	return `<table>
<thead><tr><th scope="col">way</th><th scope="col" class="figure">median</th><th scope="col" class="figure">factor</th><th scope="col">on a logarithmic scale</th></tr></thead>
<tbody>
<tr class="own"><th scope="row">${escaped(what)}</th><td class="figure">${figure(own, unit)}</td><td class="figure">1</td><td>${bar(own.median, scale)}</td></tr>
${rows.join("\n")}
</tbody>
</table>`;
}

function rivalRow(rival: Rival, own: Spread, unit: Line["unit"], scale: Scale): string {
	const name = `<th scope="row">${escaped(rival.name)}</th>`;
	if ("absent" in rival) return `<tr class="absent">${name}<td colspan="3">${escaped(rival.absent)}</td></tr>`;
	const theirs = spreadOf(rival.samples);
	const factor = ratio(theirs.median / own.median).replace(" x", "");
	return `<tr>${name}<td class="figure">${figure(theirs, unit)}</td><td class="figure">${factor}</td><td>${bar(theirs.median, scale)}</td></tr>`;
}

function figure({ median, min, max, count }: Spread, unit: Line["unit"]): string {
	const text = unit === "bytes" ? bytes : duration;
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

function bar(value: number, { from, to }: Scale): string {
	const place = (power: number) => (((power - from) / (to - from)) * 100).toFixed(1);
	const lines = Array.from(
		{ length: to - from - 1 },
		(_, index) => `<line x1="${place(from + index + 1)}%" x2="${place(from + index + 1)}%" y1="0" y2="14"/>`,
	);
	const width = value > 0 ? place(Math.log10(value)) : "0";
	return `<svg height="14" role="img" aria-label="bar">${lines.join("")}<rect width="${width}%" height="14"/></svg>`;
}

function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c1e21; --paper: #fff; --soft: #5d6470; --line: #d6d9de; --bar: #9aa7bd; --own: #1f7a4d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e6ea; --paper: #16181c; --soft: #9aa1ad; --line: #363b44; --bar: #59657a; --own: #49b382; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; margin-top: 2rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; }
th, td { text-align: left; font-weight: normal; padding: .35rem .6rem .35rem 0; border-top: 1px solid var(--line); vertical-align: middle; }
thead th { color: var(--soft); border-top: 0; } .figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td:last-child { width: 38%; padding-right: 0; } small { display: block; color: var(--soft); }
.own th { font-weight: 600; } .own rect { fill: var(--own); } .absent td { color: var(--soft); } .note { color: var(--soft); }
svg { width: 100%; display: block; } rect { fill: var(--bar); } line { stroke: var(--line); }
`;
