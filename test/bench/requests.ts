/** What an editor asks after a keystroke, in packages of four sizes: the next keystroke's diagnostics wait for the answers. */
import type { Bench } from "./bench.ts";
import { openPackage, SIZES, typist } from "./keystroke.ts";
import type { Place } from "./language-server.ts";
import type { Line, Row } from "./row.ts";
import { takeTurns, timed } from "./samples.ts";

const ROUNDS = 20;

/** A keystroke that comes when all of the requests are under way: to its diagnostics. */
const BEHIND = "a keystroke behind them all";

/** The requests by what they are called in the protocol, with what they take beside the document. */
const REQUESTS: readonly { readonly name: string; readonly params?: (place: Place) => Readonly<Record<string, unknown>> }[] = [
	{ name: "documentSymbol" },
	{ name: "foldingRange" },
	{ name: "semanticTokens/range", params: around },
	{ name: "codeLens" },
	{ name: "codeAction", params: (place) => ({ ...around(place), context: { diagnostics: [] } }) },
	{ name: "completion", params: at },
	{ name: "hover", params: at },
	{ name: "documentHighlight", params: at },
];

export const requests: Row = {
	name: "requests",
	title: "what an editor asks after a keystroke, in packages of four sizes",
	async measure(bench) {
		const lines: Line[] = [];
		for (const interfaces of SIZES) lines.push(...(await asking(bench, interfaces)));
		return {
			lines,
			how:
				"ours: after a keystroke in an interface in the middle, and its diagnostics, from the request about that file to its answer, which is read. " +
				"A keystroke behind them all is sent at once after all of the requests, and ends with its diagnostics. " +
				"Completion, hover and highlights are asked for at the word that was typed. No rival: the reference parser answers no such question.",
		};
	},
};

async function asking(bench: Bench, interfaces: number): Promise<readonly Line[]> {
	const { name, many, server } = await openPackage(bench, interfaces, 1);
	const edit = many.edits.middle;
	const { type, isMended } = typist(server, edit);
	const sides: Readonly<Record<string, () => Promise<number>>> = Object.fromEntries(
		REQUESTS.map(({ name: request, params }) => [
			request,
			async () => {
				await type();
				return timed(async () => {
					const answer = await server.ask(`textDocument/${request}`, edit.file.path, params?.(edit.place) ?? {});
					// At a broken word there may be nothing to say.
					if (answer === null && isMended()) throw new Error(`the server says nothing of ${request}`);
				});
			},
		]),
	);
	const behind = async () => {
		await type();
		const answers = REQUESTS.map(({ name: request, params }) =>
			server.ask(`textDocument/${request}`, edit.file.path, params?.(edit.place) ?? {}),
		);
		const took = await type();
		await Promise.all(answers);
		return took;
	};
	const seen = await takeTurns<string>({ ...sides, [BEHIND]: behind }, { rounds: ROUNDS, warmUp: 2, budget: 30 });
	await server.close();
	const names = [...REQUESTS.map(({ name: request }) => request), BEHIND];
	return names.map((request) => ({ what: `${name}, ${request}`, samples: seen(request), rivals: [] }));
}

/** What an editor shows at once: some 60 lines. */
function around({ line }: Place): Readonly<Record<string, unknown>> {
	return { range: { start: { line: line - 30, character: 0 }, end: { line: line + 30, character: 0 } } };
}

function at({ line, character }: Place): Readonly<Record<string, unknown>> {
	return { position: { line, character: character + 1 } };
}
