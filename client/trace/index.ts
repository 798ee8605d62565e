export { readTrace, TRACE_FORMATS, type TraceFormat, writeTrace } from "./format/index.ts";
export { duration } from "./format/tree.ts";
export { axisMarks, barAt, type TimeBar, type TimeWindow, TraceShape, type TreeRow, timeBars, treeRows } from "./layout.ts";
export {
	type Call,
	type CallBatch,
	type CallEnd,
	type CallStart,
	CallTrace,
	edgeName,
	type Outcome,
	readableFunction,
	type TraceEdge,
} from "./model.ts";
export { CallRecorder, type CallSink } from "./recorder.ts";
export { createRing, RingReader, RingWriter } from "./ring.ts";
