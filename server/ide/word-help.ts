/** What the words of WIT mean, for hovers: a sentence or two, with the sizes of the Canonical ABI where a reader may want them. */
const WORDS: Readonly<Record<string, string>> = {
	bool: "`true` or `false`. One byte.",
	u8: "An unsigned integer of 8 bits.",
	u16: "An unsigned integer of 16 bits.",
	u32: "An unsigned integer of 32 bits.",
	u64: "An unsigned integer of 64 bits.",
	s8: "A signed integer of 8 bits.",
	s16: "A signed integer of 16 bits.",
	s32: "A signed integer of 32 bits.",
	s64: "A signed integer of 64 bits.",
	f32: "A floating-point number of 32 bits. Which NaN it is may get lost between components.",
	f64: "A floating-point number of 64 bits. Which NaN it is may get lost between components.",
	char: "A Unicode scalar value: a code point that is no surrogate. Four bytes.",
	string:
		"A sequence of Unicode scalar values. Each component says in which encoding its memory holds it: UTF-8, UTF-16, or Latin-1 with UTF-16.",
	list: "`list<T>`: any number of values. `list<T, N>`: exactly `N` of them, stored in place.",
	option: "`option<T>`: a value, or none.",
	result:
		"`result<T, E>`: a success with a `T` or a failure with an `E`; `result`, `result<T>` and `result<_, E>` leave out what is not there.",
	tuple: "`tuple<A, B>`: values one after the other, without names.",
	map: "`map<K, V>`: values by key. Keys are of a primitive type.",
	own: "`own<R>`: a handle that carries the ownership of a resource: who gets it must drop it or pass it on. The bare name `R` means the same.",
	borrow:
		"`borrow<R>`: a handle for the time of a call. The callee must drop it before the call returns, so it can be no result.",
	future: "`future<T>`: one value that comes later.",
	stream: "`stream<T>`: values that come one after the other, without an end that is known in advance.",
	"error-context": "A value that carries details about an error for debugging; nobody may depend on what it says.",
	package:
		"`package ns:name@version;` names the package that this file belongs to. With braces it declares a package nested in the file.",
	interface: "A named group of types and functions: what a component imports or exports as one thing.",
	world: "Everything that a component imports and exports: the contract between it and its host.",
	import: "The world needs this from outside.",
	export: "The world offers this to the outside.",
	include: "Takes over all imports and exports of another world; `with` renames those that have plain names.",
	use: "`use path.{a, b as c};` brings types of another interface. At the top of a file `use path as name;` names an interface or world for the file.",
	as: "Gives what stands before it another name.",
	from: "A reserved word without a meaning yet; `%from` is a name.",
	with: "Renames what an `include` brings.",
	type: "`type a = T;` gives a type another name. It stays the same type.",
	record: "Named fields, each of its own type.",
	variant: "One of several cases, each with a value or without one.",
	enum: "One of several names.",
	flags: "Any number of names at once: a set of bits. At most 32.",
	resource:
		"A thing that stays in the component that made it; others hold handles to it. What is declared in its braces are its methods.",
	constructor: "Makes a new resource. It returns the resource, or a `result` with it.",
	static: "A function of the resource that needs no handle.",
	func: "A function: `func(name: type, …) -> type`.",
	async: "The function may wait: the caller can go on meanwhile.",
	since: "`@since(version = …)`: the version of the package that brought this item.",
	unstable: "`@unstable(feature = …)`: the item exists only where the feature is active.",
	deprecated: "`@deprecated(version = …)`: from this version on the item should not be used.",
};

/** Markdown about a word of the language, or null for other words. */
export function wordHelp(word: string): string | null {
	return Object.hasOwn(WORDS, word) ? `\`\`\`wit\n${word}\n\`\`\`\n\n${WORDS[word]}` : null;
}
