/** Where `.wit` files are looked for, and that the search has an end. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { indexAround, WitPlaces } from "../../client/run/index.ts";

it("reads no more files than it says, however many there are in a folder", () => {
	const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
	const files: string[] = [];
	for (const name of ["a", "b", "c"]) {
		mkdirSync(path.join(folder, name));
		for (let i = 0; i < 700; i++) files.push(path.join(folder, name, `${i}.wit`));
	}
	for (const file of files) writeFileSync(file, "");
	const places = new WitPlaces();
	// Walked folder by folder: what comes after the searched part is not known, the rest is.
	indexAround(places, path.join(folder, "app.wac"), []);
	expect(files.filter((file) => places.has(file))).toHaveLength(2000);
	expect(places.has(path.join(folder, "a", "0.wit"))).toBe(true);
});
