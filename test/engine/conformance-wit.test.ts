import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { WitFile } from "../../server/engine/index.ts";
import { describeShared } from "../shared.ts";
import { composer, expectFault, expectValue, place } from "./engines.ts";

/** What the suite calls valid and the parser has come to refuse; before, only the encoder did. */
const REFUSED_SINCE: Readonly<Record<string, string>> = { "multi-file": "empty record" };

describeShared("wit-parser's own suite", "conformance/wit-parser", (directory) => {
	const cases = (kind: string) => {
		const folder = path.join(directory, kind);
		return readdirSync(folder)
			.filter((name) => name.endsWith(".wit") || statSync(path.join(folder, name)).isDirectory())
			.map((name) => path.join(kind, name));
	};

	it.each(cases("valid"))("%s", (name) => {
		const answer = check(path.join(directory, name));
		const refused = REFUSED_SINCE[path.basename(name)];
		if (refused === undefined) expectValue(answer);
		else expect(expectFault(answer).message).toBe(refused);
	});

	it.each(cases("parse-fail"))("%s", (name) => {
		const at = path.join(directory, name);
		const fault = expectFault(check(at));
		const expected = readFileSync(at.endsWith(".wit") ? `${at}.result` : `${at}.wit.result`, "utf8");
		const found = / {5}--> (\S+):(\d+:\d+)$/m.exec(expected);
		if (found === null) return;
		const [label] = fault.labels;
		expect(label?.path).toBe(path.relative(directory, path.join(directory, `${found[1]}`.replace("tests/ui/", ""))));
		expect(place(readFileSync(path.join(directory, label?.path ?? ""), "utf8"), label?.start)).toBe(found[2]);
	});

	const check = (at: string) => composer.checkWit(filesAt(at), dependenciesOf(at), ["active"]);

	/** A file, or the WIT files that stand directly in a folder, by their paths in the suite. */
	function filesAt(at: string): WitFile[] {
		const paths = at.endsWith(".wit") ? [at] : readdirSync(at).map((name) => path.join(at, name));
		return paths
			.filter((file) => file.endsWith(".wit") && statSync(file).isFile())
			.map((file) => ({ path: path.relative(directory, file), text: readFileSync(file, "utf8") }));
	}

	function dependenciesOf(at: string): WitFile[][] {
		const folder = path.join(at, "deps");
		if (at.endsWith(".wit") || !existsSync(folder)) return [];
		const packages = readdirSync(folder).map((name) => path.join(folder, name));
		return packages.filter((one) => one.endsWith(".wit") || statSync(one).isDirectory()).map(filesAt);
	}
});
