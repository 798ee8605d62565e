// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the editor fills the places of snippets, not the language.
import type { Completion } from "../answer.ts";
import type { Offset } from "../wit/syntax/positions.ts";
import { type WacContext, wacContextAt } from "./cursor.ts";
import type { PackageReference } from "./names.ts";
import type { WacDocument } from "./service.ts";
import { type Binding, bindingNamed, bindingsBefore, member, valueOfBinding, type WacValue } from "./values.ts";
import type { WorldItem } from "./world.ts";

/** What may be written at the offset: statements, names, packages that were found, arguments that a package wants, exports of an instance. */
export function wacCompletions(document: WacDocument, at: Offset): readonly Completion[] {
	const context = wacContextAt(document.text, at);
	const span = { start: context.start, end: at };
	switch (context.kind) {
		case "nothing":
			return [];
		case "statement":
			return STATEMENTS.map(([label, insert, detail]) => ({ label, kind: "keyword", insert, detail, isSnippet: true, span }));
		case "expression":
			return [
				...names(document, at, span),
				{ label: "new", kind: "keyword", insert: "new ", detail: "an instance of a component", span, rank: 1 },
			];
		case "package":
			return packages(document, span);
		case "path":
			return paths(document, context.item, span);
		case "argument":
			return wanted(document, at, context, span);
		case "access":
			return exportsOf(document, at, context, span);
		default: {
			const unknown: never = context;
			return unknown;
		}
	}
}

type Span = Completion["span"];

const STATEMENTS: readonly (readonly [label: string, insert: string, detail: string])[] = [
	["let", "let ${1:name} = new ${2:package} { $0 };", "an instance of a component by a name"],
	["import", "import ${1:name}: ${2:path};", "what the composition needs from outside"],
	["export", "export ${1:name}...;", "what the composition offers"],
	["package", "package ${1:namespace}:${2:name};", "the name of the composition"],
	["interface", "interface ${1:name} {\n\t$0\n}", "functions and types"],
	["world", "world ${1:name} {\n\t$0\n}", "what a component imports and exports"],
	["type", "type ${1:name} = ${2:u32};", "another name for a type"],
];

function names({ root }: WacDocument, at: Offset, span: Span): readonly Completion[] {
	return bindingsBefore(root, at).map(({ name, kind, node }) => ({
		label: name,
		kind: "variable",
		detail: kind === "let" ? shortened(node.text) : node.text,
		span,
	}));
}

function packages(document: WacDocument, span: Span): readonly Completion[] {
	const rest = document.text.slice(span.end);
	return [...document.service.available(document.path)].flatMap(([name, path]): Completion[] => {
		const world = document.service.worldOf(document.path, referenceFrom(name));
		if (world !== null && world.component === null) return [];
		const hasBody = /^[\w:@.-]*\s*\{/.test(rest);
		return [{ label: name, kind: "package", detail: path, insert: hasBody ? name : `${name} { $0 }`, isSnippet: !hasBody, span }];
	});
}

function paths(document: WacDocument, item: "import" | "targets", span: Span): readonly Completion[] {
	const found = [...document.service.available(document.path).keys()].flatMap((name): Completion[] => {
		const world = document.service.worldOf(document.path, referenceFrom(name));
		const items = world === null ? [] : world.items;
		return items
			.filter(({ members }) => (item === "import") === (members !== null))
			.map(({ name: label, signature }) => ({ label, kind: item === "import" ? "interface" : "world", detail: signature, span }));
	});
	if (item === "targets") return found;
	const written: readonly (readonly [string, string])[] = [
		["func", "func($1)$2;"],
		["interface", "interface {\n\t$0\n};"],
	];
	return [
		...found,
		...written.map(([label, insert]): Completion => ({ label, kind: "keyword", insert, isSnippet: true, span, rank: 1 })),
	];
}

/** The imports of the package that have no argument yet; a name in scope that fits one is an argument by itself. */
function wanted(
	document: WacDocument,
	at: Offset,
	context: WacContext & { kind: "argument" },
	span: Span,
): readonly Completion[] {
	const imports = document.service.worldOf(document.path, referenceFrom(context.package))?.component?.imports ?? [];
	const open = imports.filter(({ name, short }) => !context.taken.includes(name) && !context.taken.includes(short));
	const quoted = document.text.charAt(span.start) === '"';
	const instances = bindingsBefore(document.root, at);
	const named = open.map((item): Completion => {
		const label = quoted || item.name !== item.short ? `"${item.name}"` : item.name;
		const source = sourceOf(document, instances, item);
		return {
			label,
			kind: kindOf(item),
			detail: item.signature,
			insert: `${label}: ${source ?? "$0"}`,
			isSnippet: true,
			span: quoted ? throughQuote(document, span) : span,
		};
	});
	if (quoted) return named;
	const fill: Completion = { label: "...", kind: "keyword", detail: "import what has no argument", span, rank: 2 };
	const spread = instances.map(
		({ name }): Completion => ({
			label: `...${name}`,
			kind: "variable",
			detail: "every export of it that is wanted",
			span,
			rank: 2,
		}),
	);
	return [...named, ...spread, fill];
}

/** An expression for an import where one of the instances before exports just it. */
function sourceOf(document: WacDocument, instances: readonly Binding[], item: WorldItem): string | null {
	for (const binding of instances) {
		const found = valueOfBinding(document, binding)?.items?.find(({ name }) => name === item.name);
		if (found !== undefined)
			return found.name === found.short ? `${binding.name}.${found.name}` : `${binding.name}["${found.name}"]`;
	}
	return null;
}

function exportsOf(
	document: WacDocument,
	at: Offset,
	{ chain, quoted }: WacContext & { kind: "access" },
	span: Span,
): readonly Completion[] {
	const [first = "", ...taken] = chain;
	const binding = bindingNamed(document.root, first, at);
	const start = binding === null ? null : valueOfBinding(document, binding);
	const value = taken.reduce<WacValue | null>((inner, name) => (inner === null ? null : member(inner, name)), start);
	return (value?.items ?? []).map((item): Completion => {
		const shared = { kind: kindOf(item), detail: item.signature };
		if (!quoted) return { label: item.short, ...shared, span };
		const whole = throughQuote(document, span);
		const label = `"${item.name}"`;
		return { label, ...shared, insert: document.text.charAt(whole.end) === "]" ? label : `${label}]`, span: whole };
	});
}

/** A span from an opening quote to the cursor, with the closing quote that an editor has put behind it. */
function throughQuote({ text }: WacDocument, { start, end }: Span): Span {
	const rest = /^[^"\s]*"/.exec(text.slice(end))?.[0];
	return { start, end: end + (rest?.length ?? 0) };
}

function kindOf(item: WorldItem): "function" | "interface" {
	return item.members === null ? "function" : "interface";
}

function referenceFrom(text: string): PackageReference {
	const [name = text, version] = text.split("@");
	return version === undefined ? { name } : { name, version };
}

function shortened(text: string): string {
	return text.replace(/\s+/g, " ").slice(0, 80);
}
