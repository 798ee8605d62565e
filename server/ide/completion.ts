import type { Completion } from "../answer.ts";
import {
	type InterfaceSymbol,
	type ItemSymbol,
	interfaceMembers,
	originOf,
	packagesKnown,
	type ScopeEntry,
	type Span,
	scopeAt,
	signatureOf,
	type TypeSymbol,
	type WorldSymbol,
	withoutVersion,
} from "../wit/semantic/index.ts";
import { type CompletionContext, contextAt } from "./completion/context.ts";
import { builtinTypeCompletions, functionCompletions, gateCompletions, itemCompletions } from "./completion/keywords.ts";
import { documentationOf } from "./hover.ts";
import { itemStart } from "./item-start.ts";
import type { WitDocument } from "./packages.ts";
import { escaped } from "./written-name.ts";

/** What may be written at the offset: keywords by place, types in scope, paths with versions, the members of a `use`, attributes. */
export function completions(document: WitDocument, offset: number): readonly Completion[] {
	const context = contextAt(document.file.text, offset, itemStart(document.file, offset));
	const { span } = context;
	switch (context.kind) {
		case "nothing":
			return [];
		case "item": {
			const items = itemCompletions(context.body, span);
			const gate: Completion = { label: "@", kind: "gate", detail: "an attribute of the next item", span, rank: 3 };
			return context.body === "file" && context.gated ? items.filter(({ label }) => label !== "package") : [...items, gate];
		}
		case "gate":
			return gateCompletions(span);
		case "gate-argument":
			return gateArguments(document, context);
		case "type":
			return types(document, offset, context.handle, span);
		case "function":
			return context.body === "world"
				? [...functionCompletions("world", span), ...paths(document, offset, "import", span)]
				: functionCompletions(context.body, span);
		case "path":
			return paths(document, offset, context.item, span);
		case "use-names":
			return usedNames(document, offset, context.path, context.taken, span);
		case "include-names":
			return includedNames(document, offset, context.path, context.taken, span);
		case "package-name":
			return packageNames(document, span);
		default: {
			const unknown: never = context;
			return unknown;
		}
	}
}

function types(document: WitDocument, offset: number, handle: boolean, span: Span): readonly Completion[] {
	const { model } = document.package;
	const inScope = scopeAt(model, document.file, offset).types.filter((entry) => !handle || isResource(document, entry));
	const named = inScope.map(
		({ name, symbol }): Completion => ({
			label: name,
			kind: "type",
			...described(document, originOf(model, symbol)),
			insert: escaped(name),
			span,
		}),
	);
	return handle ? named : [...named, ...builtinTypeCompletions(span)];
}

function isResource({ package: { model } }: WitDocument, { symbol }: ScopeEntry): boolean {
	const origin = originOf(model, symbol);
	return origin.kind === "type" && origin.declaration?.body.form === "resource";
}

type PathItem = (CompletionContext & { kind: "path" })["item"];

/** Interfaces and worlds by the shortest path that names them here. */
function paths(document: WitDocument, offset: number, item: PathItem, span: Span): readonly Completion[] {
	const { model } = document.package;
	const scope = scopeAt(model, document.file, offset);
	const fits = (symbol: ItemSymbol) => item === "top-use" || symbol.kind === (item === "include" ? "world" : "interface");
	const rest = document.file.text.slice(offset);
	const completion = (label: string, symbol: ItemSymbol, rank: number): Completion => {
		const shared = { label, kind: symbol.kind, ...described(document, symbol), span, rank };
		if (item === "use" && !/^\s*[.@]/.test(rest))
			return { ...shared, insert: `${label}.{$0}${/^[ \t]*;/.test(rest) ? "" : ";"}`, isSnippet: true };
		return item !== "use" && /^[ \t]*(\r?\n|$)/.test(rest) ? { ...shared, insert: `${label};` } : shared;
	};
	const local = scope.items.flatMap(({ name, symbol }) =>
		(symbol.kind === "interface" || symbol.kind === "world") && fits(symbol) && symbol !== scope.owner
			? [completion(name, symbol, 0)]
			: [],
	);
	const others = packagesKnown(model).flatMap((known) =>
		known === scope.package ? [] : [...known.items.values()].filter(fits).map((symbol) => completion(symbol.id, symbol, 1)),
	);
	return [...local, ...others];
}

function usedNames(
	document: WitDocument,
	offset: number,
	path: string,
	taken: readonly string[],
	span: Span,
): readonly Completion[] {
	const { model } = document.package;
	const owner = itemByPath(document, offset, path);
	if (owner?.kind !== "interface") return [];
	const known = new Set([...taken, ...namesBehind(document.file.text.slice(span.end))]);
	return interfaceMembers(model, owner)
		.filter((member): member is TypeSymbol => member.kind === "type" && !known.has(member.name.text))
		.map((member) => ({
			label: member.name.text,
			kind: "type",
			...described(document, originOf(model, member)),
			insert: escaped(member.name.text),
			span,
		}));
}

/** The names that a list has behind the one at the cursor; none where the list is not closed, as what follows may be anything then. */
function namesBehind(rest: string): string[] {
	const list = /^[^{};]*(?=\})/.exec(rest)?.[0] ?? "";
	const [, ...parts] = list.split(",");
	return parts.map((part) => /[a-zA-Z][a-zA-Z0-9-]*/.exec(part)?.[0] ?? "");
}

function includedNames(
	document: WitDocument,
	offset: number,
	path: string,
	taken: readonly string[],
	span: Span,
): readonly Completion[] {
	const world = itemByPath(document, offset, path);
	if (world?.kind !== "world") return [];
	return plainNames(world)
		.filter((name) => !taken.includes(name))
		.map((name) => ({ label: name, kind: "value", insert: `${escaped(name)} as \${1:${name}}`, isSnippet: true, span }));
}

/** The names of a world that `with` can change: those of functions and of what has a label. */
function plainNames(world: WorldSymbol): readonly string[] {
	return world.declaration.members.flatMap((member) => {
		if (member.kind !== "extern") return [];
		return member.shape.form === "path" && member.shape.label === null ? [] : [member.name.text];
	});
}

function itemByPath(document: WitDocument, offset: number, path: string): InterfaceSymbol | WorldSymbol | null {
	const { model } = document.package;
	const bare = path.replaceAll("%", "");
	const local = scopeAt(model, document.file, offset).items.find(({ name }) => name === bare)?.symbol;
	if (local?.kind === "interface" || local?.kind === "world") return local;
	const all = packagesKnown(model).flatMap((known) => [...known.items.values()]);
	return all.find(({ id }) => id === bare) ?? all.find(({ id }) => !bare.includes("@") && withoutVersion(id) === bare) ?? null;
}

function gateArguments(
	document: WitDocument,
	{ gate, key, span }: CompletionContext & { kind: "gate-argument" },
): readonly Completion[] {
	const wanted = gate === "unstable" ? "feature" : gate === "since" || gate === "deprecated" ? "version" : null;
	if (wanted === null) return [];
	if (key === null) return [{ label: wanted, kind: "keyword", insert: `${wanted} = `, span }];
	if (key !== wanted) return [];
	const gates = [...document.package.files.values()].flatMap(({ text }) => [
		...text.matchAll(wanted === "feature" ? /\bfeature\s*=\s*([\w-]+)/g : /\bversion\s*=\s*([\w.+-]+)/g),
	]);
	const known = new Set(gates.flatMap(([, value]) => (value === undefined ? [] : [value])));
	const own = document.package.model.main?.id.version;
	if (wanted === "version" && own !== undefined && own !== null) known.add(own);
	return [...known].sort().map((label) => ({ label, kind: wanted === "version" ? "version" : "value", span }));
}

/** The package header: what the other files of the package say. */
function packageNames({ package: { model } }: WitDocument, span: Span): readonly Completion[] {
	return model.main === null
		? []
		: [{ label: model.main.key, kind: "package", detail: "as in the other files", insert: `${model.main.key};`, span }];
}

function described(
	{ package: { model } }: WitDocument,
	symbol: Parameters<typeof signatureOf>[1],
): Pick<Completion, "detail" | "documentation"> {
	const [first = ""] = signatureOf(model, symbol).split("\n");
	// What has a body shows only its head.
	const detail = first.replace(/ \{$/, "");
	const documentation = documentationOf(symbol);
	return { detail, ...(documentation === undefined ? {} : { documentation }) };
}
