/** The thread of jco's generator. It is a WebAssembly component: after a panic it answers nothing any more, and so this thread ends. */
import { parentPort } from "node:worker_threads";
import { $init, generateTypes } from "@bytecodealliance/jco-transpile/component";
import { generate, Panic } from "./generate.ts";
import type { Ask, BindingsFile, BindingsResult, Reply, Side } from "./protocol.ts";

const decoder = new TextDecoder();

function types(source: string, world: string, side: Side, features: readonly string[]): readonly BindingsFile[] {
	const files = generateTypes(world, {
		wit: { tag: "source", val: source },
		world,
		guest: side === "guest",
		features: features.includes("*") ? { tag: "all" } : { tag: "list", val: [...features] },
	});
	return files.map(([path, bytes]) => ({ path, text: decoder.decode(bytes) }));
}

function answer({ id, request }: Ask): Reply {
	try {
		const result: BindingsResult = generate(request, types);
		return { id, kind: "result", result };
	} catch (error) {
		if (error instanceof Panic) return { id, kind: "panicked", where: error.where, message: error.message };
		throw error;
	}
}

await $init;
parentPort?.on("message", (ask: Ask) => parentPort?.postMessage(answer(ask)));
