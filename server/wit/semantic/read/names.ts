/** How names are written (WIT.md, "Identifiers"). */
import { keywords } from "./lexer.ts";

/** Whether each word of a name is in one case and starts as it must. */
export function isName(text: string): boolean {
	return /^(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-(?:[a-z0-9]+|[A-Z0-9]+))*$/.test(text);
}

/** What to say of something that is not a name. */
export function nameHint(text: string): string {
	const name = inKebabCase(text);
	if (name !== null && text.includes("_")) return `Write \`${name}\`: words are joined by \`-\`.`;
	const rule = "Names are words joined by `-`, each word all lower case or all upper case, the first beginning with a letter";
	return name === null ? `${rule}: \`http-server\`, \`XML-text\`.` : `Write \`${name}\`. ${rule}.`;
}

/** `getHTTPUrl` and `get_http_url` as WIT writes them: `get-http-url`; null where that makes no name either. */
export function inKebabCase(text: string): string | null {
	const name = text
		.replace(/([a-z0-9])([A-Z])/g, "$1-$2")
		.replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
		.toLowerCase()
		.split(/[_-]+/)
		.filter((word) => word !== "")
		.join("-");
	if (!isName(name)) return null;
	return keywords.has(name) ? `%${name}` : name;
}
