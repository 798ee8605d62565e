/** The table is the product's own, as users see their calls in it. */
export { bytes, duration, printTable, ratio } from "../../client/bench/index.ts";
