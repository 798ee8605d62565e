/** Files that the language server does not look at, and says so: it answers all the same. */
import { expect, it } from "vitest";
import { connect } from "./session.ts";

it("names a document that is too large, and goes on with the others", async () => {
	const client = await connect({ "/w/b.wit": "package a:b;\ninterface small { f: func(x: nope); }\n" });
	const uri = "file:///w/a.wit";
	await client.open(uri, `package a:b;\n${"interface i { f: func(x: u32); }\n".repeat(330_000)}`);
	const large = await client.until(uri, ({ diagnostics }) => diagnostics.length > 0);
	expect(large.map(({ code, message }) => `${String(code)}: ${message}`)).toEqual([
		"unreadable-file: This file is larger than 4 MB, which is more than the editor looks at. Split it; `witness check` takes 16 MB.",
	]);
	const small = await client.until("file:///w/b.wit", ({ diagnostics }) => diagnostics.length > 0);
	expect(small.map(({ code }) => code)).toContain("unresolved-name");
	expect(
		await client.connection.sendRequest("textDocument/hover", { textDocument: { uri }, position: { line: 1, character: 12 } }),
	).toBeNull();
	client.close();
});

it("tells at which byte a file of a dependency is no text", async () => {
	const bytes = Uint8Array.from([...new TextEncoder().encode("package d:d;\n// é"), 0xff, 0x0a]);
	const client = await connect({ "/w/deps/d/d.wit": bytes });
	await client.open("file:///w/a.wit", "package a:b;\n");
	const uri = "file:///w/deps/d/d.wit";
	const [found] = await client.until(uri, ({ diagnostics }) => diagnostics.length > 0);
	expect([found?.code, found?.range.start]).toEqual(["invalid-utf8", { line: 1, character: 4 }]);
	client.files.set("/w/deps/d/d.wit", "package d:d;\n// é\n");
	await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] });
	await client.until(uri, ({ diagnostics }) => diagnostics.length === 0);
	client.close();
});

it("bears half a pair of surrogates, NUL and marks of the byte order in a document", async () => {
	const client = await connect();
	const uri = "file:///w/a.wit";
	await client.open(uri, "package a:b;\ninterface i\ud800 {}\n");
	const marked = await client.until(uri, ({ diagnostics }) => diagnostics.length > 0);
	expect(marked[0]?.code).toBe("syntax-error");
	await client.edit(uri, "\ud800", "");
	await client.until(uri, ({ diagnostics }) => diagnostics.length === 0);
	await client.edit(uri, "interface", "\u0000interface");
	await client.until(uri, ({ diagnostics }) => diagnostics.length > 0);
	client.close();
});

it("answers at a type that doubles sixty times, and at types in a circle of several ways", async () => {
	const client = await connect();
	const uri = "file:///w/a.wit";
	const doubled = Array.from({ length: 60 }, (_, index) => `record r${index + 1} { a: r${index}, b: r${index} }`).join("\n");
	const circle = "record c0 { a: c1, b: c1, c: c1 }\nrecord c1 { a: c0, b: list<c0>, c: option<c0> }";
	await client.open(uri, `package a:b;\ninterface i {\nrecord r0 { a: u8 }\n${doubled}\n${circle}\nf: func(x: r60);\n}\n`);
	for (const name of ["r60", "c0", "f"]) {
		const found: unknown = await client.connection.sendRequest(
			"textDocument/hover",
			client.at(uri, name === "f" ? "f: func" : `record ${name}`, name === "f" ? 0 : 7),
		);
		expect(JSON.stringify(found)).toContain(name);
	}
	client.close();
});
