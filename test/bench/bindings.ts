/** Bindings when a package is saved. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type BindingsRequest, createBindings, type Side, writeBindings } from "../../server/bindings/index.ts";
import type { Bench } from "./bench.ts";
import type { Line, Rival, Row } from "./row.ts";
import { takeTurns, timed } from "./samples.ts";

const WORLD = "checkout-service";
const ROUNDS = 7;
/** All worlds take the rival's command line ten processes. */
const FEW_ROUNDS = 2;

export const bindings: Row = {
	name: "bindings",
	title: "TypeScript bindings on save, examples/shop",
	async measure(bench) {
		const folder = bench.at("examples/shop/wit");
		const files = readdirSync(folder)
			.filter((name) => name.endsWith(".wit"))
			.map((name) => ({ path: path.join(folder, name), text: readFileSync(path.join(folder, name), "utf8") }));
		const request = { files, dependencies: [], features: [] };
		const lines: Line[] = [];
		for (const side of ["host", "guest"] as const)
			lines.push(...(await oneWorld(bench, { ...request, worlds: [WORLD], sides: [side] }, side)));
		lines.push(await allWorlds(bench, { ...request, sides: ["guest", "host"] }));
		return {
			lines,
			how:
				"ours: the text to the thread of the generator, and the files written into an empty folder; cold with the start of the thread. " +
				"Beside it the command line of jco 1.35.0, which is a process each time and makes one world and one side.",
		};
	},
};

async function oneWorld(bench: Bench, request: BindingsRequest, side: Side): Promise<readonly Line[]> {
	bench.say(`the world ${WORLD}, for the ${side}`);
	const warm = createBindings(bench.bundle("bindings.mjs"));
	const jco = jcoCalls(bench, [WORLD], [side]);
	const seen = await takeTurns(
		{
			warm: () => timed(() => save(bench, warm, request)),
			cold: async () => {
				const cold = createBindings(bench.bundle("bindings.mjs"));
				const took = await timed(() => save(bench, cold, request));
				cold.dispose();
				return took;
			},
			jco: jco.run,
		},
		{ rounds: ROUNDS, warmUp: 2 },
	).finally(() => warm.dispose());
	const rivals = [jco.rival(seen("jco"))];
	return [
		{ what: `one world, ${side}, warm`, samples: seen("warm"), rivals },
		{ what: `one world, ${side}, cold`, samples: seen("cold"), rivals },
	];
}

async function allWorlds(bench: Bench, request: BindingsRequest): Promise<Line> {
	bench.say("all worlds, both sides");
	const warm = createBindings(bench.bundle("bindings.mjs"));
	const worlds = request.files.flatMap(({ text }) => [...text.matchAll(/^world ([\w-]+)/gm)].map(([, name]) => name ?? ""));
	const jco = jcoCalls(bench, worlds, ["host", "guest"]);
	await save(bench, warm, request);
	const seen = await takeTurns(
		{ warm: () => timed(() => save(bench, warm, request)), jco: jco.run },
		{ rounds: FEW_ROUNDS },
	).finally(() => warm.dispose());
	return { what: `all ${worlds.length} worlds, both sides, warm`, samples: seen("warm"), rivals: [jco.rival(seen("jco"))] };
}

async function save(bench: Bench, generator: ReturnType<typeof createBindings>, request: BindingsRequest): Promise<void> {
	const folder = path.join(bench.folder, "bindings");
	rmSync(folder, { recursive: true, force: true });
	const result = await generator.generate(request);
	if (!result.ok) throw new Error(result.message);
	const written = writeBindings(folder, result.files);
	if (!written.ok || written.written.length === 0) throw new Error(written.ok ? "nothing was written" : written.message);
}

interface JcoCalls {
	run(): Promise<number>;
	rival(samples: readonly number[]): Rival;
}

/** `jco types` for hosts and `jco guest-types` for guests, one process after another. */
function jcoCalls(bench: Bench, worlds: readonly string[], sides: readonly Side[]): JcoCalls {
	const { jco } = bench;
	const name = worlds.length * sides.length === 1 ? "jco CLI" : `jco CLI, ${worlds.length * sides.length} processes`;
	if ("absent" in jco) return { run: async () => 0, rival: () => ({ name, absent: jco.absent }) };
	return {
		async run() {
			let took = 0;
			for (const side of sides) {
				for (const world of worlds) {
					const folder = path.join(bench.folder, "jco");
					rmSync(folder, { recursive: true, force: true });
					const command = side === "host" ? "types" : "guest-types";
					const wit = bench.at("examples/shop/wit");
					const openRoot = pathToFileURL(await bench.script(new URL("./rivals/open-root.ts", import.meta.url))).href;
					took += await bench.run(process.execPath, [
						"--import",
						openRoot,
						jco.script,
						command,
						wit,
						"--world-name",
						world,
						"-o",
						folder,
					]);
					if (readdirSync(folder).length === 0) throw new Error(`jco ${command} wrote nothing`);
				}
			}
			return took;
		},
		rival: (samples) => ({ name, samples }),
	};
}
