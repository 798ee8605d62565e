/**
 * Trampolines on the edges between instances, as WAT: between an adapter and its callee, where the arguments are lowered and the result is
 * not lifted yet. A flag for each edge says whether anybody looks; only then JavaScript is called, which calls the callee itself.
 */

import type { CoreSignature } from "../core-signature.ts";
import type { Edge } from "../edges.ts";
import { allParams, comment, typeUse } from "./text.ts";
import { GLUE } from "./transcoders.ts";

/** An edge and the type of the callee's core function. */
export interface EdgeTrampoline {
	readonly edge: Edge;
	readonly signature: CoreSignature;
}

/** The module of the edges that share an instance of an adapter. */
export function edgesText(edges: readonly EdgeTrampoline[]): string {
	return `${comment("Trampolines on the edges between instances.")}
(module $${GLUE}
${edges.map(({ edge, signature }) => `  (import "callee" "${edge.id}" (func $callee-${edge.id} ${typeUse(signature)}))`).join("\n")}
${edges.map(({ edge, signature }) => `  (import "watch" "${edge.id}" (func $watch-${edge.id} ${typeUse(signature)}))`).join("\n")}
${edges.map(edgeText).join("\n")})
`;
}

function edgeText({ edge, signature }: EdgeTrampoline): string {
	const { id, caller, callee } = edge;
	return `
  ${comment(`edge ${id}: ${caller.name} -> ${callee.name}, ${edge.interface ?? "-"} ${edge.function}`)}
  (global $on-${id} (export "on ${id}") (mut i32) (i32.const 1))
  (func (export "edge ${id}") ${typeUse(signature)}
    (if (global.get $on-${id})
      (then (return (call $watch-${id} ${allParams(signature)}))))
    (call $callee-${id} ${allParams(signature)}))`;
}
