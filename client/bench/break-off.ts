/** What has to be undone where the bench is broken off: processes that it has started, folders that it has made. */

const undoings = new Set<() => void>();

/** Does `undo` when it is called, or when the bench is broken off: once. */
export function undoneAtTheEnd(undo: () => void): () => void {
	const once = (): void => {
		if (undoings.delete(once)) undo();
	};
	undoings.add(once);
	return once;
}

/** Ends and removes what is there of a bench. What has ended by itself is gone already. */
export function breakOff(): void {
	for (const undo of undoings) undo();
}
