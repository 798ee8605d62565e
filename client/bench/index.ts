export { type BenchRequest, benchCall } from "./bench.ts";
export { breakOff } from "./break-off.ts";
export { reportHtml } from "./html.ts";
export { machine, machineText } from "./machine.ts";
export type { Line, Measured, Result, Rival } from "./row.ts";
export { since, spreadOf, takeTurns, timed } from "./samples.ts";
export { bytes, duration, printTable, ratio } from "./table.ts";
export { findWasmtime } from "./wasmtime.ts";
