import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bindingsFolder, writeBindings } from "../../server/bindings/index.ts";

const LINE = "// Made by Witness for components that implement the world `w` of a:b. Edits are overwritten.\n";
let folder = "";

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), "witness-bindings-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function all(): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
		.sort();
}

const world = { path: "guest/w/w.d.ts", text: `${LINE}world` };
const types = { path: "guest/w/interfaces/a-b-types.d.ts", text: `${LINE}types` };

describe("writing bindings", () => {
	it("writes files, then only those whose text changed, and removes what is made no more", () => {
		const out = path.join(folder, "out");
		expect(writeBindings(out, [world, types])).toEqual({
			ok: true,
			written: [world.path, types.path],
			unchanged: [],
			removed: [],
		});
		const old = new Date(2001, 1, 1);
		utimesSync(path.join(out, types.path), old, old);
		expect(writeBindings(out, [{ ...world, text: `${LINE}new` }, types])).toMatchObject({
			written: [world.path],
			unchanged: [types.path],
		});
		expect(readFileSync(path.join(out, world.path), "utf8")).toBe(`${LINE}new`);
		expect(statSync(path.join(out, types.path)).mtime).toEqual(old);
		expect(writeBindings(out, [world])).toMatchObject({ written: [world.path], removed: [types.path] });
		expect(all()).toEqual(["out/guest/w/w.d.ts"]);
	});

	it("leaves somebody's own files alone", () => {
		mkdirSync(path.join(folder, "guest/w"), { recursive: true });
		writeFileSync(path.join(folder, "guest/w/notes.md"), "mine");
		expect(writeBindings(folder, [world])).toMatchObject({ ok: true, removed: [] });
		writeFileSync(path.join(folder, world.path), "export {};");
		expect(writeBindings(folder, [world, types])).toEqual({
			ok: false,
			message: `not made from this world, so not overwritten: ${path.join(folder, world.path)}; move it or choose another output folder`,
		});
		expect(all()).toEqual(["guest/w/notes.md", "guest/w/w.d.ts"]);
		writeFileSync(path.join(folder, world.path), LINE.replace("a:b", "c:d"));
		expect(writeBindings(folder, [world])).toMatchObject({ ok: false });
	});

	it("writes nothing through a link out of the output folder", () => {
		mkdirSync(path.join(folder, "elsewhere"));
		mkdirSync(path.join(folder, "out"));
		symlinkSync(path.join(folder, "elsewhere"), path.join(folder, "out/guest"), "dir");
		expect(writeBindings(path.join(folder, "out"), [world])).toMatchObject({
			ok: false,
			message: expect.stringContaining("is outside of the output folder"),
		});
		expect(writeBindings(path.join(folder, "out"), [{ ...world, path: "../up/x.d.ts" }])).toMatchObject({ ok: false });
		expect(all()).toEqual([]);
	});

	it("leaves nothing half-written where a file cannot be", () => {
		writeFileSync(path.join(folder, "blocked"), "");
		const blocked = { path: "blocked/w/w.d.ts", text: LINE };
		expect(writeBindings(folder, [world, blocked])).toMatchObject({
			ok: false,
			message: expect.stringContaining("could not be written"),
		});
		expect(all()).toEqual(["blocked"]);
		expect(existsSync(path.join(folder, world.path))).toBe(false);
	});

	it("says that a name is too long, and leaves no folder behind", () => {
		const long = "w".repeat(246);
		const answer = writeBindings(path.join(folder, "deep/out"), [world, { path: `guest/${long}/${long}.d.ts`, text: LINE }]);
		expect(answer).toMatchObject({ ok: false, message: expect.stringContaining("ENAMETOOLONG") });
		expect(readdirSync(folder)).toEqual([]);
	});

	it("makes no folder for nothing", () => {
		expect(writeBindings(path.join(folder, "out"), [])).toEqual({ ok: true, written: [], unchanged: [], removed: [] });
		expect(existsSync(path.join(folder, "out"))).toBe(false);
	});

	it("has a folder for each package", () => {
		const at = (place: string, setting?: string) => bindingsFolder(path.resolve(place), setting);
		expect(at("/repo/shop/wit")).toBe(path.resolve("/repo/shop/bindings"));
		expect(at("/repo/shop/wit/shop.wit")).toBe(path.resolve("/repo/shop/bindings"));
		expect(at("/repo/shop", "types")).toBe(path.resolve("/repo/shop/types"));
		expect(at("/repo/shop/wit", path.resolve("/out"))).toBe(path.resolve("/out"));
	});
});
