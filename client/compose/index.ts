export { type CompositionSettings, compositionArguments, compositionSettings } from "./ui/settings.ts";
