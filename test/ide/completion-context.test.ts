import { describe, expect, it } from "vitest";
import { contextAt } from "../../server/ide/completion/context.ts";

/** The context at `$0`, on one line: what is told apart, and in brackets what is typed already. */
function check(text: string, expected: string): void {
	const offset = text.indexOf("$0");
	const source = text.replace("$0", "");
	const { span, ...context } = contextAt(source, offset);
	const details = Object.entries(context)
		.filter(([key, value]) => key !== "kind" && value !== false && value !== null)
		.map(([key, value]) => (value === true ? key : `${key}=${value}`));
	const typed = source.slice(span.start, span.end);
	expect([context.kind, ...details, ...(typed === "" ? [] : [`[${typed}]`])].join(" ")).toBe(expected);
}

describe("what may be written at a place", () => {
	it.each([
		["$0", "item body=file"],
		["int$0", "item body=file [int]"],
		["package a:b;\n\n$0", "item body=file"],
		["interface i {\n\t$0\n}", "item body=interface"],
		["world w {\n\timp$0\n}", "item body=world [imp]"],
		["interface i {\n\tresource r {\n\t\t$0", "item body=resource"],
		["package a:b {\n\t$0", "item body=package"],
		["interface i {\n\t@since(version = 0.1.0)\n\t$0", "item body=interface gated"],
		["interface i {\n\trecord r { a: u8 }\n\t$0", "item body=interface"],
		["interface i {\n\tuse x.{a};\n\t$0", "item body=interface"],
		["world w {\n\tinclude x with { a as b }\n\t$0", "item body=world"],
		["interface i {}\nworld w {\n\timport a: interface {\n\t\t$0", "item body=interface"],
	])("items: %s", check);

	it.each([
		["interface i {\n\tf: func(a: $0", "type"],
		["interface i {\n\tf: func(a: u$0", "type [u]"],
		["interface i {\n\tf: func(a: u8, b: li$0)", "type [li]"],
		["interface i {\n\tf: func() -> $0", "type"],
		["interface i {\n\tf: func() -> result<a, $0", "type"],
		["interface i {\n\ttype t = $0", "type"],
		["interface i {\n\ttype t = list<$0>", "type"],
		["interface i {\n\ttype t = borrow<$0", "type handle"],
		["interface i {\n\trecord r {\n\t\ta: u8,\n\t\tb: $0", "type"],
		["interface i {\n\tvariant v {\n\t\ta(s$0", "type [s]"],
		["interface i {\n\tresource r {\n\t\tconstructor(a: $0", "type"],
		["world w {\n\texport f: func(a: $0", "type"],
		["world w {\n\texport f: func() -> $0", "type"],
	])("types: %s", check);

	it.each([
		["interface i {\n\tf: $0", "function body=interface"],
		["interface i {\n\tf: as$0", "function body=interface [as]"],
		["interface i {\n\tresource r {\n\t\tf: $0", "function body=resource"],
		["interface i {\n\tresource r {\n\t\tf: static $0", "function body=resource"],
		["world w {\n\texport f: $0", "function body=world"],
	])("functions: %s", check);

	it.each([
		["interface i {\n\tuse $0", "path item=use"],
		["interface i {\n\tuse wasi:io/st$0", "path item=use [wasi:io/st]"],
		["interface i {\n\tuse wasi:io/streams@0.2$0", "path item=use [wasi:io/streams@0.2]"],
		["interface i {\n\tuse wasi:$0\n\tf: func();\n}", "path item=use [wasi:]"],
		["use wasi:i$0", "path item=top-use [wasi:i]"],
		["world w {\n\tinclude wasi:cli/$0", "path item=include [wasi:cli/]"],
		["world w {\n\timport $0", "path item=import"],
		["world w {\n\timport wasi:$0", "path item=import [wasi:]"],
		["world w {\n\texport label: lo$0", "function body=world [lo]"],
		["world w {\n\texport wasi:io/st$0", "path item=export [wasi:io/st]"],
	])("paths: %s", check);

	it.each([
		["interface i {\n\tuse a.{$0", "use-names path=a taken="],
		["interface i {\n\tuse wasi:io/streams@0.2.0.{a, b as c, $0}", "use-names path=wasi:io/streams@0.2.0 taken=a,b"],
		["interface i {\n\tuse a.{x, y$0}", "use-names path=a taken=x [y]"],
		["interface i {\n\tuse a.{x as $0", "nothing"],
		["world w {\n\tinclude a:b/c with { $0", "include-names path=a:b/c taken="],
	])("members: %s", check);

	it.each([
		["@$0", "gate"],
		["interface i {\n\t@si$0", "gate [si]"],
		["interface i {\n\t@since(version = 0.1.0)\n\t@$0", "gate"],
		["interface i {\n\t@since($0", "gate-argument gate=since"],
		["interface i {\n\t@since(version = $0", "gate-argument gate=since key=version"],
		["interface i {\n\t@unstable(feature = ab$0)", "gate-argument gate=unstable key=feature [ab]"],
		["package $0", "package-name"],
		["package a:$0", "package-name [a:]"],
	])("attributes and the package: %s", check);

	it.each([
		["// int$0", "nothing"],
		["/* a /* b */ $0 */", "nothing"],
		["interface $0", "nothing"],
		["interface i {\n\trecord $0", "nothing"],
		["interface i {\n\tf: func($0", "nothing"],
		["interface i {\n\tenum e { a, $0", "nothing"],
	])("nothing: %s", check);

	it.each([
		["interface i {\n\tf: func(\n\n\trecord r {\n\t\ta: $0", "type"],
		["interface i {\n\tf: \n\nworld w {\n\t$0", "item body=world"],
		["interface i {\n\tuse a.{b\n\ninterface j {\n\t$0", "item body=interface"],
	])("after an unfinished item: %s", check);
});
