/** Fixtures with their diagnostics drawn in: what the tests of rules compare. */
import { diagnoseFile } from "../../server/ide/diagnostics/index.ts";
import { buildModel, type PackageSource, readWit } from "../../server/wit/semantic/index.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { dependenciesIn, layoutOfDirectory, type PackageFolder } from "../../server/workspace/package.ts";
import { drawLabels, parseFixture } from "../fixture.ts";

export interface Drawn {
	/** The fixture with the diagnostics that were found in place of its labels. */
	readonly found: string;
	/** The fixture as it is, in the same spelling. */
	readonly expected: string;
	readonly codes: readonly string[];
	/** What is said of the places that belong to the diagnostics. */
	readonly related: readonly string[];
	/** Codes with tags, of the diagnostics that have some. */
	readonly tags: readonly string[];
}

/**
 * Checks the package in `/` with `/deps`; the feature `active` is on, as in the conformance suite. Advice is left out where it is not asked for: most fixtures are about
 * mistakes, and too small to use all that they declare.
 */
export function diagnoseFixture(text: string, advice: "with advice" | "without advice" = "without advice"): Drawn {
	const { files, labels } = parseFixture(text);
	const disk = memoryDisk(files);
	const source = ({ path, files: paths }: PackageFolder): PackageSource => ({
		path,
		files: paths.map((file) => readWit(file, files.get(file) ?? "")),
	});
	const main = source(layoutOfDirectory(disk, "/").root);
	const dependencies = dependenciesIn(disk, "/deps").map(source);
	const model = buildModel({ main, dependencies, features: new Set(["active"]), dependencyDirectory: "/deps" });
	const all = [main, ...dependencies].flatMap((entry) => entry.files);
	const found = all.flatMap((file) => diagnoseFile(model, file));
	const problems = found.filter((problem) => advice === "with advice" || problem.class !== "advice");
	const draw = (labelsOf: (path: string) => Parameters<typeof drawLabels>[1]) =>
		[...files].map(([path, content]) => `//- ${path}\n${drawLabels(content, labelsOf(path))}`).join("");
	return {
		found: draw((path) =>
			problems
				.filter((problem) => problem.path === path)
				.map(({ span, severity, message }) => ({ start: span.start, end: span.end, text: `${severity}: ${message}` })),
		),
		expected: draw((path) => labels.filter((label) => label.path === path)),
		codes: problems.map(({ code }) => code),
		related: problems.flatMap((problem) => problem.related.map(({ message }) => message)),
		tags: problems.flatMap(({ code, tags }) => (tags.length > 0 ? [`${code} ${tags.join()}`] : [])),
	};
}
