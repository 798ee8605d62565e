// Types, format, lint, unused files, exports and dependencies, notices.

import { installDependencies } from "./install.mjs";
import { runNode } from "./node.mjs";

installDependencies();
runNode(["node_modules/typescript/bin/tsc", "-p", ".", "--noEmit"]);
runNode(["node_modules/@biomejs/biome/bin/biome", "check"]);
runNode(["node_modules/knip/bin/knip.js", "--no-progress"]);
runNode(["scripts/notices.mjs", "--check"]);
