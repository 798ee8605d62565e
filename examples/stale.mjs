// Prints which components of the examples were not built from the sources beside them; exit status 1 when there are any.
//   node examples/stale.mjs
import path from "node:path";
import { staleFiles } from "../scripts/artifacts/hashes.mjs";
import { root } from "../scripts/node.mjs";
import { PARTS } from "./parts.mjs";

const stale = Object.values(PARTS).flatMap((part) =>
	staleFiles(part.folder, part).map((sentence) => `${path.relative(root, part.folder)}: ${sentence}`),
);
for (const sentence of stale) console.log(sentence);
if (stale.length > 0) console.log("build them again: npm run artifacts -- examples");
process.exit(stale.length > 0 ? 1 : 0);
