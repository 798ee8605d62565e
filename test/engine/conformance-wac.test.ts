import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { Answer, PackageBytes, WitFile } from "../../server/engine/index.ts";
import { describeShared } from "../shared.ts";
import { composer, expectFault, expectValue, place } from "./engines.ts";

describeShared("wac's own suite", "conformance/wac", (directory) => {
	const documents = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".wac"));

	it.each(documents)("%s", (file) => {
		const source = readFileSync(path.join(directory, file), "utf8");
		const folder = path.join(directory, file.slice(0, -".wac".length));
		const answer = file.startsWith("parser") ? composer.packages(source) : compose(source, folder);
		if (!file.split(path.sep).includes("fail")) {
			expectValue(answer);
			return;
		}
		const fault = expectFault(answer);
		const expected = /╭─\[[^\]]*?:(\d+):(\d+)\]/.exec(readFileSync(path.join(directory, `${file}.result`), "utf8"));
		if (expected === null) return;
		expect(place(source, fault.labels[0]?.start)).toBe(`${expected[1]}:${expected[2]}`);
	});
});

/** Composes with the packages of a folder; one that cannot be made binary is a fault where the document names it first. */
function compose(source: string, folder: string): Answer<unknown> {
	const dependencies: PackageBytes[] = [];
	for (const [name, answer] of packagesIn(folder)) {
		if (answer.ok) {
			dependencies.push({ name, bytes: answer.value });
			continue;
		}
		const mentions = expectValue(composer.packages(source)).filter((mention) => mention.name === name);
		return { ok: false, fault: { ...answer.fault, labels: mentions.map(({ start, end }) => ({ start, end })) } };
	}
	return composer.compose(source, dependencies);
}

/** The packages of a folder by name: `<namespace>/<name>.{wat,wasm,wit}` (deeper for names of more parts), or a folder of WIT files. */
function packagesIn(folder: string): Map<string, Answer<Uint8Array>> {
	const found = new Map<string, Answer<Uint8Array>>();
	const texts = new Map<string, WitFile[]>();
	const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
	for (const file of files) {
		const parts = file.replace(/\.\w+$/, "").split(path.sep);
		const contents = () => readFileSync(path.join(folder, file));
		if (file.endsWith(".wasm")) found.set(parts.join(":"), { ok: true, value: new Uint8Array(contents()) });
		if (file.endsWith(".wat")) found.set(parts.join(":"), composer.parseWat(contents().toString()));
		if (file.endsWith(".wit")) {
			const name = parts.slice(0, 2).join(":");
			texts.set(name, [...(texts.get(name) ?? []), { path: file, text: contents().toString() }]);
		}
	}
	for (const [name, wit] of texts) found.set(name, composer.encodeWit(wit, [], []));
	return found;
}
