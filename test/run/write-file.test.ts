/** What is written takes the place of what was there at once, or not at all. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkWritable, writeWhole } from "../../client/run/index.ts";
import { files } from "./guests.ts";

const at = files({ "there.txt": "old", "linked.txt": "old", "kept.txt": "old", "private.txt": "old", "file.txt": "" });
const names = () => readdirSync(path.dirname(at("there.txt")));

describe("writing a file", () => {
	it("makes its folder, and replaces what was there", () => {
		expect(writeWhole(at("new/folder/a.txt"), ["one ", "two"])).toBeNull();
		expect(writeWhole(at("there.txt"), new TextEncoder().encode("new"))).toBeNull();
		expect([readFileSync(at("new/folder/a.txt"), "utf8"), readFileSync(at("there.txt"), "utf8")]).toEqual(["one two", "new"]);
	});

	it("goes through a link, and leaves the permissions as they were", () => {
		symlinkSync(at("linked.txt"), at("link"));
		chmodSync(at("linked.txt"), 0o640);
		expect(writeWhole(at("link"), ["new"])).toBeNull();
		expect(lstatSync(at("link")).isSymbolicLink()).toBe(true);
		expect(readFileSync(at("linked.txt"), "utf8")).toBe("new");
		expect(statSync(at("linked.txt")).mode & 0o777).toBe(0o640);
	});

	it("writes to a device instead of replacing it", () => {
		expect(writeWhole("/dev/null", ["gone"])).toBeNull();
		expect(checkWritable("/dev/null")).toBeNull();
		expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
	});

	it.runIf(existsSync("/dev/stdout"))("writes to a pipe that only has a descriptor", () => {
		const script = `import { checkWritable, writeWhole } from ${JSON.stringify(new URL("../../client/run/write-file.ts", import.meta.url).href)};
			process.stderr.write(JSON.stringify([checkWritable("/dev/stdout"), writeWhole("/dev/stdout", ["through ", "it"])]));`;
		const shell = `"$0" --no-warnings --input-type=module -e "$1" | cat`;
		const { stdout, stderr } = spawnSync("sh", ["-c", shell, process.execPath, script], { encoding: "utf8" });
		expect([stdout, stderr]).toEqual(["through it", "[null,null]"]);
	});

	it("leaves the old file, and nothing else, where the content breaks off", () => {
		function* breaksOff() {
			yield "half";
			throw new Error("out of ideas");
		}
		expect(writeWhole(at("kept.txt"), breaksOff())?.message).toContain("out of ideas");
		expect(readFileSync(at("kept.txt"), "utf8")).toBe("old");
		expect(names().filter((name) => name.endsWith(".part"))).toEqual([]);
	});

	it.each([
		["no name", () => "", "the name of the file to write is empty"],
		["a folder", () => path.dirname(at("there.txt")), "the file cannot be written: a folder has this name"],
		["a file as a folder", () => at("file.txt/a"), "a part of its path is a file, not a folder"],
		["a name that is too long", () => at("x".repeat(300)), "its name is too long"],
	])("says why it cannot: %s", (_what, file, message) => {
		for (const problem of [writeWhole(file(), ["text"]), checkWritable(file())]) {
			expect(problem?.message).toContain(message);
			expect(problem?.status).toBe(2);
		}
	});

	it("finds out without a trace", () => {
		expect(checkWritable(at("later.txt"))).toBeNull();
		expect(checkWritable(at("missing/folders/later.txt"))).toBeNull();
		expect(checkWritable(at("file.txt/folder/later.txt"))?.message).toContain("a part of its path is a file, not a folder");
		expect(existsSync(at("missing"))).toBe(false);
		expect(existsSync(at("later.txt"))).toBe(false);
		expect(names().filter((name) => name.endsWith(".part"))).toEqual([]);
	});
});
