import { expect, it } from "vitest";
import { linkTranslation, translate } from "./engine.ts";
import { composition, exported, linked, note } from "./watch.ts";

it("knows all edges before the first call, those that share an import too", () => {
	const { edges } = linked(composition("diamond"), { name: "diamond" });
	expect(
		edges.map((edge) => `${edge.id} ${edge.caller.name} -> ${edge.callee.name} ${edge.interface ?? "-"} ${edge.function}`),
	).toEqual([
		"0 host -> left - left",
		"1 host -> right - right",
		"2 left -> leaf test:diamond/numbers@1.0.0 twice",
		"3 right -> leaf test:diamond/numbers@1.0.0 twice",
	]);
	expect(edges.every((edge, index) => edge.id === index && edge.type?.params[0]?.name === "x")).toBe(true);
});

it("tells the callers of a shared function apart", () => {
	const lines: string[] = [];
	const component = linked(composition("diamond"), { observer: note(lines) });
	expect(exported(component, "left").call([4])).toBe(9);
	expect(exported(component, "right").call([5])).toBe(11);
	expect(lines).toEqual([
		"host -> left: left(4)",
		"  left -> leaf: test:diamond/numbers@1.0.0#twice(4)",
		"  = 8",
		"= 9",
		"host -> right: right(5)",
		"  right -> leaf: test:diamond/numbers@1.0.0#twice(5)",
		"  = 10",
		"= 11",
	]);
});

it("reads strings, handles and what lies behind pointers, and changes nothing by it", () => {
	const lines: string[] = [];
	const component = linked(composition("library"), { observer: note(lines) });
	const plain = linked(composition("library"));
	for (const each of [component, plain]) {
		expect(exported(each, "read").call(["Über den Fluß 🛶"])).toBe("Über den Fluß 🛶");
		expect(exported(each, "read").call([""])).toBe("");
		expect(exported(each, "borrow").call(["two weeks"])).toEqual([120, "two weeks"]);
	}
	expect(lines).toEqual([
		'host -> reader: read("Über den Fluß 🛶")',
		'  reader -> library: publish("Über den Fluß 🛶")',
		"  = book#1",
		"  reader -> library: title(book#1)",
		'  = "Über den Fluß 🛶"',
		"  reader -> library: pulp(book#1)",
		"  = ()",
		'= "Über den Fluß 🛶"',
		'host -> reader: read("")',
		'  reader -> library: publish("")',
		"  = book#2",
		"  reader -> library: title(book#2)",
		'  = ""',
		"  reader -> library: pulp(book#2)",
		"  = ()",
		'= ""',
		'host -> reader: borrow("two weeks")',
		'  reader -> library: stamp((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), "two weeks")',
		'  = (120, "two weeks")',
		'= (120, "two weeks")',
	]);
});

it("works without any names, by those of the core exports", () => {
	const translation = {
		...translate(composition("diamond")),
		names: { components: [], instances: [], modules: [], lifts: [], lowers: [] },
	};
	const lines: string[] = [];
	const answer = linkTranslation(translation, {}, { observer: note(lines) });
	if (!answer.ok) throw new Error("it must link");
	expect(exported(answer.component, "left").call([4])).toBe(9);
	expect(lines).toEqual(["host -> instance-2: left(4)", "  instance-2 -> instance-1: twice(?)", "  = ()", "= 9"]);
});

it("claims no name and no type where one core function is lifted as several", () => {
	const lines: string[] = [];
	const component = linked(composition("shared"), { observer: note(lines) });
	expect(exported(component, "both").call([])).toBe(0xd800 + 65);
	expect(component.edges.slice(1).map((edge) => [edge.callee.name, edge.function, edge.type])).toEqual([
		["callee", "same", null],
		["callee", "same", null],
	]);
});

it("sees the calls on an edge only while it is watched", () => {
	const lines: string[] = [];
	const component = linked(composition("diamond"), { observer: note(lines) });
	const [left, , between] = component.edges;
	if (left === undefined || between === undefined) throw new Error("edges are missing");
	const watched = (): readonly string[] => {
		lines.length = 0;
		expect(exported(component, "left").call([4])).toBe(9);
		return lines.filter((line) => line.includes("->")).map((line) => line.trim());
	};
	expect(watched()).toEqual(["host -> left: left(4)", "left -> leaf: test:diamond/numbers@1.0.0#twice(4)"]);
	component.watch(between, false);
	expect(watched()).toEqual(["host -> left: left(4)"]);
	component.watch(left, false);
	expect(watched()).toEqual([]);
	component.watch(between, true);
	expect(watched()).toEqual(["left -> leaf: test:diamond/numbers@1.0.0#twice(4)"]);
});
