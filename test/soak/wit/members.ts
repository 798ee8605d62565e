/** Random types, functions and members of interfaces and worlds, as text. What is written is right, but for a mistake here and there. */
import type { Random } from "../random.ts";

/** A type that has a name in a scope. `holdsBorrow` is true where a `borrow` is somewhere in it. */
export interface NamedType {
	readonly name: string;
	readonly resource: boolean;
	readonly holdsBorrow: boolean;
}

export interface Drawing {
	readonly random: Random;
	/** Draws a mistake in place of what is right, now and then: never in texts that are to be right. */
	readonly slip: <T>(right: T, ...wrong: readonly T[]) => T;
	/** A number that no other name of the document has. */
	readonly fresh: () => number;
	/** Whether the package has a version, which gates need. */
	readonly versioned: boolean;
}

const WORDS = ["a", "b-c", "x1", "get", "set", "HTTP", "y-ABC", "since", "as-is", "n-2"];
const KEYWORDS = ["%type", "%interface", "%list", "%own", "%from", "%async", "%error-context", "%world", "%static", "%include"];
const PRIMITIVES = ["bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "string"];
const KEYS = ["bool", "u8", "s64", "char", "string", "u32"];

/** A name that is new in the document: keywords are escaped, others are now and then. */
export function newName({ random, fresh, slip }: Drawing): string {
	const number = fresh();
	const name = `${random.pick(WORDS)}-w${number}`;
	const keyword = KEYWORDS[number];
	if (keyword !== undefined && random.once(3)) return keyword;
	return slip(
		random.once(15) ? `%${name}` : name,
		name.toUpperCase(),
		`${name}-Xy`,
		"interface",
		`${name}-`,
		"a",
		"A",
		`-${name}`,
	);
}

/** Comments and the space before a member. */
export function space({ random, slip }: Drawing): string {
	const made = random.pick([
		"",
		"",
		"",
		"",
		"/// Said of it.\n",
		"/** Said\n   twice. */",
		"// In passing.\n",
		"/* a /* nested */ one */ ",
		"\r\n",
		"/// É, 語, 🦊\n",
	]);
	return slip(made, "/* never /* closed */", "\u202e", "/", "\u0007", "*/");
}

/** A gate, or nothing. What nobody refers to may be off; interfaces, worlds and what they refer to have no identifiers of others. */
export function gate({ random, slip, versioned }: Drawing, on: "type" | "function" | "item" = "type"): string {
	const off = on === "function";
	const external = on !== "item" && random.once(25) ? `@external-id("${random.pick(["x", "\\n", "\\u{1f98a}", "a b"])}") ` : "";
	if (!random.once(4)) return external;
	const wrong = [
		"@since(version = 9.9.9) ",
		"@since ",
		"@since(version = 1) ",
		"@deprecated(version = 0.1.0) ",
		"@unstable(feature = A_b) ",
		"@unknown ",
	];
	const since = "@since(version = 0.1.0) ";
	const unstable = "@unstable(feature = active) ";
	const right = versioned
		? [
				since,
				unstable,
				`${since}@deprecated(version = 0.1.1) `,
				`@deprecated(version = 0.1.1) ${since}`,
				...(off ? ["@unstable(feature = off) "] : []),
			]
		: [unstable];
	return slip(random.pick(right), ...wrong, since + since, since + unstable, "@unstable(feature = off) ") + external;
}

/** A value type of what is in scope. */
function type(draw: Drawing, scope: readonly NamedType[], borrows: boolean, depth = 0): string {
	const { random, slip } = draw;
	const inner = () => type(draw, scope, borrows, depth + 1);
	const named = scope.filter(({ holdsBorrow }) => borrows || !holdsBorrow);
	const resources = scope.filter(({ resource }) => resource);
	const simple = () => {
		const roll = random.below(6);
		if (roll < 3 && named.length > 0) return random.pick(named).name;
		if (roll === 3 && resources.length > 0)
			return borrows ? `borrow<${random.pick(resources).name}>` : `own<${random.pick(resources).name}>`;
		return random.pick(PRIMITIVES);
	};
	if (depth > 3 || random.below(10) < 5) {
		const wrong = resources.map(({ name }) => `borrow<${name}>`).slice(0, 1);
		return slip(
			simple(),
			"nowhere",
			"own<nowhere>",
			"borrow<u8>",
			"own<own<u8>>",
			"_",
			"float32",
			...wrong,
			...scope.slice(0, 1).map(({ name }) => `own<${name}>`),
		);
	}
	const parameter = () => slip(inner(), "", "_", "char");
	return random.pick([
		() => `list<${inner()}>`,
		() => `list<${inner()}, ${slip(String(1 + random.below(40)), "0", "-1", "4294967295", "4294967296", "x", "01")}>`,
		() => `tuple<${slip(random.some(1, 4, inner).join(", "), "", "u8,,u8")}${random.once(6) ? "," : ""}>`,
		() => `option<${inner()}>`,
		() =>
			slip(
				random.pick(["result", `result<${inner()}>`, `result<_, ${inner()}>`, `result<${inner()}, ${inner()}>`]),
				"result<_>",
				"result<_, _>",
				"result<>",
			),
		() =>
			`map<${slip(random.pick(KEYS), "f32", "list<u8>", "own-type", ...named.map(({ name }) => name).slice(0, 1))}, ${inner()}>`,
		() => (random.once(2) ? "future" : `future<${type(draw, scope, false, depth + 1)}>`),
		() => (random.once(2) ? "stream" : `stream<${slip(type(draw, scope, false, depth + 1), "char", parameter())}>`),
		() => "error-context",
	])();
}

function parameters(draw: Drawing, scope: readonly NamedType[]): string {
	const names = draw.random.some(
		0,
		3,
		(index) => `${draw.slip(draw.random.pick(["p", "q-r", "%record", "self"]), "A", "p")}${index === 0 ? "" : `-n${index}`}`,
	);
	return (
		names.map((name) => `${name === "self" || name === "%record" ? `${name}-x` : name}: ${type(draw, scope, true)}`).join(", ") +
		(names.length > 0 && draw.random.once(8) ? "," : "")
	);
}

/** `func(…) -> …`, with `async` or not. */
export function signature(draw: Drawing, scope: readonly NamedType[], word = "func"): string {
	const { random, slip } = draw;
	const result = random.once(2) ? "" : ` -> ${slip(type(draw, scope, false), "()", "(a: u8)", "_")}`;
	return `${random.once(5) ? "async " : ""}${slip(word, "fun", "static func", "async func")}(${parameters(draw, scope)})${result}`;
}

/** A getter, a setter, or both, of one name. */
function accessors(draw: Drawing, scope: readonly NamedType[], place = ""): string {
	const name = newName(draw);
	const of = type(draw, scope, false);
	const get = `${name}: ${place}${draw.slip(`get() -> ${of};`, "get();", `get(a: u8) -> ${of};`)}`;
	const set = `${name}: ${place}${draw.slip(`set(x: ${of});`, "set();", `set(x: ${of}, y: u8);`, `set(x: ${of}) -> u8;`)}`;
	return draw.random.pick([get, `${get} ${set}`, `${set}\n${get}`, draw.slip(get, set)]);
}

/** A function of an interface, or a pair of accessors. */
export function functionOf(draw: Drawing, scope: readonly NamedType[]): string {
	if (draw.random.once(10)) return gate(draw) + accessors(draw, scope);
	return `${gate(draw, "function")}${newName(draw)}: ${signature(draw, scope)}${draw.slip(";", "", ",", ";;")}`;
}

function resource(draw: Drawing, name: string, scope: readonly NamedType[]): string {
	const { random, slip } = draw;
	if (random.once(5)) return `resource ${name}${slip(";", "")}`;
	const all = [...scope, { name, resource: true, holdsBorrow: false }];
	const methods = random.some(0, 3, () => {
		if (random.once(8)) return accessors(draw, all);
		const isStatic = random.once(3) ? "static " : "";
		return `${newName(draw)}: ${isStatic}${signature(draw, all)};`;
	});
	const result = slip(
		random.pick(["", "", ` -> result<${name}>`, ` -> result<${name}, ${type(draw, scope, false)}>`, ` -> ${name}`].slice(0, 4)),
		` -> ${name}`,
		" -> u8",
		" -> result<u8>",
	);
	const making = random.once(2) ? [`constructor(${parameters(draw, all)})${result};`] : [];
	const members = random.shuffled([...methods, ...slip(making, ["constructor();", "constructor();"], ["async constructor();"])]);
	return `resource ${name} { ${members.map((text) => space(draw) + gate(draw, "function") + text).join(" ")} }`;
}

/** A declaration of a type that refers to those of `scope` only. */
export function typeDeclaration(draw: Drawing, scope: readonly NamedType[]): { readonly text: string; readonly type: NamedType } {
	const { random, slip } = draw;
	const name = newName(draw);
	const known = slip([...scope], [...scope, { name, resource: true, holdsBorrow: false }]);
	const borrows = random.once(6);
	const value = () => type(draw, known, borrows);
	const parts = (least: number, make: (label: string) => string, most = 4) =>
		random
			.some(
				least,
				most,
				(index) =>
					`${space(draw)}${make(`${slip(random.pick(["f", "k-l", "%flags", "HTTP2"]), "f", "F", "-")}${index === 0 ? "" : `-n${index}`}`)}`,
			)
			.join(",") + (random.once(3) ? "," : "");
	const kind = random.below(7);
	const named: NamedType = { name, resource: kind === 5, holdsBorrow: borrows && kind !== 5 };
	const texts = [
		() => `type ${name} = ${value()}${slip(";", "")}`,
		() =>
			`record ${name} {${slip(
				parts(1, (label) => `${label}: ${value()}`),
				"",
				"a: u8, a: u8",
				"a: u8, A: u8",
			)}}`,
		() =>
			`variant ${name} {${slip(
				parts(1, (label) => (random.once(2) ? label : `${label}(${value()})`)),
				"",
				"a, a",
				"a()",
			)}}`,
		() =>
			`enum ${name} {${slip(
				parts(1, (label) => label),
				"",
				"a, a",
				"a(u8)",
			)}}`,
		() =>
			`flags ${name} {${slip(
				parts(1, (label) => label),
				"",
				"a, a",
				parts(33, (label) => label, 33),
				parts(32, (label) => label, 32),
			)}}`,
		() =>
			resource(
				draw,
				name,
				known.filter((other) => other.name !== name),
			),
		() => `type ${name} = ${random.pick(PRIMITIVES)};`,
	];
	return { text: gate(draw) + (texts[kind] ?? texts[0])?.call(null), type: named };
}
