import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";

/**
 * To be awaited between the files of a loop over many: lets other messages in, and throws when the client has cancelled the request or a
 * document has changed meanwhile, so that a half-old answer is never made.
 */
export type Checkpoint = () => Promise<void>;

/** The checkpoint of one request; `isStale` says whether what the request was asked about has changed. */
export function checkpointFor(token: CancellationToken, isStale: () => boolean): Checkpoint {
	return async () => {
		await nextTurn();
		if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
		if (isStale()) throw new ResponseError(LSPErrorCodes.ContentModified, "the documents changed");
	};
}

/** Resolves when the messages that have arrived by now have had their turn. */
export function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
