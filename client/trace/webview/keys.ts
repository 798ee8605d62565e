/** What keys mean in the list of calls. */

/** The row that a key leads to from the row `at` (-1 where none is selected), of `count` rows; null where the key is none of these. */
export function moveBy(key: string, at: number, page: number, count: number): number | null {
	const within = (row: number) => Math.min(Math.max(row, 0), count - 1);
	switch (key) {
		case "ArrowDown":
			return within(at + 1);
		case "ArrowUp":
			return within(at - 1);
		case "PageDown":
			return within(at + page);
		case "PageUp":
			return within(at - page);
		case "Home":
			return within(0);
		case "End":
			return within(count - 1);
		default:
			return null;
	}
}
