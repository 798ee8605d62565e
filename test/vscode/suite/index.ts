/** The suite that runs inside the extension host. `@vscode/test-electron` loads the same module where VS Code can be downloaded. */
import "./language.ts";
import "./bindings.ts";
import "./compose.ts";
import "./run.ts";
import "./debug.ts";
import { runTests } from "./harness.ts";

export function run(): Promise<void> {
	return runTests();
}
