import { expect, it } from "vitest";
import {
	docsOf,
	fileView,
	gatesOf,
	type MemberView,
	type PackageItemView,
	type PathView,
	renamesOf,
	type SignatureView,
	type TypeView,
} from "../../server/wit/syntax/nodes.ts";
import type { SyntaxNode } from "../../server/wit/syntax/tree.ts";
import { parsers } from "./parsers.ts";

// The views are written down again as text, so that what they say can be compared with what was parsed.

function path(view: PathView | null): string {
	if (view === null) return "?";
	const names = (parts: PathView["packages"]) => parts.map((part) => part.text);
	const prefix = [...names(view.namespaces), names(view.packages).join("/")].join(":");
	const version = view.version === null ? "" : `@${view.version.text}`;
	return `${view.packages.length > 0 ? `${prefix}/` : ""}${view.name?.text ?? "?"}${version}`;
}

function type(view: TypeView | null): string {
	if (view === null) return "?";
	switch (view.kind) {
		case "primitive":
			return view.primitive;
		case "named":
			return view.name?.text ?? "?";
		case "error-context":
			return view.kind;
		case "list":
			return `list<${type(view.element)}${view.length === null ? "" : `, ${view.length.text}`}>`;
		case "map":
			return `map<${type(view.key)}, ${type(view.value)}>`;
		case "tuple":
			return `tuple<${view.elements.map(type).join(", ")}>`;
		case "option":
		case "future":
		case "stream":
			return `${view.kind}<${type(view.element)}>`;
		case "result":
			return `result<${type(view.ok)}, ${type(view.err)}>`;
		case "own":
		case "borrow":
			return `${view.kind}<${view.resource?.text ?? "?"}>`;
		default: {
			const never: never = view;
			return never;
		}
	}
}

function signature(view: SignatureView | null): string {
	if (view === null) return "?";
	const params = view.params.map((param) => `${param.name?.text}: ${type(param.type)}`).join(", ");
	return `${view.async ? "async " : ""}${view.kind}(${params}) -> ${type(view.result)}`;
}

function front(node: SyntaxNode): string {
	const gates = gatesOf(node).map((gate) => {
		switch (gate.kind) {
			case "unstable":
				return `@unstable ${gate.feature?.text}`;
			case "external-id":
				return `@external-id ${gate.value?.text}`;
			case "since":
			case "deprecated":
				return `@${gate.kind} ${gate.version?.text}`;
			default: {
				const never: never = gate;
				return never;
			}
		}
	});
	return [...docsOf(node).map((doc) => doc.text), ...gates, ""].join(" ");
}

function member(view: MemberView): string[] {
	const start = front(view.node);
	switch (view.kind) {
		case "import_item":
		case "export_item": {
			const what =
				view.signature !== null ? signature(view.signature) : view.members !== null ? "interface" : `path ${path(view.path)}`;
			return [`${start}${view.kind} ${view.name?.text ?? ""}: ${what}`, ...(view.members ?? []).flatMap(member).map(indent)];
		}
		case "use_item":
		case "include_item": {
			const names = renamesOf(view.node).map(({ name, alias }) => `${name?.text}>${alias?.text ?? ""}`);
			return [`${start}${view.kind} ${path(view.path)} ${names.join(" ")}`];
		}
		case "func_item":
		case "constructor_item":
			return [`${start}${view.kind} ${view.name?.text}: ${view.static ? "static " : ""}${signature(view.signature)}`];
		case "type_item":
		case "record_item":
		case "variant_item":
		case "enum_item":
		case "flags_item":
		case "resource_item": {
			const parts = view.parts.map((part) => indent(`${front(part.node)}${part.name?.text}: ${type(part.type)}`));
			return [
				`${start}${view.kind} ${view.name?.text} ${type(view.type)}`,
				...parts,
				...view.functions.flatMap(member).map(indent),
			];
		}
		default: {
			const never: never = view;
			return never;
		}
	}
}

function item(view: PackageItemView): string[] {
	const start = front(view.node);
	switch (view.kind) {
		case "top_level_use_item":
			return [`${start}${view.kind} ${path(view.path)} as ${view.alias?.text}`];
		case "nested_package_item":
			return [`${start}${view.kind} ${view.name?.names[0]?.text}`, ...view.items.flatMap(item).map(indent)];
		case "interface_item":
		case "world_item":
			return [`${start}${view.kind} ${view.name?.text}`, ...view.members.flatMap(member).map(indent)];
		default: {
			const never: never = view;
			return never;
		}
	}
}

function indent(line: string): string {
	return `  ${line}`;
}

function draw(text: string): string {
	const tree = parsers.wit.parse(text);
	const file = fileView(tree.root);
	tree.dispose();
	const name = file.package;
	const header =
		name === null
			? "no package"
			: `package ${[...name.namespaces, ...name.names].map((part) => part.text).join(":")}@${name.version?.text}`;
	return [header, ...file.items.flatMap(item)].join("\n");
}

it("shows all that a document holds", () => {
	expect(
		draw(`package a:b@1.0.0;
use c:d/e@0.1.0 as f;
// plain
/// docs
@since(version = 1.0.0)
interface i { // behind the brace
  use j.{k, l as %m};
  type t = result<_, list<tuple<u8, map<string, option<k>>>, 4>>;
  record r {
    /// first
    x: u32, // behind x
    y: borrow<s>,
  }
  variant v { a, b(own<s>) }
  enum e { a }
  flags g { a }
  @unstable(feature = z)
  /// between
  resource s {
    constructor(x: future<u8>) -> result<s>;
    m: static async func() -> stream<u8>;
    @external-id("n")
    n: get() -> error-context;
  }
  set: set(x: u32);
}
package n:o {
  world w {
    import p: func();
    export q: interface { r: func(); }
    import s;
    export t: u:v/w@1.0.0;
    include x with { y as z }
  }
}
`),
	).toBe(`package a:b@1.0.0
top_level_use_item c:d/e@0.1.0 as f
// plain /// docs @since 1.0.0 interface_item i
  use_item j k> l>m
  type_item t result<?, list<tuple<u8, map<string, option<k>>>, 4>>
  record_item r ?
    /// first x: u32
    y: borrow<s>
  variant_item v ?
    a: ?
    b: own<s>
  enum_item e ?
    a: ?
  flags_item g ?
    a: ?
  /// between @unstable z resource_item s ?
    constructor_item constructor: constructor(x: future<u8>) -> result<s, ?>
    func_item m: static async func() -> stream<u8>
    @external-id "n" func_item n: get() -> error-context
  func_item set: set(x: u32) -> ?
nested_package_item o
  world_item w
    import_item p: func() -> ?
    export_item q: interface
      func_item r: func() -> ?
    import_item : path s
    export_item t: path u:v/w@1.0.0
    include_item x y>z`);
});

it("shows what a broken document still holds, and invents nothing", () => {
	expect(
		draw("interface i {\n  f: func(x: ) -> list<\n  record r { a: }\n  use .{b as }; = =\n  g: func();\n}\nworld {\n  import a:"),
	).toBe(`no package
interface_item i
  func_item f: func(x: ?) -> list<?>
  record_item r ?
    a: ?
  use_item ? b>
  func_item g: func() -> ?
world_item undefined
  import_item a: path ?`);
});
