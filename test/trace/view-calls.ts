/** The calls of a trace as the view holds them. */
import { packedBlockOf } from "../../client/trace/feed.ts";
import type { Trace } from "../../client/trace/model.ts";
import { unpackCalls } from "../../client/trace/packed-calls.ts";
import { Calls } from "../../client/trace/webview/calls.ts";

/** `most` calls are taken at a time. */
export function viewCalls(trace: Trace, most = 1000): Calls {
	const calls = new Calls();
	calls.edges = trace.edges;
	for (let from = 0; from < trace.length; from += most) {
		const block = packedBlockOf(trace, from, most);
		calls.append("since" in block ? unpackCalls(block) : block);
	}
	return calls;
}
