import { expect, it } from "vitest";
import { decodePlan } from "../../client/run/link/plan-reader.ts";
import { linkTranslation, parseWat, translate } from "./engine.ts";
import { composition } from "./watch.ts";

it("reads the translator's plan", () => {
	const decoded = decodePlan(translate(composition("library")).plan);
	if (!decoded.ok) throw new Error(decoded.message);
	expect(decoded.plan.exports.map(([name]) => name)).toEqual(["read", "borrow", "lose"]);
	expect(decoded.plan.types.names.some((each) => each.of === "resource" && each.name === "book")).toBe(true);
	expect(new Set(decoded.plan.trampolines.map((each) => each.kind))).toEqual(
		new Set([
			"resource-new",
			"resource-drop",
			"transcoder",
			"resource-transfer-own",
			"resource-transfer-borrow",
			"enter-sync-call",
			"exit-sync-call",
			"trap",
		]),
	);
});

it("says where a plan has another shape", () => {
	expect(decodePlan(null)).toEqual({ ok: false, message: "the whole: expected an object, found null" });
	const plan = structuredClone(translate(composition("diamond")).plan);
	Reflect.set(Reflect.get(Object(plan), "component"), "initializers", [{ Dance: 1 }]);
	const expected = 'component.initializers[0]: expected an initializer, found {"Dance":1}';
	expect(decodePlan(plan)).toEqual({ ok: false, message: expected });
	const answer = linkTranslation({ ...translate(composition("diamond")), plan }, {});
	expect(answer).toMatchObject({
		ok: false,
		failures: [{ kind: "invalid-plan", message: `the link plan cannot be read: ${expected}` }],
	});
});

it("names what is not supported before anything runs", () => {
	const component = parseWat(`(component
		(core module $m (func (export "f") (result i32) unreachable) (func (export "cb") (param i32 i32 i32) (result i32) unreachable))
		(core func (canon waitable-set.new))
		(core instance $i (instantiate $m))
		(func (export "f") async (canon lift (core func $i "f") async (callback (core func $i "cb")))))`);
	expect(linkTranslation(translate(component), {})).toEqual({
		ok: false,
		failures: [
			{
				kind: "unsupported",
				message: "the component needs what this linker does not support: asynchronous exports",
				help: "run it with `--link stock`",
				interface: null,
				function: null,
			},
		],
	});
});

it("refuses a core module with an invalid function body", () => {
	const component = parseWat(`(component $bad (core module $m (func (export "f") (result i32) (i64.const 1))))`);
	const answer = linkTranslation(translate(component), {});
	expect(answer).toMatchObject({ ok: false, failures: [{ kind: "invalid-module" }] });
});
