/** Recorded calls: the memory through which they come, the files that they are kept in, and the values that are made of them. */
export {
	countedCalls,
	createCallRing,
	droppedCalls,
	type EdgeMode,
	edgeMode,
	ringCapacity,
	setEdgeMode,
} from "./call-ring.ts";
export { createSpool, createTraceFile, isTraceFileAt, piecesOf, spoolOf, withTraceFile } from "./files.ts";
export { RecordPacker } from "./pack.ts";
export { type PackedEdge, packedEdge } from "./packed.ts";
export { endingOf, Recording, type RecordingNews } from "./recording.ts";
export { assembleCalls } from "./recover.ts";
export { RingReader } from "./ring-reader.ts";
export { shortcomings } from "./shortcomings.ts";
export { TextRecorder } from "./text-recorder.ts";
export { RECORDED, type TraceHeader } from "./trace-file.ts";
export { writeHeader } from "./write.ts";
