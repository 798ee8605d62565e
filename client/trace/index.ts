export {
	type EdgeRule,
	edgeModeText,
	meansEdge,
	modesOf,
	type ReadMode,
	readEdgeMode,
	readEdgeRule,
	strayPatterns,
} from "./edge-rules.ts";
export { readTrace, TRACE_FORMATS, type TraceFormat, tracePieces, writeTrace } from "./format/index.ts";
export { axisMarks, barAt, TraceShape, timeBars } from "./layout.ts";
export { MAX_TEXT } from "./limits.ts";
export {
	type CallBatch,
	CallTrace,
	edgeName,
	type Outcome,
	readableFunction,
	type Trace,
	type TraceEdge,
} from "./model.ts";
export { readTraceBytes } from "./read-bytes.ts";
export {
	countedCalls,
	createCallRing,
	createSpool,
	createTraceFile,
	droppedCalls,
	type EdgeMode,
	edgeMode,
	isTraceFileAt,
	piecesOf,
	RECORDED,
	Recording,
	type RecordingNews,
	ringCapacity,
	setEdgeMode,
	sharedTime,
	TextRecorder,
	type TraceHeader,
	withTraceFile,
} from "./recording/index.ts";
