/** Whatever lies in `deps/` is found alike by all that read a package: `describe`, `bindings` and `check`. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { readPackage, readPackageFiles } from "../../client/run/index.ts";
import { check, localDisk } from "../../server/check.ts";
import { runTools } from "./tools.ts";

const { composer } = runTools();
const DEPENDENCY = "package other:pkg@1.0.0;\ninterface things {\n\ttype thing = u32;\n}\n";

function encoded(): Uint8Array {
	const answer = composer.encodeWit([{ path: "other.wit", text: DEPENDENCY }], [], []);
	if (!answer.ok) throw new Error(answer.fault.message);
	return answer.value;
}

function asText(): string {
	const answer = composer.printWat(encoded());
	if (!answer.ok) throw new Error(answer.fault.message);
	return answer.value;
}

const ways: readonly (readonly [string, (deps: string) => void])[] = [
	["a file", (deps) => writeFileSync(path.join(deps, "other.wit"), DEPENDENCY)],
	["a folder", (deps) => folderWithDependency(path.join(deps, "other"))],
	["a binary package", (deps) => writeFileSync(path.join(deps, "other.wasm"), encoded())],
	["a package in text form", (deps) => writeFileSync(path.join(deps, "other.wat"), asText())],
	[
		"a link to a folder",
		(deps) => {
			const elsewhere = path.join(deps, "../elsewhere");
			folderWithDependency(elsewhere);
			symlinkSync(elsewhere, path.join(deps, "other"));
		},
	],
];

function folderWithDependency(folder: string): void {
	mkdirSync(folder);
	writeFileSync(path.join(folder, "other.wit"), DEPENDENCY);
}

it.each(ways)("finds a dependency that is %s", (_what, put) => {
	const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
	mkdirSync(path.join(folder, "deps"));
	writeFileSync(path.join(folder, "main.wit"), "package a:b;\nworld w {\n\timport other:pkg/things@1.0.0;\n}\n");
	put(path.join(folder, "deps"));
	for (const place of [folder, path.join(folder, "main.wit")]) {
		expect(readPackage(composer, place)).toMatchObject({ ok: true });
		const read = readPackageFiles(() => composer, place);
		const texts = read.ok ? read.dependencies.map((files) => files.map(({ text }) => text).join("")) : [];
		expect(texts).toEqual([expect.stringContaining("package other:pkg@1.0.0;")]);
	}
	const { diagnostics } = check(localDisk, [folder], {
		features: "all",
		dependencyDirectory: null,
		readBinary: (file, bytes) => {
			const binary = file.endsWith(".wat")
				? composer.parseWat(new TextDecoder().decode(bytes))
				: { ok: true as const, value: bytes };
			const text = binary.ok ? composer.componentWit(binary.value) : binary;
			return text.ok ? text.value : null;
		},
		engine: () => composer,
	});
	expect(diagnostics).toEqual([]);
});
