/** What is generated for a program, as a document that can be read, and not changed. */
import * as vscode from "vscode";

const SCHEME = "witness-generated";

export class GeneratedText implements vscode.TextDocumentContentProvider, vscode.Disposable {
	readonly #texts = new Map<string, string>();
	readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

	dispose(): void {
		this.#registration.dispose();
	}

	provideTextDocumentContent(uri: vscode.Uri): string {
		return this.#texts.get(uri.path) ?? ";; The run that this was generated for is not shown any more.\n";
	}

	/** Shows the text at what is generated for an edge, by its number. */
	async show(title: string, text: string, edge: number): Promise<void> {
		// The same text has the same document, however often it is asked for.
		const known = [...this.#texts].find(([, each]) => each === text)?.[0];
		const path = known ?? `/${this.#texts.size + 1}/generated for ${title.replace(/[^\w. #(),-]/g, "_")}.wat`;
		this.#texts.set(path, text);
		const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: SCHEME, path }));
		const at = document.positionAt(Math.max(placeOf(text, edge), 0));
		await vscode.window.showTextDocument(document, {
			selection: new vscode.Range(at, at),
			viewColumn: vscode.ViewColumn.One,
			preview: true,
		});
	}
}

/** Where the trampoline of an edge stands; -1 where it has none. */
function placeOf(text: string, edge: number): number {
	return text.search(new RegExp(`;; edge ${edge}[: ]`));
}
