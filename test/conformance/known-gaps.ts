/** Cases of the reference parser's suite that are not right yet, each with the reason. The list may only get shorter. */
export const knownGaps: ReadonlyMap<string, string> = new Map();

/** Accepted cases whose resolved model is not that of the reference yet, each with the reason. The list may only get shorter. */
export const resolvedGaps: ReadonlyMap<string, string> = new Map();
