export { saved } from "./ui/saved.ts";
export { type CompositionSettings, compositionArguments, compositionSettings } from "./ui/settings.ts";
