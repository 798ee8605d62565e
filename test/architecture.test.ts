/**
 * Who may import whom. The table is the rule; a boundary that no test checks does not hold.
 * `from` is a prefix of the importing file, `may` are the prefixes that it may import besides its own room; packages by name.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./shared.ts";

interface Room {
	/** Prefix of the paths of the room's files. The longest prefix that fits decides. */
	readonly from: string;
	/** Prefixes of paths in the checkout that it may import. */
	readonly may: readonly string[];
	/** npm packages that it may import; `node:` stands for all of Node's own modules. */
	readonly packages: readonly string[];
}

const PUBLIC_SERVER = [
	"server/protocol.ts",
	"server/check.ts",
	"server/wit/index.ts",
	"server/wac/index.ts",
	"server/bindings/index.ts",
	"server/engine/index.ts",
];
/** An area is entered through its index. */
const AREAS = ["language", "run", "debug", "trace", "record", "compose", "bindings", "bench", "cli"].map(
	(area) => `client/${area}/index.ts`,
);
const LSP = ["vscode-languageserver", "vscode-uri"];
const WIT = [
	"server/wit/syntax/",
	"server/wit/semantic/",
	"server/wit/value/",
	"server/wit/abi/",
	"server/wit/print/",
	"server/wit/compatibility/",
];

const ROOMS: readonly Room[] = [
	{ from: "server/wit/syntax/", may: [], packages: ["web-tree-sitter"] },
	{ from: "server/wit/value/", may: ["server/wit/abi/", "server/wit/nearest.ts"], packages: [] },
	{ from: "server/wit/value/type.ts", may: [], packages: [] },
	{ from: "server/wit/abi/", may: ["server/wit/value/type.ts"], packages: [] },
	{ from: "server/wit/semantic/", may: ["server/wit/syntax/", "server/wit/value/"], packages: [] },
	{ from: "server/wit/print/", may: ["server/wit/syntax/", "server/wit/semantic/", "server/wit/value/"], packages: [] },
	{ from: "server/wit/compatibility/", may: ["server/wit/semantic/"], packages: [] },
	{ from: "server/wit/index.ts", may: [...WIT, "server/wit/file.ts", "server/wit/nearest.ts"], packages: [] },
	{ from: "server/wit/file.ts", may: [], packages: [] },
	{ from: "server/wit/nearest.ts", may: [], packages: [] },
	{ from: "server/engine/", may: ["server/wit/value/type.ts", "server/wit/file.ts"], packages: [] },
	{ from: "server/workspace/", may: [], packages: [] },
	{ from: "server/workspace/disk.ts", may: ["server/workspace/"], packages: ["node:"] },
	{
		from: "server/wac/",
		may: ["server/wit/", "server/engine/index.ts", "server/workspace/", "server/answer.ts"],
		packages: [],
	},
	{ from: "server/bindings/", may: ["server/wit/index.ts"], packages: ["@bytecodealliance/jco-transpile", "node:"] },
	{ from: "server/answer.ts", may: ["server/wit/semantic/"], packages: [] },
	{ from: "server/ide/", may: ["server/wit/", "server/wac/", "server/workspace/", "server/answer.ts"], packages: [] },
	{
		from: "server/check.ts",
		may: ["server/wit/", "server/wac/", "server/ide/", "server/workspace/", "server/check/"],
		packages: [],
	},
	{ from: "server/check/", may: ["server/wit/"], packages: [] },
	{ from: "server/protocol.ts", may: ["server/wit/file.ts"], packages: LSP },
	{
		from: "server/lsp/",
		may: ["server/ide/", "server/wit/", "server/wac/", "server/workspace/", "server/answer.ts", "server/protocol.ts"],
		packages: LSP,
	},
	{ from: "server/main.ts", may: ["server/"], packages: [...LSP, "node:"] },
	{ from: "client/main.ts", may: ["client/", ...PUBLIC_SERVER], packages: ["vscode", "node:"] },
	{ from: "client/language/", may: PUBLIC_SERVER, packages: ["vscode", "vscode-languageclient", "node:"] },
	{ from: "client/record/", may: [], packages: [] },
	{ from: "client/run/link/", may: [...PUBLIC_SERVER, "client/record/index.ts"], packages: [] },
	{
		from: "client/run/",
		may: [...PUBLIC_SERVER, ...AREAS],
		packages: ["node:", "@bytecodealliance/jco-transpile", "@bytecodealliance/preview2-shim"],
	},
	{
		from: "client/debug/",
		may: [...PUBLIC_SERVER, ...AREAS],
		packages: ["node:", "@vscode/debugadapter", "@vscode/debugprotocol"],
	},
	{ from: "client/trace/webview/", may: ["client/trace/"], packages: [] },
	{ from: "client/trace/", may: [...PUBLIC_SERVER, ...AREAS], packages: ["node:"] },
	{ from: "client/compose/", may: [...PUBLIC_SERVER, ...AREAS], packages: ["node:"] },
	{
		from: "client/bench/",
		may: [...PUBLIC_SERVER, ...AREAS],
		packages: ["node:", "@bytecodealliance/jco-transpile", "@grpc/grpc-js"],
	},
	{ from: "client/bindings/", may: [...PUBLIC_SERVER, ...AREAS], packages: ["node:"] },
	// What comes before all else must not bring it.
	{
		from: "client/cli/start.ts",
		may: ["client/cli/main.ts", "client/run/cache/place.ts", "client/run/guest/early.ts", "client/run/limits.ts"],
		packages: ["node:"],
	},
	{ from: "client/cli/", may: [...PUBLIC_SERVER, ...AREAS], packages: ["node:"] },
];

/** The files that may import `vscode` beside what the table says: the places where an area meets the editor. */
const EDITOR = /^client\/(main\.ts$|language\/|[a-z]+\/register\.ts$|[a-z]+\/ui\/)/;

const IMPORT =
	/(?:^|\n)\s*(?:import|export)\s[^;"']*?from\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

function* sources(folder: string): Generator<string> {
	for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
		const name = `${folder}/${entry.name}`;
		if (entry.isDirectory()) {
			if (!["built", "target", "node_modules"].includes(entry.name)) yield* sources(name);
		} else if (name.endsWith(".ts") && !name.endsWith(".d.ts")) yield name;
	}
}

function importsOf(text: string): string[] {
	return [...text.matchAll(IMPORT)].map((found) => found[1] ?? found[2] ?? found[3] ?? "");
}

function roomOf(file: string): Room | undefined {
	return ROOMS.filter((room) => file.startsWith(room.from)).sort((a, b) => b.from.length - a.from.length)[0];
}

/** What is wrong with one import of one file, or null. */
function complaint(file: string, specifier: string): string | null {
	const room = roomOf(file);
	if (room === undefined) return `${file} stands in no room of the table`;
	if (specifier === "vscode") return EDITOR.test(file) ? null : `${file} imports vscode`;
	if (!specifier.startsWith(".")) {
		const allowed = room.packages.some(
			(name) => specifier === name || specifier.startsWith(name === "node:" ? name : `${name}/`),
		);
		return allowed || (EDITOR.test(file) && specifier.startsWith("node:")) ? null : `${file} imports the package ${specifier}`;
	}
	const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
	if (target.startsWith(room.from) && room.from.endsWith("/")) return null;
	// `built/` holds what jco made of a crate; only the engine's own face may touch it.
	return room.may.some((prefix) => target.startsWith(prefix)) ? null : `${file} imports ${target}`;
}

/** Rooms of the server that may import each other around a circle, or null where there are none. The client's areas meet at their faces. */
function cycleIn(rooms: readonly Room[]): readonly string[] | null {
	const server = rooms.filter(({ from }) => from.startsWith("server/"));
	const reachable = ({ from, may }: Room) =>
		server.filter(
			(other) => other.from !== from && may.some((prefix) => other.from.startsWith(prefix) || roomOf(prefix) === other),
		);
	const done = new Set<string>();
	const visit = (room: Room, path: readonly string[]): readonly string[] | null => {
		if (path.includes(room.from)) return [...path.slice(path.indexOf(room.from)), room.from];
		if (done.has(room.from)) return null;
		for (const next of reachable(room)) {
			const cycle = visit(next, [...path, room.from]);
			if (cycle !== null) return cycle;
		}
		done.add(room.from);
		return null;
	};
	for (const room of server) {
		const cycle = visit(room, []);
		if (cycle !== null) return cycle;
	}
	return null;
}

const files = [...sources("server"), ...sources("client")];

describe("who may import whom", () => {
	it("every import of every file is in the table", () => {
		const complaints = files.flatMap((file) =>
			importsOf(readFileSync(path.join(root, file), "utf8")).map((specifier) => complaint(file, specifier)),
		);
		expect(complaints.filter((text) => text !== null)).toEqual([]);
	});

	it("no two rooms of the server are behind each other", () => {
		expect(cycleIn(ROOMS)).toBeNull();
		const withCycle = ROOMS.map((room) => (room.from === "server/wac/" ? { ...room, may: [...room.may, "server/ide/"] } : room));
		expect(cycleIn(withCycle)).toEqual(["server/wac/", "server/ide/", "server/wac/"]);
	});

	it("names say what a file is about", () => {
		expect(files.filter((file) => /(^|\/)(utils?|helpers?|misc|common|manager)(\/|\.|-)/i.test(file))).toEqual([]);
	});

	it("nobody spreads a span: those of declarations have no fields of their own, because they move with their text", () => {
		const spreads = /\.\.\.[\w.]*\bspan\b/i;
		const guilty = files.filter((file) => spreads.test(readFileSync(path.join(root, file), "utf8")));
		// There the spans are of the engine, and plain.
		expect(guilty.filter((file) => file !== "server/check.ts")).toEqual([]);
	});

	it.each([
		["server/wit/semantic/x.ts", "node:fs"],
		["server/wit/semantic/x.ts", "web-tree-sitter"],
		["server/wit/syntax/x.ts", "../semantic/y.ts"],
		["server/ide/hover.ts", "../lsp/convert.ts"],
		["server/wac/hover.ts", "../ide/hover.ts"],
		["server/wac/hover.ts", "../ide/diagnostics/rule.ts"],
		["client/run/x.ts", "vscode"],
		["client/run/x.ts", "../../server/wit/semantic/index.ts"],
		["client/debug/x.ts", "../run/link/index.ts"],
	])("%s must not import %s", (file, specifier) => {
		expect(complaint(file, specifier)).not.toBeNull();
	});
});
