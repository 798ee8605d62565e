/** How long a value's text may be, in UTF-16 units, before its rest is left out and `…` stands for it. */
export const MAX_TEXT = 64 * 1024;
