/**
 * The outline of a WIT file: which stretch of its text is which item, no deeper. Merging the files of several packages into one document needs no
 * more, and it works on text that the full model would reject: the generator's own parser says what is wrong with it.
 */

/** A stretch of text: offsets in UTF-16 units, `end` excluded. */
interface Stretch {
	readonly start: number;
	readonly end: number;
}

/** One token that is not a comment; `text` of a version after `@` is the whole version. */
interface Token extends Stretch {
	readonly text: string;
}

/** An item at the top of a file or of a nested package. Its stretch begins with the comments and gates in front of it. */
export type Item =
	| (Stretch & { readonly kind: "package"; readonly name: string; readonly documented: boolean })
	| (Stretch & { readonly kind: "nested"; readonly name: string; readonly open: number; readonly items: readonly Item[] })
	/** `path` is what stands between `use` and `as`; `name` is what the file calls it, without a `%`. */
	| (Stretch & { readonly kind: "use"; readonly path: string; readonly name: string })
	/**
	 * `references` are the places of bare names that may be names of a top-level `use`; `feature` is the one without which an `@unstable` item
	 * does not count.
	 */
	| (Stretch & {
			readonly kind: "interface" | "world";
			readonly name: string;
			readonly feature: string | null;
			readonly references: readonly (Stretch & { readonly name: string })[];
	  })
	/** What is none of these, up to the next `;` or `}`: kept, so that the parser complains about it. */
	| (Stretch & { readonly kind: "other" });

const TOKEN = /\/\/[^\n]*|\/\*|"(?:\\.|[^"\\\n])*"|@(?=\d)|%?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*|\S/gu;
const VERSION = /\d+\.\d+\.\d+(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?/y;

/** All items of a file in order. The stretches touch: together with what follows the last one they are the whole text. */
export function outline(text: string): readonly Item[] {
	return readItems({ tokens: tokenize(text), text }, 0, null).items;
}

/** What a name is without the `%` that lets it be a keyword. */
export function plain(name: string): string {
	return name.startsWith("%") ? name.slice(1) : name;
}

interface Source {
	readonly tokens: readonly Token[];
	readonly text: string;
}

function tokenize(text: string): readonly Token[] {
	const tokens: Token[] = [];
	TOKEN.lastIndex = 0;
	for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
		const start = found.index;
		if (found[0].startsWith("//")) continue;
		if (found[0] === "/*") {
			TOKEN.lastIndex = endOfBlockComment(text, start);
			continue;
		}
		tokens.push({ text: found[0], start, end: TOKEN.lastIndex });
		if (found[0] !== "@") continue;
		VERSION.lastIndex = TOKEN.lastIndex;
		const version = VERSION.exec(text);
		if (version === null) continue;
		tokens.push({ text: version[0], start: version.index, end: VERSION.lastIndex });
		TOKEN.lastIndex = VERSION.lastIndex;
	}
	return tokens;
}

/** Block comments nest. An unclosed one goes to the end of the text. */
function endOfBlockComment(text: string, start: number): number {
	let depth = 0;
	for (let at = start; at < text.length; at++) {
		if (text.startsWith("/*", at)) {
			depth++;
			at++;
		} else if (text.startsWith("*/", at)) {
			at++;
			if (--depth === 0) return at + 1;
		}
	}
	return text.length;
}

/** Items from the token `first` on, up to a `}` that closes `within` or the end of the text; `next` is the token after them. */
function readItems(source: Source, first: number, within: Token | null): { items: readonly Item[]; next: number; end: number } {
	const { tokens, text } = source;
	const items: Item[] = [];
	let start = within === null ? 0 : within.end;
	let at = first;
	while (at < tokens.length) {
		const keyword = afterGates(tokens, at);
		const word = tokens[keyword]?.text;
		if (word === "}" && within !== null) return { items, next: keyword + 1, end: tokens[keyword]?.end ?? text.length };
		const next = endOfItem(tokens, keyword);
		const end = tokens[next - 1]?.end ?? text.length;
		const open = tokens.findIndex((token, index) => index >= keyword && index < next && token.text === "{");
		const name = tokens[keyword + 1]?.text ?? "";
		if (word === "package" && open >= 0 && within === null) {
			const brace = tokens[open];
			const inside = brace === undefined ? { items: [], next, end } : readItems(source, open + 1, brace);
			items.push({
				kind: "nested",
				start,
				end: inside.end,
				name: joined(tokens, keyword + 1, open),
				open: brace?.end ?? end,
				items: inside.items,
			});
			start = inside.end;
			at = inside.next;
			continue;
		}
		const between = { start, end };
		if (word === "package") {
			const documented = text.slice(start, tokens[keyword]?.start).trim() !== "";
			items.push({ kind: "package", ...between, name: joined(tokens, keyword + 1, next - 1), documented });
		} else if (word === "use") items.push(readUse(source, keyword, next, between));
		else if (word === "interface" || word === "world") {
			const feature = featureOf(tokens.slice(at, keyword));
			items.push({ kind: word, ...between, name: plain(name), feature, references: references(tokens.slice(keyword, next)) });
		} else items.push({ kind: "other", ...between });
		start = end;
		at = next;
	}
	return { items, next: at, end: text.length };
}

/** The index of the first token after any `@name(…)`. */
function afterGates(tokens: readonly Token[], first: number): number {
	let at = first;
	while (tokens[at]?.text === "@") {
		at++;
		while (at < tokens.length && tokens[at]?.text !== ")") at++;
		at++;
	}
	return at;
}

/** The name in `@unstable(feature = name)` among the gates of an item. */
function featureOf(gates: readonly Token[]): string | null {
	const at = gates.findIndex((token, index) => token.text === "unstable" && gates[index - 1]?.text === "@");
	return at < 0 ? null : plain(gates[at + 4]?.text ?? "");
}

/** The index after the item's last token: its `;` outside braces, or the `}` that closes its first `{`. */
function endOfItem(tokens: readonly Token[], first: number): number {
	let depth = 0;
	for (let at = first; at < tokens.length; at++) {
		const text = tokens[at]?.text;
		if (text === "{") depth++;
		if (text === "}" && --depth <= 0) return at + 1;
		if (text === ";" && depth === 0) return at + 1;
	}
	return tokens.length;
}

function joined(tokens: readonly Token[], from: number, to: number): string {
	return tokens
		.slice(from, to)
		.map((token) => token.text)
		.join("");
}

function readUse({ tokens }: Source, keyword: number, next: number, between: Stretch): Item {
	const semicolon = tokens[next - 1]?.text === ";" ? next - 1 : next;
	const as = tokens.findIndex((token, index) => index > keyword && index < semicolon && token.text === "as");
	const path = joined(tokens, keyword + 1, as < 0 ? semicolon : as);
	// The last name of `a:b/c@1.0.0` is `c`.
	const own = as < 0 ? path.replace(/@.*$/, "").replace(/^.*\//, "") : (tokens[as + 1]?.text ?? "");
	return { kind: "use", ...between, path, name: plain(own) };
}

/** Bare names of interfaces and worlds in the text of an interface or a world: `use x.{…}`, `import x;`, `export l: x;`, `include x`. */
function references(tokens: readonly Token[]): readonly (Stretch & { name: string })[] {
	const found: Token[] = [];
	tokens.forEach((token, index) => {
		const [first, second, third] = tokens.slice(index + 1);
		if (first === undefined || second === undefined) return;
		switch (token.text) {
			case "use":
				if (second.text === ".") found.push(first);
				return;
			case "include":
				if (second.text === ";" || second.text === "with") found.push(first);
				return;
			case "import":
			case "export":
				if (second.text === ";") found.push(first);
				else if (second.text === ":" && third !== undefined && tokens[index + 4]?.text === ";") found.push(third);
				return;
			default:
		}
	});
	return found.map(({ start, end, text }) => ({ start, end, name: plain(text) }));
}
