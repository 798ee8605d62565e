/**
 * Which edges are recorded how, as people write it: `PATTERN=MODE`, for example `checkout->pricing price=time,every=10`. A pattern names
 * edges as `caller->callee interface#function`; parts of it may be left out, and `*` stands for any text. Pure text work, for the
 * command line, launch configurations and the trace view alike.
 */
import { LEVELS } from "../record/index.ts";
import { readableFunction, type TraceEdge } from "./model.ts";
import type { EdgeMode } from "./recording/call-ring.ts";

export { LEVELS };

export interface EdgeRule {
	/** As it was written. */
	readonly pattern: string;
	readonly mode: EdgeMode;
}

export type ReadRule = { readonly ok: true; readonly rule: EdgeRule } | { readonly ok: false; readonly message: string };
type ReadMode = { readonly ok: true; readonly mode: EdgeMode } | { readonly ok: false; readonly message: string };

/** What the ring of recorded calls can count. */
const MOST = 0xffff_fffe;

/** Reads `PATTERN=MODE`; what is wrong is a message. */
export function readEdgeRule(text: string): ReadRule {
	// A mode has further `=` in it: the pattern ends at the one before its level.
	const found = /^(.*?)=\s*([a-z]+(?:\s*,.*)?)$/.exec(text.trim());
	const pattern = found?.[1]?.trim() ?? "";
	if (found === null || pattern === "") {
		return { ok: false, message: `${JSON.stringify(text)} is not written PATTERN=MODE, such as 'pricing#price=time'` };
	}
	const read = readEdgeMode(found[2] ?? "");
	return read.ok ? { ok: true, rule: { pattern, mode: read.mode } } : read;
}

/** Reads a mode: `off`, `count`, `time` or `values`, then, after commas, `every=N`, `first=N` and `failures`. */
export function readEdgeMode(text: string): ReadMode {
	const [first = "", ...options] = text.split(",").map((part) => part.trim());
	const level = LEVELS.find((each) => each === first);
	if (level === undefined) return { ok: false, message: `${JSON.stringify(first)} is none of ${LEVELS.join(", ")}` };
	let mode: EdgeMode = { level };
	for (const option of options) {
		const [, name = "", digits = ""] = /^(every|first)=(\d+)$/.exec(option) ?? [];
		const count = Number(digits);
		if (option === "failures") mode = { ...mode, failuresOnly: true };
		else if (name !== "" && count >= 1 && count <= MOST) mode = { ...mode, [name]: count };
		else return { ok: false, message: `${JSON.stringify(option)} is none of every=N, first=N and failures (N is 1 or more)` };
	}
	return { ok: true, mode };
}

/** A mode as `readEdgeMode` reads it. */
export function edgeModeText({ level, every = 1, first, failuresOnly = false }: EdgeMode): string {
	return [
		level,
		...(every > 1 ? [`every=${every}`] : []),
		...(first === undefined ? [] : [`first=${first}`]),
		...(failuresOnly ? ["failures"] : []),
	].join(",");
}

/** Whether a pattern means an edge. */
export function meansEdge(pattern: string, edge: TraceEdge): boolean {
	const arrow = pattern.indexOf("->");
	const caller = arrow < 0 ? "" : pattern.slice(0, arrow).trim();
	const [callee = "", name = ""] = arrow < 0 ? ["", pattern.trim()] : splitOnce(pattern.slice(arrow + 2).trim());
	if (!fits(caller, edge.caller) || !fits(callee, edge.callee)) return false;
	const hash = name.lastIndexOf("#");
	const iface = hash < 0 ? "" : name.slice(0, hash);
	const func = name.slice(hash + 1);
	if (!fits(func, edge.function) && !fits(func, readableFunction(edge.function))) return false;
	const full = edge.interface ?? "";
	const plain = full.replace(/@.*$/, "");
	// `shop:checkout/pricing`, with a version or without, and `pricing` alone.
	return [full, plain, plain.slice(plain.lastIndexOf("/") + 1)].some((each) => fits(iface, each));
}

/** The modes of edges by rules, of which the later go before the earlier; `fallback` where none means the edge. */
export function modesOf(edges: readonly TraceEdge[], rules: readonly EdgeRule[], fallback: EdgeMode): readonly EdgeMode[] {
	return edges.map((edge) => rules.findLast(({ pattern }) => meansEdge(pattern, edge))?.mode ?? fallback);
}

/** The patterns that mean no edge at all. */
export function strayPatterns(edges: readonly TraceEdge[], rules: readonly EdgeRule[]): readonly string[] {
	return rules.map(({ pattern }) => pattern).filter((pattern) => !edges.some((edge) => meansEdge(pattern, edge)));
}

function splitOnce(text: string): readonly string[] {
	const space = text.search(/\s/);
	return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space).trim()];
}

/** Whether a text fits a pattern; an empty one fits all. */
function fits(pattern: string, text: string): boolean {
	if (pattern === "" || pattern === "*") return true;
	if (!pattern.includes("*")) return pattern === text;
	const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
	return new RegExp(`^${parts.join(".*")}$`).test(text);
}
