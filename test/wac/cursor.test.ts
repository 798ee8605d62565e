import { describe, expect, it } from "vitest";
import { wacContextAt } from "../../server/wac/cursor.ts";

/** The context at `$0`, on one line, with what is typed already in brackets. */
function check(text: string, expected: string): void {
	const offset = text.indexOf("$0");
	const source = text.replace("$0", "");
	const { start, ...context } = wacContextAt(source, offset);
	const details = Object.entries(context)
		.filter(([key, value]) => key !== "kind" && value !== false)
		.map(([key, value]) => (value === true ? key : `${key}=${value}`));
	const typed = source.slice(start, offset);
	expect([context.kind, ...details, ...(typed === "" ? [] : [`[${typed}]`])].join(" ")).toBe(expected);
}

describe("what may be written at a place of a composition", () => {
	it.each([
		["$0", "statement"],
		["package a:b;\nl$0", "statement [l]"],
		["let a = new x:y {};\n$0", "statement"],
		["interface i { f: func(); }\n$0", "statement"],
		["let a = $0", "expression"],
		["let a = n$0", "expression [n]"],
		["export $0", "expression"],
		["let a = ($0", "expression"],
		["let a = new $0", "package"],
		["let a = new x:y@1.0$0", "package [x:y@1.0]"],
		["let a = new x:$0", "package [x:]"],
		["let a = new x:y { b: new $0", "package"],
		["let a = new x:y { $0 }", "argument package=x:y taken="],
		["let a = new x:y@1.0.0 { b, c: d.e, ...f, $0 };", "argument package=x:y@1.0.0 taken=b,c"],
		['let a = new x:y { "p:q/r": s["p:q/r"], "p$0 }', 'argument package=x:y taken=p:q/r ["p]'],
		["let a = new x:y { b: new p:q { $0", "argument package=p:q taken="],
		["let a = new x:y { b: new p:q { z }, $0", "argument package=x:y taken=b"],
		["let a = new x:y { b: $0", "expression"],
		["let a = b.$0", "access chain=b"],
		['let a = b.c["d:e/f"].g$0', "access chain=b,c,d:e/f [g]"],
		['let a = b["$0', 'access chain=b quoted ["]'],
		['export b["x:$0"];', 'access chain=b quoted ["x:]'],
		["let a = new x:y { b: c.$0 };", "access chain=c"],
		["import a: $0", "path item=import"],
		["import a: x:y/z$0", "path item=import [x:y/z]"],
		["package a:b targets $0", "path item=targets"],
		["// $0", "nothing"],
		["let $0", "nothing"],
		["import $0", "nothing"],
		["record r { $0", "nothing"],
	])("%s", check);

	it.each([
		["let a = new x:y { b:\nlet c = $0", "expression"],
		["let a = b\nexport $0", "expression"],
	])("after an unfinished statement: %s", check);
});
