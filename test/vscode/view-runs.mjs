// Runs as the extension sends them to the trace view.

const edge = (caller, callee, name, iface) => ({
	caller,
	callee,
	interface: `shop:checkout/${iface}@0.1.0`,
	function: name,
});

const EDGES = [
	edge("host", "checkout", "[method]visit.put", "checkout"),
	edge("checkout", "catalog", "lookup", "catalog"),
	edge("checkout", "cart", "[method]basket.add", "cart"),
	edge("checkout", "pricing", "price", "pricing"),
];

const PLANS = [
	{ kind: "export", core: "(param i32 i32 i32 i32) (result i32)", encoding: "utf8", generated: ["lowered and lifted by type"] },
	{
		kind: "between",
		core: "(param i32 i32) (result i32)",
		encoding: "utf8",
		generated: [
			"fused adapter (core module 4)",
			"the guest's realloc",
			"string transcoder Utf8ToUtf8, memory 0 to 1",
			"trampoline that records",
		],
	},
	{
		kind: "between",
		core: "(param i32 i32 i32) (result i64)",
		encoding: "utf16",
		generated: ["fused adapter (core module 5)", "handle lent"],
	},
	{
		kind: "between",
		core: "(param i32 i32 i32 i32) (result i32)",
		encoding: "utf8",
		generated: ["fused adapter (core module 6)"],
	},
];

export const begin = (title, live, expected = 0) => ({
	type: "begin",
	trace: { title, live, edges: EDGES, plans: PLANS, expected, dropped: 0, hasText: live },
});

export const STATE = {
	type: "state",
	state: {
		modes: [{ level: "values" }, { level: "values" }, { level: "time", every: 10 }, { level: "off" }],
		counted: [0, 0, 40, 0],
		dropped: [0, 3, 0, 0],
	},
};

export const PRODUCT =
	'{sku: "tea-01", title: "Green tea ☕", price: {amount: 450, currency: eur}, grade: \'A\', tags: ["tea", "loose"]}';

/** A small run: one call with two below it, one with an error, one that trapped and one that did not finish. */
export const SMALL = [
	begin("visit.put", true),
	{
		type: "calls",
		batch: {
			dropped: 0,
			started: [
				{ id: 0, parent: null, edge: 0, time: 1000, args: ["$1", '"tea-01"', "2"] },
				{ id: 1, parent: 0, edge: 1, time: 3000, args: ['"tea-01"'] },
				{ id: 2, parent: 0, edge: 2, time: 30_000, args: ["$2", PRODUCT, "2"] },
				{ id: 3, parent: null, edge: 1, time: 80_000, args: ['"tea-00"'] },
				{ id: 4, parent: null, edge: 3, time: 120_000, args: ["[]", "[bundle((0, 0))]"] },
				{ id: 5, parent: null, edge: 3, time: 150_000, args: null },
			],
			ended: [
				{ id: 1, time: 25_000, outcome: "returned", result: `ok(${PRODUCT})` },
				{ id: 2, time: 60_000, outcome: "returned", result: "2", boundary: { to: 800, back: 200 } },
				{ id: 0, time: 70_000, outcome: "returned", result: "ok(2)" },
				{ id: 3, time: 110_000, outcome: "error", result: "err(retired((2024, 11)))" },
				{ id: 4, time: 140_000, outcome: "trapped", result: null },
			],
		},
	},
];
