// Prints what is committed in binary form but was not built from the committed sources, a line each; nothing when all is well.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { artefacts as engine } from "../../server/engine/artefacts.mjs";
import { staleFiles } from "./hashes.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
for (const [folder, places] of Object.entries(engine)) {
	for (const sentence of staleFiles(path.join(root, folder), places)) console.log(`${folder}: ${sentence}`);
}
