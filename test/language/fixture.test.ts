import { describe, expect, it } from "vitest";
import { drawLabels, parseFixture } from "../fixture.ts";

describe("the mini-language of fixtures", () => {
	it("splits files, takes the cursor out and finds what labels are about", () => {
		const { files, cursor, labels } = parseFixture(`package a:b;
//<^^^^^^^ error: first
interface i { u$0se x.{y}; }
//                  ^ error: second
//              ^ warning: third
//- /deps/x.wit
/// Documentation, no label: ^^^
package a:x;
`);
		expect([...files]).toEqual([
			["/main.wit", "package a:b;\ninterface i { use x.{y}; }\n"],
			["/deps/x.wit", "/// Documentation, no label: ^^^\npackage a:x;\n"],
		]);
		expect(cursor).toEqual({ path: "/main.wit", offset: 28 });
		const text = files.get("/main.wit") ?? "";
		expect(labels.map(({ start, end, text: said }) => [text.slice(start, end), said])).toEqual([
			["package", "error: first"],
			["{", "error: second"],
			["e", "warning: third"],
		]);
	});

	it("draws labels as it reads them", () => {
		const fixture = "package a:b;\n//<^^^^^^^ error: first\ninterface i {}\n//        ^ hint: second\n";
		const { files, labels } = parseFixture(fixture);
		expect(drawLabels(files.get("/main.wit") ?? "", labels)).toBe(fixture);
	});
});
