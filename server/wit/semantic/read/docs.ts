/**
 * The text of a comment block. As in the reference parser every kind of comment counts as documentation; the marks are taken off, and the
 * indentation that all lines share.
 *
 * @param comments the comments as they are written, in order.
 */
export function docsText(comments: readonly string[]): string {
	const parts = comments.map((comment) =>
		(comment.startsWith("/**") && comment.length > 4 ? comment.slice(3, -2) : comment.replace(/^\/+/, "")).trimEnd(),
	);
	const indents = parts.filter((part) => part !== "").map((part) => part.length - part.trimStart().length);
	const shared = " ".repeat(indents.reduce((least, indent) => Math.min(least, indent), 80));
	const lines = parts.flatMap((part) => (part.startsWith(shared) ? part.slice(shared.length) : part).split(/\r?\n/));
	while (lines.at(-1) === "") lines.pop();
	return lines.join("\n");
}
