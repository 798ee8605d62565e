/** TypeScript from the worlds of a WIT package: the face of this house. */
export type { BindingsRequest, BindingsResult, Side } from "./protocol.ts";
export { type Bindings, createBindings } from "./thread.ts";
export { bindingsFolder, writeBindings } from "./write.ts";
