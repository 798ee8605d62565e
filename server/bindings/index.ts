/** TypeScript from the worlds of a WIT package: the face of this house. */

export { planWrites, type WritePlan } from "./plan.ts";
export type { BindingsFile, BindingsRequest, BindingsResult, Side } from "./protocol.ts";
export { type Bindings, createBindings } from "./thread.ts";
export { bindingsFolder, type Written, writeBindings } from "./write.ts";
