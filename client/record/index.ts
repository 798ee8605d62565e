export * from "./layout.ts";
export * from "./packed.ts";
