/** What the reference tools accept parses without a mistake; what they reject for its grammar does not. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { describeShared } from "../shared.ts";
import { parsers, treeMistakes } from "./parsers.ts";

function filesBelow(directory: string, extension: string): string[] {
	return readdirSync(directory)
		.map((name) => path.join(directory, name))
		.flatMap((file) => (statSync(file).isDirectory() ? filesBelow(file, extension) : file.endsWith(extension) ? [file] : []));
}

/** Every mistake in any of the files: as its tree marks them. */
function mistakes(language: "wit" | "wac", directory: string, files: readonly string[]): string[] {
	return files.flatMap((file) => {
		const text = readFileSync(file, "utf8");
		const tree = parsers[language].parse(text);
		const found = treeMistakes(tree.root, text);
		tree.dispose();
		return found.map((mistake) => `${path.relative(directory, file)}:${mistake}`);
	});
}

describeShared("valid WIT of the reference parser", "conformance/wit-parser/valid", (directory) => {
	it("has no mistake", () => {
		const files = filesBelow(directory, ".wit");
		expect(files.length).toBeGreaterThan(40);
		expect(mistakes("wit", directory, files)).toEqual([]);
	});
});

describeShared("published WIT", "corpus", (directory) => {
	it("has no mistake", () => {
		const files = filesBelow(directory, ".wit");
		expect(files.length).toBeGreaterThan(20);
		expect(mistakes("wit", directory, files)).toEqual([]);
	});
});

/** The cases that the reference parser rejects before it looks at what names mean. */
const SYNTACTIC =
	/^(?:expected (?!.*does not exist)|unterminated|unknown attribute|unexpected|found .* but|identifiers must|.*cannot place)/;

describeShared("WIT that the reference parser rejects for its grammar", "conformance/wit-parser/parse-fail", (directory) => {
	it("has a mistake in each file", () => {
		const cases = readdirSync(directory).filter((name) => name.endsWith(".wit") && statSync(path.join(directory, name)).isFile());
		const syntactic = cases.filter((name) => SYNTACTIC.test(readFileSync(path.join(directory, `${name}.result`), "utf8")));
		expect(syntactic.length).toBeGreaterThan(5);
		const clean = syntactic.filter((name) => mistakes("wit", directory, [path.join(directory, name)]).length === 0);
		expect(clean).toEqual([]);
	});
});

describeShared("WAC of the reference composer", "conformance/wac", (directory) => {
	const files = filesBelow(directory, ".wac");

	it("has no mistake where it is valid, or wrong only in what its names mean", () => {
		const parseable = files.filter((file) => !file.includes(`${path.sep}parser${path.sep}fail${path.sep}`));
		expect(parseable.length).toBeGreaterThan(40);
		expect(mistakes("wac", directory, parseable)).toEqual([]);
	});

	it("has a mistake where the composer's parser finds one, but for empty bodies and versions, which the grammar leaves to it", () => {
		const failing = files.filter((file) => file.includes(`${path.sep}parser${path.sep}fail${path.sep}`));
		const clean = failing.filter((file) => mistakes("wac", directory, [file]).length === 0).map((file) => path.basename(file));
		expect(clean.sort()).toEqual(["empty-enum.wac", "empty-flags.wac", "empty-record.wac", "invalid-path-semver.wac"]);
	});
});
