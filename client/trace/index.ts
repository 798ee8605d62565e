export { readTrace, TRACE_FORMATS, type TraceFormat, tracePieces, writeTrace } from "./format/index.ts";
export { axisMarks, barAt, TraceShape, timeBars } from "./layout.ts";
export {
	type CallBatch,
	CallTrace,
	edgeName,
	type Outcome,
	readableFunction,
	type TraceEdge,
} from "./model.ts";
export { CallRecorder, type CallSink, MAX_TEXT } from "./recorder.ts";
export { createRing, RingReader, RingWriter } from "./ring.ts";
