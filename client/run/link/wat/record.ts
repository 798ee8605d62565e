/**
 * Trampolines that record the calls on edges, as WAT. They stand where a call has its arguments lowered and its result not lifted yet, and
 * write what there is, in core values and copied memory, into a ring in shared memory: values are made of it later, elsewhere. Nothing
 * is allocated, and JavaScript is not called; an entry for each edge in the same memory says what is recorded, and can change any time.
 */
import type { FunctionType, HandleType, StringEncoding } from "../../../../server/wit/index.ts";
import {
	EDGE,
	ENTER,
	EXIT,
	FLAG_FAILURES,
	HEAD,
	LEVEL_BITS,
	LEVELS,
	MARK_FAILURES,
	MARK_SPECIAL,
	NEXT_CALL,
	NO_COST,
	NO_COST_HALF,
	NUMBER_SHIFT,
	RETURNED,
	SLACK,
} from "../../../record/index.ts";
import type { CoreSignature } from "../core-signature.ts";
import { CopyFunctions, type KnownResource } from "./record-copy.ts";
import {
	addressOf,
	HANDLE_TEXT,
	headWord,
	IMPORT_PEEK,
	IMPORT_RING,
	loadHead,
	type RingPlace,
	ringFunctions,
	storeHead,
} from "./record-ring.ts";
import { clockFunction, IMPORT_NOW, timeText } from "./record-time.ts";
import { argumentsText, failedText, resultText } from "./record-values.ts";
import { BEGAN, halfText, setBegan, wayText } from "./record-way.ts";
import { allParams, comment, typeUse } from "./text.ts";
import { GLUE } from "./transcoders.ts";

/** An edge whose calls are recorded. */
export interface RecordedEdge {
	readonly id: number;
	/** What people are told of it in the text. */
	readonly title: string;
	/** The type of the core function that is called. */
	readonly signature: CoreSignature;
	/** Whether the values are as a component lifts them (its own export) or as one lowers them (its import). */
	readonly side: "lift" | "lower";
	/** Null where it is not known: then there are no values. */
	readonly type: FunctionType | null;
	/** The memory that holds the values, by a name that edges with the same one share; null where there is none. */
	readonly memory: string | null;
	readonly encoding: StringEncoding;
	/** Whether the core function answers how the call goes on, and gives its result another way. */
	readonly async: boolean;
	/** Whether the values are passed on as they are, so that nothing on the way is worth measuring. */
	readonly plain: boolean;
	/** The component instance that the values are in. */
	readonly instance: number;
	/** What is known of a handle by its type; null where nothing is. */
	resourceOf(type: HandleType): KnownResource | null;
}

export interface RecordSetting {
	/** Whether time comes from the memory, where a clock thread keeps it, or from the host at each call. */
	readonly clock: "shared" | "exact";
	/** Whether each edge has a flag for those who look at the values themselves: `watch` is called then instead of the callee. */
	readonly watched: boolean;
	readonly ring: RingPlace;
}

const VALUES = LEVELS.indexOf("values");

/** The module of the trampolines on some edges. Imports callees and memories by name, exports `edge <id>`, and `on <id>` where edges are watched. */
export function recordText(edges: readonly RecordedEdge[], setting: RecordSetting): string {
	const copies = new Map<string, CopyFunctions>();
	const functions = edges.map((edge) => {
		const name = copiesName(edge);
		const known = copies.get(name) ?? new CopyFunctions({ ...edge, name });
		copies.set(name, known);
		return edgeText(edge, setting, known);
	});
	const handles = [...copies.values()].some(({ usesHandles }) => usesHandles);
	const imports = edges.flatMap(({ id, signature }) => [
		`(import "callee" "${id}" (func $callee-${id} ${typeUse(signature)}))`,
		...(setting.watched ? [`(import "watch" "${id}" (func $watch-${id} ${typeUse(signature)}))`] : []),
	]);
	const memories = new Map(edges.flatMap((edge) => (edge.memory === null ? [] : [[copiesName(edge), edge.memory] as const])));
	return `${comment("Trampolines that record the calls on edges.")}
(module $${GLUE}
  ${IMPORT_RING}
${[...memories].map(([name, memory]) => `  (import "memory" ${JSON.stringify(memory)} (memory $memory-${name} 0))`).join("\n")}
${imports.map((each) => `  ${each}`).join("\n")}
  ${IMPORT_NOW}${handles ? IMPORT_PEEK : ""}${ringFunctions(setting.ring)}${clockFunction(setting)}${handles ? HANDLE_TEXT : ""}${[...copies.values()].map((each) => each.text()).join("")}
${functions.join("")})
`;
}

/** What the functions that copy are called: one name for each memory, encoding and instance. */
function copiesName({ memory, encoding, instance }: RecordedEdge): string {
	const code = { utf8: "8", utf16: "16", "latin1+utf16": "1" }[encoding];
	return `${(memory ?? "none").replace(/[^a-z0-9-]/gi, "_")}-${instance}-${code}`;
}

function edgeText(edge: RecordedEdge, setting: RecordSetting, copies: CopyFunctions): string {
	const { id, title, signature } = edge;
	const { ring } = setting;
	const entry = HEAD.EDGES + id * EDGE.BYTES;
	const time = timeText(setting);
	const direct = setting.watched ? `$direct-${id}` : `$callee-${id}`;
	const call = `(call ${direct} ${allParams(signature)})`;
	// What is not recorded is noted, so that a trap on the way back is not taken for one of the call that was recorded last.
	const missed = `${setBegan("(f64.const 0)")} ${call} ${storeHead(HEAD.MISSED, loadHead(HEAD.WRITTEN))} (return)`;
	const params = argumentsText(edge, copies);
	const result = resultText(edge, copies);
	const failed = failedText(edge, copies);
	const results = signature.results.map((type, index) => ({ type, name: `$result${index}` }));
	const isValues = `(i32.eq (i32.and (local.get $mode) (i32.const ${LEVEL_BITS})) (i32.const ${VALUES}))`;
	const most = ENTER.VALUES + 8 * signature.params.length + EXIT.ROOM;
	const plain = `(i32.const ${params === null ? ENTER.VALUES + EXIT.ROOM : most})`;
	// With a constant before it, the number of bytes is known where no memory is copied.
	const need = params?.copies
		? `(select (i32.add (i32.const ${most + SLACK}) ${loadHead(HEAD.LIMIT)}) ${plain} ${isValues})`
		: plain;
	return `
  ${comment(`edge ${id}: ${title}`)}${setting.watched ? directText(edge) : ""}
  (func (export "edge ${id}") ${typeUse(signature)}
    (local $mode i32) (local $at i32) (local $to i32) (local $head i32) (local $number i32) (local $outer i32) (local $written i32) (local $reserved i32) (local $time f64) (local $began f64) (local $cost i32)${results.map(({ type, name }) => ` (local ${name} ${type})`).join("")}
    (local.set $mode (i32.load8_u offset=${entry + EDGE.MODE} (i32.const 0)))
    ;; It may have been switched off since the call came to its adapter.
    (if (i32.eqz (local.get $mode)) (then ${edge.plain ? "" : setBegan("(f64.const 0)")} (return ${call})))
    (local.set $head (i32.const ${headWord("ENTER", 0, id)}))
    (if (i32.and (local.get $mode) (i32.const ${MARK_SPECIAL})) (then
      (if (i32.eqz (call $picked (local.get $mode) (i32.const ${entry}))) (then ${missed}))
      (if (i32.and (local.get $mode) (i32.const ${MARK_FAILURES}))
        (then (local.set $head (i32.const ${headWord("ENTER", FLAG_FAILURES, id)}))))))
${edge.plain ? "" : beganText(setting, time)}    (local.set $written ${loadHead(HEAD.WRITTEN)})
    (local.set $reserved ${loadHead(HEAD.RESERVED)})
    (if (i32.lt_s (i32.sub (i32.sub ${loadHead(HEAD.END)} (local.get $written)) (local.get $reserved)) ${need})
      (then (if (i32.eqz (call $room ${need})) (then (call $drop (i32.const ${entry})) ${missed}))))
    (local.set $number ${loadHead(HEAD.NUMBER)})
    (local.set $outer ${loadHead(HEAD.PARENT)})
    (local.set $at ${addressOf("(local.get $written)", ring)})
    (i32.store offset=${ENTER.NUMBER} (local.get $at) (local.get $number))
    (i32.store offset=${ENTER.PARENT} (local.get $at) (local.get $outer))
    (local.set $to (i32.const ${ENTER.VALUES}))${
			params === null
				? ""
				: `
    (if ${isValues} (then${params.text}))`
		}
    (i32.store (local.get $at) (local.get $to))
    (i32.store offset=${ENTER.HEAD} (local.get $at) (local.get $head))
    ${storeHead(HEAD.NUMBER, `(i32.add (local.get $number) (i32.const ${NEXT_CALL}))`)}
    ${storeHead(HEAD.PARENT, "(local.get $number)")}
    ${storeHead(HEAD.RESERVED, `(i32.add (local.get $reserved) (i32.const ${EXIT.ROOM}))`)}
    (local.set $time ${time})
    (f64.store offset=${ENTER.TIME} (local.get $at) (f64.sub (local.get $time) (local.get $began)))${edge.side === "lower" ? "\n    (local.set $began (local.get $time))" : ""}
    ${storeHead(HEAD.WRITTEN, "(i32.add (local.get $written) (local.get $to))")}
    ${call}${results
			.toReversed()
			.map(({ name }) => `\n    (local.set ${name})`)
			.join("")}
    (local.set $time ${time})${edge.side === "lower" ? insideText(setting) : ""}
    (local.set $written ${loadHead(HEAD.WRITTEN)})
    (local.set $at ${addressOf("(local.get $written)", ring)})
    ${storeHead(HEAD.PARENT, "(local.get $outer)")}
    ${storeHead(HEAD.RESERVED, "(local.get $reserved)")}
    (local.set $head ${failed === null ? `(i32.const ${headWord("EXIT", 0, RETURNED)})` : `(i32.add (i32.const ${headWord("EXIT", 0, RETURNED)}) (i32.shl ${failed} (i32.const ${NUMBER_SHIFT})))`})
    (local.set $to (i32.const ${EXIT.VALUES}))${
			result === null
				? ""
				: `
    (if ${isValues} (then${result}))`
		}
    (i32.store (local.get $at) (local.get $to))
    (i32.store offset=${EXIT.HEAD} (local.get $at) (local.get $head))
    (i32.store offset=${EXIT.NUMBER} (local.get $at) (local.get $number))
    (i32.store offset=${EXIT.TO} (local.get $at) (local.get $cost))
    (f64.store offset=${EXIT.TIME} (local.get $at) (local.get $time))
    ;; Whoever stands in front of the adapter adds the time at which it leaves it: until then the record is not there.
    (if ${edge.plain || edge.side === "lower" ? "(i32.const 1)" : `(i32.eq (local.get $cost) (i32.const ${NO_COST | 0}))`}
      (then ${storeHead(HEAD.WRITTEN, "(i32.add (local.get $written) (local.get $to))")})
      (else
        ${setBegan(time)}
        ${storeHead(HEAD.PENDING, "(local.get $to)")}))${results.map(({ name }) => `\n    (local.get ${name})`).join("")})
`;
}

/** What the adapter took on the way here. */
function beganText(setting: RecordSetting, time: string): string {
	return `
    ;; What the adapter took on the way here; what is copied next is none of it.
    (local.set $began ${BEGAN})
    (local.set $cost (i32.const ${NO_COST | 0}))
    (if (f64.ne (local.get $began) (f64.const 0)) (then
      (local.set $began ${wayText(`(f64.sub ${time} (local.get $began))`, setting)})
      ${setBegan("(f64.const 0)")}
      (local.set $cost (i32.or (i32.const ${(NO_COST_HALF << 16) | 0}) ${halfText("(local.get $began)")}))))`;
}

/** What the host has said of when its own function ran: the rest of its call is the way there, which began at `$began`, and back. */
function insideText(setting: RecordSetting): string {
	const inside = `(f64.load offset=${HEAD.INSIDE} (i32.const 0))`;
	const until = `(f64.load offset=${HEAD.INSIDE_UNTIL} (i32.const 0))`;
	return `
    (if (f64.ne ${inside} (f64.const 0)) (then
      (local.set $cost (i32.or
        ${halfText(wayText(`(f64.sub ${inside} (local.get $began))`, setting))}
        (i32.shl ${halfText(wayText(`(f64.sub (local.get $time) ${until})`, setting))} (i32.const 16))))
      (f64.store offset=${HEAD.INSIDE} (i32.const 0) (f64.const 0))))`;
}

/** The callee, or who watches the edge. */
function directText({ id, signature }: RecordedEdge): string {
	return `
  (global $on-${id} (export "on ${id}") (mut i32) (i32.const 1))
  (func $direct-${id} ${typeUse(signature)}
    (if (global.get $on-${id})
      (then (return (call $watch-${id} ${allParams(signature)}))))
    (call $callee-${id} ${allParams(signature)}))`;
}
