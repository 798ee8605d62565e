import { describe, expect, it } from "vitest";
import { readWit } from "../../server/wit/index.ts";

describe("a comment of very many lines", () => {
	it("is read as documentation", () => {
		const lines = 200_000;
		const { items } = readWit(
			"a.wit",
			`package a:b;\n${"///   indented\n".repeat(lines)}${"//\n".repeat(lines)}interface i {}\n`,
		);
		const first = items.find((item) => item.kind === "interface");
		expect(first?.docs?.text.split("\n").length).toBe(lines);
		expect(first?.docs?.text.startsWith("indented\nindented\n")).toBe(true);
	});
});
