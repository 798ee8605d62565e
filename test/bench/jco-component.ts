/** A component as jco makes it with its defaults, instantiated in this process. */

interface Generated {
	instantiate(
		getCoreModule: (name: string) => Promise<WebAssembly.Module>,
		imports: Readonly<Record<string, unknown>>,
	): Promise<JcoExports>;
}

/** Functions by their names in JavaScript. */
export type JcoExports = Readonly<Record<string, (...args: readonly (number | string)[]) => number>>;

export async function instantiateJco(bytes: Uint8Array, imports: Readonly<Record<string, unknown>>): Promise<JcoExports> {
	const { transpileBytes } = await import("@bytecodealliance/jco-transpile");
	const { files } = await transpileBytes(bytes, { name: "bench", instantiation: "async" });
	const source = Buffer.from(files["bench.js"] ?? "").toString("base64");
	const generated: Generated = await import(`data:text/javascript;base64,${source}`);
	return generated.instantiate((name) => WebAssembly.compile(new Uint8Array(files[name] ?? [])), imports);
}
