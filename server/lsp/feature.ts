import {
	type CancellationToken,
	type Connection,
	type Position,
	type ProtocolRequestType,
	ResponseError,
	type ServerCapabilities,
	type TextDocumentIdentifier,
} from "vscode-languageserver";
import type { WitDocument } from "../ide/packages.ts";
import type { WacDocument } from "../wac/service.ts";
import type { Offset } from "../wit/syntax/positions.ts";
import { type Checkpoint, checkpointFor } from "./cancellation.ts";
import type { OpenDocument } from "./documents.ts";
import type { Session } from "./session.ts";

/** One feature of the server: what it promises and what it does, in one place, so that the two cannot disagree. */
export interface Feature {
	readonly capability: ServerCapabilities;
	readonly start: (connection: Connection, session: Session) => void;
}

/** What a handler is asked about. */
interface Query {
	readonly session: Session;
	readonly document: OpenDocument;
	readonly offsetOf: (position: Position) => Offset;
}

interface WitQuery extends Query {
	readonly wit: WitDocument;
}

interface WacQuery extends Query {
	readonly wac: WacDocument;
}

type Handler<Q, Params, Result> = (query: Q, params: Params) => Result | null | Promise<Result | null>;

/** What a feature does in each of the languages; nothing where it has no handler. */
export interface Handlers<Params, Result> {
	readonly wit?: Handler<WitQuery, Params, Result>;
	readonly wac?: Handler<WacQuery, Params, Result>;
}

/**
 * A feature about one document, answered at once: a request that is cancelled while it waits for its turn is never begun. The one place that looks up
 * documents and turns exceptions into logged nulls.
 */
export function feature<Params extends { readonly textDocument: TextDocumentIdentifier }, Result, Partial, Failure, Options>(
	type: ProtocolRequestType<Params, Result | null, Partial, Failure, Options>,
	capability: ServerCapabilities,
	handlers: Handlers<Params, Result>,
): Feature {
	return {
		capability,
		start(connection, session) {
			connection.onRequest<unknown, void>(type.method, (params: Params) =>
				guarded(connection, type.method, () => {
					const query = queryFor(session, params.textDocument.uri);
					return query === null ? null : dispatch(query, handlers, params);
				}),
			);
		},
	};
}

/** A request that needs not be about an open document. */
export function request<Params, Result>(
	method: string,
	handle: (session: Session, params: Params, checkpoint: Checkpoint) => Result | null | Promise<Result | null>,
	capability: ServerCapabilities = {},
): Feature {
	return {
		capability,
		start(connection, session) {
			connection.onRequest<unknown, void>(method, (params: Params, token: CancellationToken) => {
				const { revision } = session.workspace;
				const checkpoint = checkpointFor(token, () => session.workspace.revision !== revision);
				return guarded(connection, method, () => handle(session, params, checkpoint));
			});
		},
	};
}

function queryFor(session: Session, uri: string): Query | null {
	const document = session.documents.get(uri);
	return document === null ? null : { session, document, offsetOf: (position) => document.lines.offsetAt(position) };
}

function dispatch<Params, Result>(
	query: Query,
	{ wit, wac }: Handlers<Params, Result>,
	params: Params,
): Result | null | Promise<Result | null> {
	const { session, document } = query;
	switch (document.language) {
		case "wit": {
			const found = wit === undefined ? null : session.packages.document(document.path);
			return wit === undefined || found === null ? null : wit({ ...query, wit: found }, params);
		}
		case "wac":
			return wac === undefined
				? null
				: wac(
						{ ...query, wac: session.wac.document(document.path, document.text, session.documents.treeOf(document).root) },
						params,
					);
		default: {
			const unknown: never = document.language;
			return unknown;
		}
	}
}

async function guarded<Result>(
	connection: Connection,
	method: string,
	run: () => Result | Promise<Result>,
): Promise<Result | null> {
	try {
		return await run();
	} catch (error) {
		if (error instanceof ResponseError) throw error;
		connection.console.error(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
		return null;
	}
}
