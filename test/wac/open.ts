import { createComposer } from "../../server/engine/index.ts";
import type { WacProblem } from "../../server/wac/check.ts";
import type { DependencySettings } from "../../server/wac/dependencies.ts";
import { type WacDocument, WacService } from "../../server/wac/service.ts";
import { createParser } from "../../server/wit/syntax/parser.ts";
import { type Offset, offset } from "../../server/wit/syntax/positions.ts";
import type { SyntaxTree } from "../../server/wit/syntax/tree.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { asset } from "../assets.ts";

export const composer = createComposer(new WebAssembly.Module(new Uint8Array(asset("composer.core.wasm"))));
const parser = await createParser(asset("web-tree-sitter.wasm"), asset("wac.wasm"));

/** Components and packages that the tests compose: a clock, and a greeter that wants it. */
export const PACKAGES: Readonly<Record<string, string>> = {
	"/w/deps/test/clock.wat": `(component
	(core module $m (func (export "now") (result i32) i32.const 7))
	(core instance $i (instantiate $m))
	(func $now (result u32) (canon lift (core func $i "now")))
	(instance $clock (export "now" (func $now)))
	(export "test:time/clock@1.0.0" (instance $clock)))`,
	"/w/deps/test/greeter.wat": `(component
	(import "test:time/clock@1.0.0" (instance $clock (export "now" (func (result u32)))))
	(import "plain" (func (result u32)))
	(alias export $clock "now" (func $now))
	(instance $greet (export "greet" (func $now)))
	(export "test:greet/api" (instance $greet))
	(export "run" (func $now)))`,
	"/w/deps/test/time.wit": "package test:time@1.0.0;\ninterface clock { now: func() -> u32; }\nworld ticking { export clock; }\n",
};

export interface WacCursor {
	readonly document: WacDocument;
	readonly offset: Offset;
	readonly text: string;
}

/** A composition at `/w/app.wac` with the cursor at `$0`, beside the packages. */
export function open(
	fixture: string,
	settings: DependencySettings = {},
	files: Readonly<Record<string, string | Uint8Array>> = PACKAGES,
): WacCursor {
	const at = fixture.indexOf("$0");
	const text = fixture.replace("$0", "");
	const service = new WacService(composer, memoryDisk(new Map(Object.entries(files))));
	service.configure(settings, () => "/w");
	const tree = parser.parse(text);
	const { root } = tree;
	tree.dispose();
	return { document: service.document("/w/app.wac", text, root), offset: offset(Math.max(at, 0)), text };
}

/** All that is wrong with a composition, as the editor shows it. */
export function problemsOf({ service, path, text }: WacDocument): readonly WacProblem[] {
	const trees: SyntaxTree[] = [];
	const problems = service.problems(path, text, () => {
		const tree = parser.parse(text);
		trees.push(tree);
		return tree;
	});
	for (const tree of trees) tree.dispose();
	return problems;
}
