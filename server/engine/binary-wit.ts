import type { Composer } from "./composer.ts";
import type { Answer } from "./fault.ts";

type Printer = Pick<Composer, "parseWat" | "componentWit">;

/** The WIT text of a component or a binary WIT package in a file: of the binary itself, or of its text form where the path ends in `.wat`. */
export function binaryWit(composer: Printer, path: string, bytes: Uint8Array): Answer<string> {
	if (!path.endsWith(".wat")) return composer.componentWit(bytes);
	const binary = composer.parseWat(new TextDecoder().decode(bytes));
	return binary.ok ? composer.componentWit(binary.value) : binary;
}

/** Reads such files, null where there is no WIT in one. The composer is asked for when the first of them is read. */
export function binaryReader(composer: () => Printer): (path: string, bytes: Uint8Array) => string | null {
	return (path, bytes) => {
		const text = binaryWit(composer(), path, bytes);
		return text.ok ? text.value : null;
	};
}
