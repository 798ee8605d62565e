/** Packages made at random of interfaces that take types from each other and worlds that include each other; most of them have no mistake. */
import fc from "fast-check";
import type { WitCase } from "../../conformance/reference.ts";

const some = fc.nat(3);
/** For names that worlds which include each other should seldom share. */
const rare = fc.nat(40);
const gate = fc.constantFrom(
	"",
	"",
	"",
	"",
	"@since(version = 1.0.0) ",
	"@unstable(feature = active) ",
	"@unstable(feature = off) ",
);
const docs = fc.constantFrom("", "", "/// Said of it.\n", "/** Said\n   twice. */\n", "// In passing.\n");

/** A value type of what every interface and some worlds declare. */
const type = fc.constantFrom(
	...["u32", "string", "own-type", "res", "own<res>", "later", "list<own-type>", "option<res>", "tuple<later, u8>"],
	...["result<_, own-type>", "list<option<own-type>>", "map<string, later>", "future<later>", "stream<u8>", "list<u8, 4>"],
);
const given = fc.oneof({ weight: 4, arbitrary: type }, fc.constantFrom("borrow<res>", "list<borrow<res>>"));
const signature = fc
	.tuple(fc.constantFrom("", "", "async "), given, type)
	.map(([word, a, result]) => `${word}func(a: ${a}) -> ${result}`);

/** The types that others refer to, in any order. */
const declared = fc
	.tuple(
		docs.map((said) => `${said}type own-type = u8;`),
		fc
			.constantFrom("u8", "own-type", "list<own-type>", "res")
			.map((inner) => `record later { /// A field.\n a: ${inner}, b: u8 }`),
		fc
			.tuple(docs, gate, given, type)
			.map(
				([said, at, a, result]) =>
					`${said}resource res { constructor(a: ${a}); ${said}${at}m: func() -> ${result}; s: static func(); }`,
			),
		fc.constantFrom(
			"",
			"variant choice { a(later), b, c(res) }",
			"enum level { low, high }",
			"flags marks { /// One.\n one, two }",
		),
	)
	.chain((types) => fc.shuffledSubarray(types, { minLength: types.length }));

/** What refers to others: `i%n%` becomes one of the interfaces that may be referred to there. */
const used = fc
	.tuple(some, gate)
	.map(([name, at]) => `${at}use i%${name}%.{own-type as t${name}}; ${at}u${name}: func(a: t${name});`);
const usedResource = some.map((name) => `use i%${name}%.{res as r${name}}; type o${name} = own<r${name}>;`);
const declaredFunction = fc.tuple(docs, gate, some, signature).map(([said, at, name, text]) => `${said}${at}f${name}: ${text};`);

function unique(members: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<readonly string[]> {
	// Statements that begin in the same way declare the same names.
	return fc.uniqueArray(members, {
		maxLength,
		selector: (text) =>
			text
				.replaceAll(/\/\/.*|@\w+\(.*?\)|\/\*.*?\*\//gs, "")
				.trim()
				.slice(0, 9),
	});
}

const body = fc
	.tuple(declared, unique(fc.oneof(used, usedResource, declaredFunction), 5))
	.map(([types, others]) => [...types, ...others]);

const direction = fc.constantFrom("import", "export");
/** Two renames that fit every world with types of its own, and one that seldom fits. */
const renames = fc.oneof(
	{ weight: 6, arbitrary: fc.constant("") },
	{
		weight: 3,
		arbitrary: fc
			.tuple(rare, rare)
			.map(
				([a, b]) =>
					` with { own-type as x${a}, res as y${a}, later as x${b}, ${a % 5 === 0 ? "g7 as own-type" : `g7 as g${b}`} }`,
			),
	},
	{ weight: 1, arbitrary: fc.constant(" with { g0 as g9 }") },
);
const worldMember = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.tuple(docs, gate, direction, some).map(([said, at, word, name]) => `${said}${at}${word} i%${name}%;`),
	},
	{
		weight: 2,
		arbitrary: fc
			.tuple(docs, gate, direction, rare)
			.map(([said, at, word, name]) => `${said}${at}${word} g${name}: func(a: u8);`),
	},
	{
		weight: 2,
		arbitrary: fc.tuple(some, rare).map(([from, name]) => `use i%${from}%.{own-type as t${name}, later as l${name}};`),
	},
	fc.tuple(direction, rare, body).map(([word, name, members]) => `${word} n${name}: interface { ${members.join("\n")} }`),
	fc.tuple(direction, some, rare).map(([word, from, name]) => `${word} p${name}: i%${from}%;`),
	{ weight: 3, arbitrary: fc.tuple(some, renames).map(([name, text]) => `include w%${name}%${text === "" ? ";" : text}`) },
);
const world = fc
	.tuple(fc.option(fc.tuple(declared, fc.tuple(direction, signature)), { freq: 1 }), unique(worldMember, 6))
	.map(([own, others]) => (own === null ? others : [...own[0], ...others, `${own[1][0]} g7: ${own[1][1]};`]));

/** How a package calls the interfaces and worlds: those with lower numbers than `own` are in another one. */
type Call = (letter: string, number: number) => string;
const calledFrom =
	(own: number): Call =>
	(letter, number) =>
		number < own ? `test:dep/${letter}${number}@1.0.0` : `${letter}${number}`;

/** Lets a statement refer to the first `interfaces` interfaces and `worlds` worlds; one that cannot refer to any is left out. */
function referring(members: readonly string[], interfaces: number, worlds: number, call: Call): string {
	const numbered = members.map((text) =>
		text.replaceAll(/([iw])%(\d)%/g, (_, letter: string, number: string) => {
			const count = letter === "i" ? interfaces : worlds;
			return count === 0 ? "?" : call(letter, Number(number) % count);
		}),
	);
	// To the reference a type of another package has the gates of the first `use` that names it, so that one which is off takes it from all others, too.
	const gated = numbered.map((text) => (text.includes("use test:dep") ? text.replaceAll("@unstable(feature = off) ", "") : text));
	return gated.filter((text) => !text.includes("?")).join("\n");
}

/** Four interfaces and four worlds, the first two of each in a dependency or not. */
export const packages = fc
	.tuple(
		fc.array(fc.tuple(docs, body), { minLength: 4, maxLength: 4 }),
		fc.array(fc.tuple(docs, gate, world), { minLength: 4, maxLength: 4 }),
		fc.constantFrom(0, 2),
	)
	.map(([interfaces, worlds, own]): WitCase => {
		const packageText = (name: string, from: number, to: number, known: number): string =>
			[
				`package test:${name}@1.0.0;`,
				...worlds.slice(from, to).map(([said, at, members], offset) => {
					const index = from + offset;
					return `${said}${at}world w${index} {\n${referring(members, known, index, calledFrom(from))}\n}`;
				}),
				...interfaces.slice(from, to).map(([said, members], offset) => {
					const index = from + offset;
					return `${said}interface i${index} {\n${referring(members, index, 0, calledFrom(from))}\n}`;
				}),
			].join("\n\n");
		return {
			files: [{ path: "made.wit", text: packageText("made", own, 4, 4) }],
			dependencies: own === 0 ? [] : [[{ path: "deps/dep.wit", text: packageText("dep", 0, own, own) }]],
		};
	});
