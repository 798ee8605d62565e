import type { ExtensionContext } from "vscode";
import { registerBindings } from "./bindings/register.ts";
import { registerCompose } from "./compose/register.ts";
import { registerDebug } from "./debug/register.ts";
import { registerLanguage } from "./language/register.ts";
import { registerRun } from "./run/register.ts";
import { registerTrace } from "./trace/register.ts";

/**
 * The composition root of the extension: one call an area. The language features work everywhere; the other areas do nothing until
 * the workspace is trusted (their commands are disabled, and each asks again before it starts a process or writes a file).
 */
export async function activate(context: ExtensionContext): Promise<void> {
	registerDebug(context);
	registerCompose(context);
	const language = registerLanguage(context);
	registerTrace(context, language);
	registerRun(context);
	registerBindings(context, language);
	await language.started;
}

/** Nothing to do: what was registered is disposed by the editor with its subscriptions. */
export function deactivate(): void {}
