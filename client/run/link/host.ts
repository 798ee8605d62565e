/** The instance that calls exports and that imports call: no component instance. */
export const HOST = -1;
