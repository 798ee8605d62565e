/** Takes a component apart with jco, the rival of our own link: on the runner's main thread, as it needs most of a second the first time. */
import type { Problem, StockProgram } from "./protocol.ts";

/** What is said where such a run is traced. */
export const HOST_CALLS_ONLY =
	"with the stock link a trace holds the host's own calls only: jco hides those between components; leave out the stock link to see them";

export type Transpiled =
	| { readonly ok: true; readonly program: StockProgram }
	| { readonly ok: false; readonly problem: Problem };

/** jco's generated module and core modules. jco is loaded on first use. */
export async function transpileStock(component: Uint8Array, where: string): Promise<Transpiled> {
	const { transpileBytes } = await import("@bytecodealliance/jco-transpile");
	try {
		const { files, imports } = await transpileBytes(component, {
			name: "program",
			instantiation: "async",
			multiMemory: true,
			noComponentErrorWrapping: true,
		});
		const source = files["program.js"];
		if (source === undefined) throw new Error("jco made no program.js");
		const modules: Record<string, Uint8Array<ArrayBuffer>> = {};
		for (const [name, bytes] of Object.entries(files)) if (name.endsWith(".wasm")) modules[name] = new Uint8Array(bytes);
		return { ok: true, program: { source: new TextDecoder().decode(source), modules, imports } };
	} catch (error) {
		// jco writes a chain of causes over several lines.
		const reason = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*(?:Caused by:\s*)?/g, ": ");
		const message = `jco cannot take the component apart: ${reason}`;
		return { ok: false, problem: { where, message, help: "leave out --link stock to use Witness's own link", status: 1 } };
	}
}
