/** Which calls hold a text: in the names of their edge, their values or how they ended. */
import { type CallTrace, edgeName } from "../model.ts";

/** The numbers of the calls that hold `text`, whatever the case of its letters, in order of start. */
export function filterCalls(trace: CallTrace, text: string): number[] {
	const wanted = text.toLowerCase();
	const holds = (value: string) => value.toLowerCase().includes(wanted);
	const edges = trace.edges.map((edge) => holds(`${edge.caller} ${edge.callee} ${edgeName(edge)} ${edgeName(edge, true)}`));
	const found: number[] = [];
	for (let id = 0; id < trace.length; id++) {
		const fits =
			edges[trace.edgeOf(id)] === true ||
			trace.argsOf(id)?.some(holds) === true ||
			holds(trace.resultOf(id) ?? "") ||
			trace.outcomeOf(id).includes(wanted);
		if (fits) found.push(id);
	}
	return found;
}
