import { expect, it } from "vitest";
import { Packages } from "../../server/ide/packages.ts";
import { workspaceSymbols } from "../../server/ide/workspace-symbols.ts";
import { LayeredWorkspace } from "../../server/workspace/layered.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { witFilesBelow } from "../../server/workspace/search.ts";

const FILES = {
	"/w/app/wit/app.wit":
		"package a:app@1.0.0;\ninterface store { record note { title: string } add-note: func(n: note); }\nworld main { export store; }\n",
	"/w/lib/wit/deps/io/io.wit":
		"package x:io;\ninterface poll { resource pollable { block: func(); constructor(); } }\npackage y:z { interface inner {} }\n",
	"/w/node_modules/n/n.wit": "package n:n;\ninterface note {}\n",
	"/w/.git/g.wit": "package g:g;\ninterface note {}\n",
	"/elsewhere/e.wit": "package e:e;\ninterface note {}\n",
};

async function find(
	query: string,
	{
		files = FILES,
		open = {},
	}: { readonly files?: Readonly<Record<string, string>>; readonly open?: Readonly<Record<string, string>> } = {},
): Promise<readonly string[]> {
	const workspace = new LayeredWorkspace(memoryDisk(new Map(Object.entries(files))));
	for (const [path, text] of Object.entries(open)) workspace.open(path, text);
	const found = await workspaceSymbols(
		new Packages(workspace),
		workspace,
		{ folders: ["/w"], open: Object.keys(open) },
		query,
		() => Promise.resolve(),
	);
	return found.map(({ path, name, kind, container, span }) => {
		expect(workspace.text(path)?.slice(span.start, span.end)).toBe(name);
		return `${kind} ${name} in ${container}`;
	});
}

it("are found in all packages below the folders, the best first, and not in what others made", async () => {
	expect(await find("note")).toEqual(["record note in a:app/store", "function add-note in a:app/store"]);
	expect(await find("pl")).toEqual(["interface poll in x:io", "resource pollable in x:io/poll"]);
	expect(await find("block")).toEqual(["method block in x:io/poll.pollable"]);
	expect(await find("main")).toEqual(["world main in a:app"]);
	expect(await find("inner")).toEqual(["interface inner in y:z"]);
	expect(await find("nothing")).toEqual([]);
});

it("are those of unsaved buffers, wherever they are", async () => {
	const open = {
		"/w/app/wit/app.wit": "package a:app@1.0.0;\ninterface shop { record bill {} }\n",
		"/elsewhere/e.wit": "package e:e;\ninterface billing {}\n",
	};
	expect(await find("bill", { open })).toEqual(["record bill in a:app/shop", "interface billing in e:e"]);
	expect(await find("note", { open })).toEqual([]);
});

it("are bounded, as is the search for files", async () => {
	const many = Object.fromEntries(
		Array.from({ length: 2500 }, (_, index) => [`/w/p${index}/p.wit`, `package a:p${index};\ninterface common {}\n`]),
	);
	expect((await find("common", { files: many })).length).toBe(256);
	expect(witFilesBelow(memoryDisk(new Map(Object.entries(many))), "/w").length).toBe(2000);
});

it("stop where the checkpoint says so", async () => {
	const workspace = new LayeredWorkspace(memoryDisk(new Map(Object.entries(FILES))));
	const packages = new Packages(workspace);
	const cancelled = () => Promise.reject(new Error("cancelled"));
	await expect(workspaceSymbols(packages, workspace, { folders: ["/w"], open: [] }, "n", cancelled)).rejects.toThrow("cancelled");
});
