import { type Connection, type Diagnostic, DiagnosticSeverity, DiagnosticTag, type Location } from "vscode-languageserver";
import { withSeverities } from "../ide/diagnostics/severity.ts";
import type { Severity, Tag, WitProblem } from "../ide/problems.ts";
import type { WacProblem } from "../wac/index.ts";
import { nextTurn } from "./cancellation.ts";
import { rangeOf } from "./convert.ts";
import type { OpenDocument } from "./documents.ts";
import type { Session } from "./session.ts";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
	error: DiagnosticSeverity.Error,
	warning: DiagnosticSeverity.Warning,
	information: DiagnosticSeverity.Information,
	hint: DiagnosticSeverity.Hint,
};

/**
 * Sends what is wrong in every file of every package that has an open document, whenever something has changed. Nothing waits for a clock: changes that
 * have arrived together are looked at once, when their turn is over. Each file is sent only when its diagnostics or its version are different.
 */
export class DiagnosticsPublisher {
	readonly #connection: Connection;
	readonly #session: Session;
	readonly #sent = new Map<string, string>();
	#wanted = 0;
	#running = false;

	constructor(connection: Connection, session: Session) {
		this.#connection = connection;
		this.#session = session;
	}

	/** To be called after every change of a document, a file or a setting. */
	schedule(): void {
		this.#wanted += 1;
		if (this.#running) return;
		this.#running = true;
		void this.#run();
	}

	async #run(): Promise<void> {
		for (let done = -1; done !== this.#wanted; ) {
			done = this.#wanted;
			// Two turns: the messages that stand in line behind this one are applied first.
			await nextTurn();
			await nextTurn();
			if (done !== this.#wanted) continue;
			try {
				this.#publish();
			} catch (error) {
				this.#connection.console.error(`diagnostics: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
			}
		}
		this.#running = false;
	}

	#publish(): void {
		const byUri = new Map<string, Diagnostic[]>();
		const roots = new Set<string>();
		for (const document of this.#session.documents.all()) {
			switch (document.language) {
				case "wac":
					byUri.set(document.uri, wacDiagnostics(this.#session, document));
					break;
				case "wit":
					this.#collectPackage(document, roots, byUri);
					break;
				default: {
					document.language satisfies never;
				}
			}
		}
		this.#session.packages.keepOnly(roots);
		for (const uri of this.#sent.keys()) if (!byUri.has(uri)) byUri.set(uri, []);
		for (const [uri, diagnostics] of byUri) this.#send(uri, diagnostics);
	}

	#collectPackage(document: OpenDocument, roots: Set<string>, byUri: Map<string, Diagnostic[]>): void {
		const found = this.#session.packages.of(document.path);
		if (roots.has(found.layout.root.path)) return;
		roots.add(found.layout.root.path);
		for (const path of found.files.keys()) {
			const uri = this.#session.uriOf(path);
			if (!byUri.has(uri)) byUri.set(uri, []);
		}
		for (const problem of withSeverities(found.problems(), this.#session.severities)) {
			const uri = this.#session.uriOf(problem.path);
			const diagnostics = byUri.get(uri) ?? [];
			byUri.set(uri, diagnostics);
			diagnostics.push(witDiagnostic(this.#session, problem));
		}
	}

	#send(uri: string, diagnostics: Diagnostic[]): void {
		const version = this.#session.documents.get(uri)?.version;
		const content = JSON.stringify([version, diagnostics]);
		const before = this.#sent.get(uri);
		if (before === content || (before === undefined && diagnostics.length === 0 && version === undefined)) return;
		if (diagnostics.length === 0 && version === undefined) this.#sent.delete(uri);
		else this.#sent.set(uri, content);
		void this.#connection.sendDiagnostics(version === undefined ? { uri, diagnostics } : { uri, version, diagnostics });
	}
}

const TAGS: Readonly<Record<Tag, DiagnosticTag>> = {
	unnecessary: DiagnosticTag.Unnecessary,
	deprecated: DiagnosticTag.Deprecated,
};

function witDiagnostic(session: Session, problem: WitProblem): Diagnostic {
	const { path, span, severity, code, message, tags, related } = problem;
	return {
		range: session.rangeIn(path, span),
		severity: SEVERITIES[severity],
		source: "witness",
		code,
		message,
		...(tags.length === 0 ? {} : { tags: tags.map((tag) => TAGS[tag]) }),
		...relatedPlaces(related, (place) => ({ uri: session.uriOf(place.path), range: session.rangeIn(place.path, place.span) })),
	};
}

/** The places that belong to a mistake; where there are none, the field is left out. */
function relatedPlaces<T extends { readonly message: string }>(
	related: readonly T[],
	locate: (place: T) => Location,
): Pick<Diagnostic, "relatedInformation"> {
	if (related.length === 0) return {};
	return { relatedInformation: related.map((place) => ({ location: locate(place), message: place.message })) };
}

function wacDiagnostics(session: Session, document: OpenDocument): Diagnostic[] {
	const { uri, path, text, lines } = document;
	const problems = session.wac.problems(path, text, () => session.documents.treeOf(document));
	return problems.map(({ start, end, code, message, related }: WacProblem) => ({
		range: rangeOf(lines, { start, end }),
		severity: DiagnosticSeverity.Error,
		source: "witness",
		code,
		message,
		...relatedPlaces(related, (place) => ({ uri, range: rangeOf(lines, place) })),
	}));
}
