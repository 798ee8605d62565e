// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the editor fills the places of snippets, not the language.

import type { Completion } from "../../answer.ts";
import type { Span } from "../../wit/semantic/index.ts";
import type { Body } from "./context.ts";

type Template = readonly [label: string, snippet: string, detail: string];

const TYPE_DEFINITIONS: readonly Template[] = [
	["record", "record ${1:name} {\n\t${2:field}: ${3:u32},\n}", "fields of different types"],
	[
		"variant",
		"variant ${1:name} {\n\t${2:first-case}(${3:string}),\n\t${4:second-case},\n}",
		"one of several cases, each with a value or none",
	],
	["enum", "enum ${1:name} {\n\t${2:first-case},\n}", "one of several names"],
	["flags", "flags ${1:name} {\n\t${2:first-flag},\n}", "a set of names"],
	["resource", "resource ${1:name} {\n\tconstructor($2);\n\t${3:method}: func($4);\n}", "a thing that handles refer to"],
	["type", "type ${1:name} = ${2:u32};", "another name for a type"],
];

const USE: Template = ["use", "use ${1:path}.{${2:name}};", "types of another interface"];

const BY_BODY: Readonly<Record<Body, readonly Template[]>> = {
	file: [
		["interface", "interface ${1:name} {\n\t$0\n}", "functions and types"],
		["world", "world ${1:name} {\n\t$0\n}", "what a component imports and exports"],
		["package", "package ${1:namespace}:${2:name};", "the name of the package"],
		["use", "use ${1:path};", "an interface or world by a shorter name"],
	],
	package: [
		["interface", "interface ${1:name} {\n\t$0\n}", "functions and types"],
		["world", "world ${1:name} {\n\t$0\n}", "what a component imports and exports"],
		["use", "use ${1:path};", "an interface or world by a shorter name"],
	],
	interface: [USE, ...TYPE_DEFINITIONS, ["func", "${1:name}: func($2);", "a function"]],
	world: [
		["import", "import $0;", "what the component needs"],
		["export", "export $0;", "what the component offers"],
		["include", "include ${1:world};", "all of another world"],
		USE,
		...TYPE_DEFINITIONS,
	],
	resource: [
		["constructor", "constructor($1);", "makes a new one"],
		["func", "${1:name}: func($2);", "a method"],
		["static", "${1:name}: static func($2);", "a function that needs no handle"],
	],
};

/** Words that begin an item in a body. */
export function itemCompletions(body: Body, span: Span): readonly Completion[] {
	return BY_BODY[body].map((template) => snippet(template, "keyword", span));
}

const FUNCTIONS: Readonly<Record<"plain" | "method" | "extern", readonly Template[]>> = {
	plain: [
		["func", "func($1)$2;", "a function"],
		["async func", "async func($1)$2;", "a function that may wait"],
	],
	method: [
		["func", "func($1)$2;", "a method"],
		["static func", "static func($1)$2;", "a function that needs no handle"],
		["async func", "async func($1)$2;", "a method that may wait"],
		["static async func", "static async func($1)$2;", "a function without a handle that may wait"],
	],
	extern: [
		["func", "func($1)$2;", "a function"],
		["async func", "async func($1)$2;", "a function that may wait"],
		["interface", "interface {\n\t$0\n}", "an interface written here"],
	],
};

/** What may follow `name:` of a function, or of an import or export. */
export function functionCompletions(body: Body, span: Span): readonly Completion[] {
	return FUNCTIONS[body === "resource" ? "method" : body === "world" ? "extern" : "plain"].map((template) =>
		snippet(template, "keyword", span),
	);
}

const PRIMITIVES = [
	"bool",
	"u8",
	"u16",
	"u32",
	"u64",
	"s8",
	"s16",
	"s32",
	"s64",
	"f32",
	"f64",
	"char",
	"string",
	"error-context",
];
const CONSTRUCTED: readonly Template[] = [
	["list", "list<${1:u8}>", "any number of values"],
	["option", "option<${1:string}>", "a value or none"],
	["result", "result<${1:_}, ${2:string}>", "a success or an error"],
	["tuple", "tuple<${1:u32}, ${2:u32}>", "values without names"],
	["map", "map<${1:string}, ${2:u32}>", "values by key"],
	["borrow", "borrow<${1:resource}>", "a handle for the time of a call"],
	["own", "own<${1:resource}>", "a handle that is given away"],
	["future", "future<${1:u8}>", "a value that comes later"],
	["stream", "stream<${1:u8}>", "values that come one after another"],
];

/** The types of the language. */
export function builtinTypeCompletions(span: Span): readonly Completion[] {
	return [
		...CONSTRUCTED.map((template) => snippet(template, "keyword", span, 2)),
		...PRIMITIVES.map((label): Completion => ({ label, kind: "keyword", detail: "builtin type", span, rank: 1 })),
	];
}

const GATES: readonly Template[] = [
	["since", "since(version = ${1:0.1.0})", "the version that brought the item"],
	["unstable", "unstable(feature = ${1:feature})", "exists only where the feature is active"],
	["deprecated", "deprecated(version = ${1:0.1.0})", "not to be used from this version on"],
	["external-id", 'external-id("${1:id}")', "the item's name outside of WIT"],
];

/** The attributes, without their `@`. */
export function gateCompletions(span: Span): readonly Completion[] {
	return GATES.map((template) => snippet(template, "gate", span));
}

function snippet([label, insert, detail]: Template, kind: Completion["kind"], span: Span, rank = 0): Completion {
	return { label, kind, detail, insert, isSnippet: true, span, rank };
}
