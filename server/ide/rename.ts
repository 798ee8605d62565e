import type { FileEdit } from "../answer.ts";
import { definitionAt, type Name, type WitSymbol } from "../wit/semantic/index.ts";
import type { WitDocument } from "./packages.ts";
import { placesOfSameName } from "./references.ts";
import { escaped } from "./written-name.ts";

export type RenameAnswer =
	| { readonly ok: true; readonly edits: readonly FileEdit[] }
	| { readonly ok: false; readonly message: string };

const NAME = /^%?([a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(-([a-z0-9]+|[A-Z0-9]+))*$/;

/** The name at the offset where it can be renamed, else null. */
export function renameTarget({ package: { model }, file }: WitDocument, offset: number): Name | null {
	const found = definitionAt(model, file, offset);
	return found === null || whyNot(found.target, found.name) !== null ? null : found.name;
}

/** Every edit that gives what is named at the offset another name. `to` is an identifier of WIT; anything else is refused with a reason. */
export function rename(document: WitDocument, offset: number, to: string): RenameAnswer {
	const { model } = document.package;
	const found = definitionAt(model, document.file, offset);
	if (found === null) return { ok: false, message: "There is no name here that could be renamed." };
	const reason = whyNot(found.target, found.name);
	if (reason !== null) return { ok: false, message: reason };
	if (!NAME.test(to))
		return {
			ok: false,
			message: `\`${to}\` is not a name in WIT: words of one case, letters and digits, with \`-\` between them.`,
		};
	const edits = new Map<string, { span: Name["span"]; text: string }[]>();
	for (const { file, span } of placesOfSameName(document, found.target)) {
		const written = file.text.slice(span.start, span.end).replace(/^%/, "");
		if (written !== found.name.text) continue;
		if (!file.path.endsWith(".wit") && file !== document.file)
			return { ok: false, message: `The name is used in ${file.path}, which is not text.` };
		const list = edits.get(file.path) ?? [];
		list.push({ span, text: escaped(to) });
		edits.set(file.path, list);
	}
	return { ok: true, edits: [...edits].map(([path, list]) => ({ path, edits: list })) };
}

function whyNot(symbol: WitSymbol, name: Name): string | null {
	if (symbol.kind === "package") return "Packages cannot be renamed here: their name stands in files of others too.";
	if (symbol.kind === "function" && symbol.declaration.role === "constructor")
		return `\`${name.text}\` is a word of the language.`;
	return null;
}
