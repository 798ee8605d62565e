/** Taking times by turns is the product's own, as users measure their calls the same way. */
export { since, spreadOf, takeTurns, timed } from "../../client/bench/index.ts";
