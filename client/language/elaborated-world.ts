/** Worlds with all that they import and export, as documents to read beside their sources. */
import * as vscode from "vscode";
import type { WorldPlace, WorldQuery } from "../../server/protocol.ts";
import type { LanguageService } from "./register.ts";

/** The language client knows nothing of documents with this scheme: they are read, never checked. */
const SCHEME = "witness-world";

/** How long after a change of the sources the documents follow, in milliseconds: the server hears of files a quarter of a second late. */
const AFTER_TYPING = 150;
const AFTER_FILES = 600;

export function registerElaboratedWorlds(context: vscode.ExtensionContext, language: LanguageService): void {
	const changed = new vscode.EventEmitter<vscode.Uri>();
	let timer: NodeJS.Timeout | undefined;
	const follow = (delay: number) => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === SCHEME) changed.fire(uri);
		}, delay);
	};
	const files = vscode.workspace.createFileSystemWatcher("**/*.{wit,wat,wasm}");
	const isSource = ({ languageId, uri }: vscode.TextDocument) => languageId === "wit" && uri.scheme !== SCHEME;
	context.subscriptions.push(
		changed,
		files,
		{ dispose: () => clearTimeout(timer) },
		files.onDidChange(() => follow(AFTER_FILES)),
		files.onDidCreate(() => follow(AFTER_FILES)),
		files.onDidDelete(() => follow(AFTER_FILES)),
		vscode.workspace.onDidChangeTextDocument(({ document }) => isSource(document) && follow(AFTER_TYPING)),
		vscode.workspace.onDidCloseTextDocument((document) => isSource(document) && follow(AFTER_TYPING)),
		vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("witness.features") && follow(AFTER_FILES)),
		vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
			onDidChange: changed.event,
			provideTextDocumentContent: (uri) => contentOf(language, uri),
		}),
		vscode.languages.registerDefinitionProvider(
			{ scheme: SCHEME },
			{ provideDefinition: (document, position) => definition(language, document.uri, position) },
		),
		vscode.commands.registerCommand("witness.world.show", (argument: unknown) => show(language, argument)),
	);
}

/** Shows the world of a code lens, the one around the cursor, or one that the user picks. The cursor stays where it is. */
async function show(language: LanguageService, argument: unknown): Promise<void> {
	const wanted = isQuery(argument) ? argument : placeOfCursor();
	if (wanted === null) {
		void vscode.window.showInformationMessage("Open a .wit file: the world at the cursor is shown.");
		return;
	}
	const place = (await shown(language, wanted)) ?? (await pick(language, wanted.uri));
	if (place === null) return;
	const document = await vscode.workspace.openTextDocument(place);
	await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

/** Where a world is shown; null where there is none. */
async function shown(language: LanguageService, wanted: WorldQuery | WorldPlace): Promise<vscode.Uri | null> {
	const found = await language.request("witness/world", wanted);
	if (found === null) return null;
	const query: WorldQuery = { uri: wanted.uri, world: found.world };
	return vscode.Uri.from({ scheme: SCHEME, path: `/${found.name} (elaborated).wit`, query: JSON.stringify(query) });
}

function placeOfCursor(): WorldPlace | null {
	const editor = vscode.window.activeTextEditor;
	if (editor === undefined || editor.document.languageId !== "wit" || editor.document.uri.scheme === SCHEME) return null;
	const { line, character } = editor.selection.active;
	return { uri: editor.document.uri.toString(), position: { line, character } };
}

/** Asks for a world of the package where the cursor is in none. */
async function pick(language: LanguageService, uri: string): Promise<vscode.Uri | null> {
	const worlds = (await language.request("witness/package", { uri }))?.worlds ?? [];
	if (worlds.length === 0) {
		void vscode.window.showInformationMessage("There is no world at the cursor, and none in its package.");
		return null;
	}
	const rows = worlds.map((world) => ({ label: world.name, description: vscode.workspace.asRelativePath(world.uri), world }));
	const row = rows.length === 1 ? rows[0] : await vscode.window.showQuickPick(rows, { placeHolder: "Which world?" });
	return row === undefined ? null : shown(language, { uri: row.world.uri, position: row.world.range.start });
}

async function contentOf(language: LanguageService, { query }: vscode.Uri): Promise<string> {
	const wanted: unknown = JSON.parse(query);
	if (!isQuery(wanted)) return "";
	const found = await language.request("witness/world", wanted);
	return (
		found?.text ??
		`// There is no world ${wanted.world} in ${vscode.workspace.asRelativePath(vscode.Uri.parse(wanted.uri))} now.\n`
	);
}

/** What was written out leads to its source. */
async function definition(
	language: LanguageService,
	{ query }: vscode.Uri,
	{ line, character }: vscode.Position,
): Promise<vscode.Location | null> {
	const wanted: unknown = JSON.parse(query);
	if (!isQuery(wanted)) return null;
	const found = await language.request("witness/worldDefinition", { ...wanted, position: { line, character } });
	if (found === null) return null;
	const { start, end } = found.range;
	return new vscode.Location(vscode.Uri.parse(found.uri), new vscode.Range(start.line, start.character, end.line, end.character));
}

function isQuery(value: unknown): value is WorldQuery {
	if (typeof value !== "object" || value === null || !("uri" in value) || !("world" in value)) return false;
	return typeof value.uri === "string" && typeof value.world === "string";
}
