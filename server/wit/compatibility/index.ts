/** The public face of compatibility: whether a component fits a world, and what changed between two versions of a package. */

export { type Advice, adviceFor, adviceText } from "./advice.ts";
export type { Change, Party } from "./change.ts";
export { comparePackages } from "./package-changes.ts";
export { pathText } from "./path.ts";
export { compareImportWithExport, type PlugDifference } from "./plugged.ts";
export { compareWithWorld, type WorldDifference, type WorldOfModel } from "./usable.ts";
