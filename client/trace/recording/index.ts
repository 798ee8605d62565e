/** Recorded calls: the memory through which they come, the files that they are kept in, and the values that are made of them. */
export { countedCalls, createCallRing, type EdgeMode, ringCapacity, ringPlace, setEdgeMode } from "./call-ring.ts";
export { createTraceFile, isTraceFileAt, withTraceFile } from "./files.ts";
export { Recording } from "./recording.ts";
export type { RecordedEdgeInfo, TraceHeader } from "./trace-file.ts";
