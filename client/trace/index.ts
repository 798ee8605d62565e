export { CallTrace } from "./call-trace.ts";
export {
	type EdgeRule,
	meansEdge,
	modesOf,
	readEdgeMode,
	readEdgeRule,
	strayPatterns,
} from "./edge-rules.ts";
export { readTrace, TRACE_FORMATS, type TraceFormat, tracePieces, writeTrace } from "./format/index.ts";
export { MAX_TEXT } from "./limits.ts";
export {
	type CallBatch,
	edgeName,
	type Outcome,
	readableFunction,
	type Trace,
	type TraceEdge,
} from "./model.ts";
export { readTraceBytes } from "./read-bytes.ts";
export {
	assembleCalls,
	countedCalls,
	createCallRing,
	createSpool,
	createTraceFile,
	droppedCalls,
	type EdgeMode,
	edgeMode,
	endingOf,
	isTraceFileAt,
	type PackedEdge,
	packedEdge,
	piecesOf,
	RECORDED,
	Recording,
	type RecordingNews,
	RecordPacker,
	RingReader,
	ringCapacity,
	setEdgeMode,
	shortcomings,
	spoolOf,
	TextRecorder,
	type TraceHeader,
	withTraceFile,
	writeHeader,
} from "./recording/index.ts";
