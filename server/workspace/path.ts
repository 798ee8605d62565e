/** Paths with `/` between their parts, as `Workspace` has them. Nothing here reads a file. */

/** The directory of a file or directory, or `null` at the root and for a path without a directory. */
export function parentOf(path: string): string | null {
	const cut = path.lastIndexOf("/");
	if (cut < 0) return null;
	if (cut === 0) return path.length > 1 ? "/" : null;
	return path.slice(0, cut);
}

/** The last part of a path. */
export function nameOf(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

/** One or more parts below a directory; `.` and `..` are resolved, and an absolute part replaces what stands before it. */
export function join(directory: string, ...parts: string[]): string {
	let whole = directory;
	for (const part of parts) whole = isAbsolute(part) ? part : whole.endsWith("/") ? whole + part : `${whole}/${part}`;
	return normalize(whole);
}

/** Whether a path stands by itself: `/…`, `C:/…` or a URI. */
export function isAbsolute(path: string): boolean {
	return path.startsWith("/") || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(path);
}

/** Whether `path` is `directory` or stands below it. */
export function isWithin(path: string, directory: string): boolean {
	return path === directory || path.startsWith(directory.endsWith("/") ? directory : `${directory}/`);
}

/** `path` as seen from `directory`, where it stands below it; else the path itself. */
export function relative(path: string, directory: string): string {
	if (path === directory) return ".";
	return isWithin(path, directory) ? path.slice(directory.endsWith("/") ? directory.length : directory.length + 1) : path;
}

function normalize(path: string): string {
	if (!/(^|\/)\.{0,2}(\/|$)/.test(path.slice(1))) return path;
	const rooted = path.startsWith("/");
	const parts: string[] = [];
	for (const part of path.split("/")) {
		if (part === "" || part === ".") continue;
		if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
		else if (part !== ".." || !rooted) parts.push(part);
	}
	return (rooted ? "/" : "") + (parts.join("/") || (rooted ? "" : "."));
}
