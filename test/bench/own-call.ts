/** The same call over other boundaries, and what starts and instances cost: what `witness bench` measures, on a component of the examples. */
import { benchCall } from "../../client/bench/index.ts";
import type { Row } from "./row.ts";

const ROUNDS = 7;
const CALL = 'echo#echo("twenty-nine bytes of old text")';

export const ownCall: Row = {
	name: "own-call",
	title: `${CALL} as composed and as a service; starts; instances (witness bench)`,
	async measure(bench) {
		const benched = await benchCall(
			{
				composer: bench.composer,
				translator: bench.translator,
				side: bench.bundle("bench.mjs"),
				commandLine: bench.bundle("witness.mjs"),
				say: (text) => bench.say(text),
			},
			{
				program: bench.at("examples/bench/bench.wac"),
				invocations: [CALL],
				depsDir: null,
				dependencies: {},
				rounds: ROUNDS,
				starts: true,
			},
		);
		if (!benched.ok) throw new Error(benched.problem.message);
		const lines = benched.results.flatMap(({ measured }) => ("skipped" in measured ? [] : measured.lines));
		const notes = benched.results.map(
			({ name, measured }) => `${name}: ${"skipped" in measured ? measured.skipped : measured.how}`,
		);
		return { lines, how: notes.join(" ") };
	},
};
