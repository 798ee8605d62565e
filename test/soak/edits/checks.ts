/** Random edits: what follows them is what is read anew. */
import fc from "fast-check";
import { createParser } from "../../../server/wit/syntax/parser.ts";
import { asset } from "../../assets.ts";
import type { WitCase } from "../../conformance/reference.ts";
import { defineCheck, type SoakCheck } from "../check.ts";
import { printWit, smallerWit } from "../smaller.ts";
import { documentOf } from "../wit/documents.ts";
import { editDifference } from "./packages.ts";
import { Project, printEvents, type Step, steps } from "./project.ts";

interface Sequence {
	readonly found: WitCase;
	readonly steps: readonly Step[];
	readonly alwaysLook: boolean;
}

const sequences: fc.Arbitrary<Sequence> = fc.record({
	found: fc.noShrink(fc.nat(0x7fffffff)).map(documentOf),
	steps,
	alwaysLook: fc.boolean(),
});

/** Fewer steps, then fewer letters within them where that is all the same, then a smaller project to begin with. */
async function smallerSequence(value: Sequence, fails: (smaller: Sequence) => Promise<boolean>): Promise<Sequence> {
	let best = value;
	for (let index = best.steps.length - 1; index >= 0; index--) {
		const fewer = { ...best, steps: best.steps.filter((_, other) => other !== index) };
		if (await fails(fewer)) best = fewer;
	}
	const found = await smallerWit(best.found, (smaller) => fails({ ...best, found: smaller }), 250);
	return { ...best, found };
}

/** Documents, declarations, models and trees, without a protocol. */
export async function editsCheck(): Promise<SoakCheck> {
	const parser = await createParser(asset("web-tree-sitter.wasm"), asset("wit.wasm"));
	return defineCheck({
		name: "edits",
		title: "edited packages and trees beside fresh ones",
		turn: 12,
		cases: sequences,
		compare: ({ found, steps, alwaysLook }, tally) => editDifference(parser, found, steps, alwaysLook, tally),
		print: printSequence,
		shrink: smallerSequence,
	});
}

function printSequence({ found, steps, alwaysLook }: Sequence): string {
	const project = new Project(found);
	const events = steps.map((step) => `${step.kind}: ${printEvents(project.take(step))}`);
	return `${printWit(found)}\n//- edits${alwaysLook ? ", looked at after each" : ""}\n${events.join("\n")}`;
}
