// What a user does, step by step, in one workbench. Each step begins from a calm workbench and finds its own way; the screenshots go
// into the documentation.
import { bindings } from "./bindings.mjs";
import { debug } from "./debug.mjs";
import { language } from "./language.mjs";
import { run } from "./run.mjs";
import { trace } from "./trace.mjs";

export { restricted } from "./restricted.mjs";

export const steps = [...language, ...bindings, ...run, ...debug, ...trace];
