/** What a soak found, as tables. */
import { rules } from "../../server/ide/diagnostics/index.ts";
import type { Disagreement, SoakCheck, Tally } from "./check.ts";

interface Outcome {
	readonly check: SoakCheck;
	readonly tally: Tally;
	readonly disagreements: readonly Disagreement[];
	/** Milliseconds. */
	readonly spent: number;
}

/** One row a check: cases, what became of them, disagreements, seconds. */
export function summary(outcomes: readonly Outcome[]): string {
	const rows = outcomes.map(({ check, tally, disagreements, spent }) => {
		const counts = [...tally.counts].filter(([name]) => name !== "cases").map(([name, count]) => `${count} ${name}`);
		return [
			check.name,
			String(tally.counts.get("cases") ?? 0),
			counts.join(", "),
			String(disagreements.length),
			(spent / 1000).toFixed(0),
		];
	});
	return table([["check", "cases", "of them", "disagreements", "s"], ...rows]);
}

/** How often each rule of ours and each message of the other side was met, with the rules that never were. */
export function coverage(tallies: readonly Tally[]): string {
	const all = new Map<string, Map<string, number>>([["rule", new Map(rules.map(({ code }) => [code, 0]))]]);
	for (const { met } of tallies) {
		for (const [heading, names] of met) {
			const group = all.get(heading) ?? new Map<string, number>();
			all.set(heading, group);
			for (const [name, count] of names) group.set(name, (group.get(name) ?? 0) + count);
		}
	}
	return [...all]
		.map(([heading, names]) => {
			const sorted = [...names].toSorted((a, b) => b[1] - a[1]);
			const never = sorted.filter(([, count]) => count === 0).map(([name]) => name);
			const rows = sorted.filter(([, count]) => count > 0).map(([name, count]) => [String(count), name]);
			return `met by heading "${heading}": ${rows.length} kinds${never.length > 0 ? `; never: ${never.join(", ")}` : ""}\n${table(rows)}`;
		})
		.join("\n\n");
}

function table(rows: readonly (readonly string[])[]): string {
	const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
	return rows
		.map((row) =>
			row
				.map((cell, column) => (/^\d+$/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
				.join("  ")
				.trimEnd(),
		)
		.join("\n");
}
