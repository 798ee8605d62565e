/**
 * The grammar of WIT documents, after the chapter "Lexical structure" of the specification and what its reference parser accepts.
 *
 * Where the two differ, the grammar takes the wider of both: whether a nested namespace or an accessor is supported is a question of
 * meaning, with a better message than a syntax error. Names and versions are cut wide for the same reason: `Foo_bar` or `1.0` are one
 * token, so that the item around them stays whole, and the lexical rules say what is wrong with them.
 *
 * The grammar knows unfinished items. Where an item still needs something and the next one starts already, the scanner puts in an
 * `unfinished` token without width, again and again until the item is closed; likewise before the `}` around it and at the end of the
 * text. So what is being typed costs its neighbours nothing. A tree with such a node is in error like one with an `ERROR` or `MISSING`
 * node. What starts an item is told in `scanner.h`.
 *
 * Rules that the grammar of `.wac` documents replaces, which inherits from this one, have a name of their own: `_extern`, `_type_item_value`.
 */

const KEYWORDS = [
	"as",
	"async",
	"bool",
	"borrow",
	"char",
	"constructor",
	"enum",
	"error-context",
	"export",
	"f32",
	"f64",
	"flags",
	"from",
	"func",
	"future",
	"import",
	"include",
	"interface",
	"list",
	"map",
	"option",
	"own",
	"package",
	"record",
	"resource",
	"result",
	"s16",
	"s32",
	"s64",
	"s8",
	"static",
	"stream",
	"string",
	"tuple",
	"type",
	"u16",
	"u32",
	"u64",
	"u8",
	"use",
	"variant",
	"with",
	"world",
];

/** What an item cannot do without: the thing itself, or the mark that the next item starts before it. */
function need($, thing) {
	return choice(thing, $.unfinished);
}

/** The end of a body; a text that ends before it is in error, but has the same tree. */
function close($, mark) {
	return choice(mark, alias($._end_of_text, $.unfinished));
}

/** Elements between two marks, with commas between them and perhaps after the last one. */
function list($, open, element, end) {
	const early = end === "}" ? alias($._unfinished_list, $.unfinished) : $.unfinished;
	return seq(open, optional(seq(element, repeat(seq(",", element)), optional(","))), choice(end, early));
}

/** A field that an item cannot do without. */
function needField($, name, thing) {
	return field(name, need($, thing));
}

/** A field that is a name, or starts with one, at a place where nothing but a name can stand: any mark there shows that it is missing. */
function nameField($, name, thing = $.identifier) {
	return field(name, choice(thing, alias($._no_name, $.unfinished)));
}

export default grammar({
	name: "wit",

	word: ($) => $.identifier,

	// A keyword is never a name, whatever could stand at its place: this is what stops an unfinished item from eating the next one.
	reserved: { global: () => KEYWORDS },

	// The last one is never valid: all are only while the parser recovers from an error, and then the scanner must not put tokens in.
	externals: ($) => [
		$.block_comment,
		$.block_doc_comment,
		$.unfinished,
		// The same in a list between braces, where the `}` is what is waited for.
		$._unfinished_list,
		$._no_name,
		$._end_of_text,
		$._recovering,
	],

	extras: ($) => [/[ \t\r\n\uFEFF]/, $.line_comment, $.line_doc_comment, $.block_comment, $.block_doc_comment],

	supertypes: ($) => [$.type, $.gate],

	rules: {
		source_file: ($) => seq(optional($.package_declaration), repeat($._top_level_item)),

		_top_level_item: ($) => choice($._package_item, $.nested_package_item),
		_package_item: ($) => choice($.interface_item, $.world_item, $.top_level_use_item),

		// Packages

		package_declaration: ($) => seq("package", nameField($, "name", $.package_name), need($, ";")),
		nested_package_item: ($) => seq("package", field("name", $.package_name), field("body", $.package_body)),
		package_body: ($) => seq("{", repeat($._package_item), choice(close($, "}"), seq($._end_of_text, $._reserved))),
		// Reserved without a use: a word can be so only where a rule has it. It stands here behind the end of the text, where nothing is.
		_reserved: () => seq("from", ";"),
		package_name: ($) =>
			seq(
				field("namespace", $.identifier),
				need($, ":"),
				repeat(seq(field("namespace", $.identifier), ":")),
				nameField($, "name"),
				repeat(seq("/", nameField($, "name"))),
				optional($._at_version),
			),
		_at_version: ($) => seq("@", needField($, "version", $.version)),

		// Paths to interfaces and worlds

		use_path: ($) =>
			choice(
				field("name", $.identifier),
				seq(
					repeat1(seq(field("namespace", $.identifier), ":")),
					need($, seq(field("package", $.identifier), need($, $._rest_of_path))),
				),
			),
		_rest_of_path: ($) =>
			seq(repeat(seq("/", field("package", $.identifier))), "/", nameField($, "name"), optional($._at_version)),
		// After `import a:` a second colon belongs to the path that the label `a` names, so here a namespace has one part only.
		_extern_path: ($) => choice(field("name", $.identifier), seq(field("namespace", $.identifier), $._package_and_name)),
		// `get` and `set` are no keywords: after a label they open an accessor only where a parenthesis follows.
		_labelled_path: ($) =>
			choice(
				needField($, "name", choice($.identifier, $._accessor_word)),
				seq(field("namespace", choice($.identifier, $._accessor_word)), $._package_and_name),
			),
		_accessor_word: ($) => choice(alias("get", $.identifier), alias("set", $.identifier)),
		_package_and_name: ($) =>
			seq(":", field("package", choice($.identifier, $._accessor_word)), "/", nameField($, "name"), optional($._at_version)),

		// Gates

		gate: ($) => choice($.since_gate, $.unstable_gate, $.deprecated_gate, $.external_id),
		since_gate: ($) => seq("@", "since", $._version_argument),
		deprecated_gate: ($) => seq("@", "deprecated", $._version_argument),
		_version_argument: ($) =>
			seq(need($, "("), need($, "version"), need($, "="), needField($, "version", $.version), need($, ")")),
		unstable_gate: ($) =>
			seq("@", "unstable", need($, "("), need($, "feature"), need($, "="), nameField($, "feature"), need($, ")")),
		external_id: ($) => seq("@", "external-id", need($, "("), needField($, "value", $.string), need($, ")")),
		_gates: ($) => repeat1(field("gate", $.gate)),

		// Items of a package

		top_level_use_item: ($) =>
			seq(optional($._gates), "use", nameField($, "path", $.use_path), optional(seq("as", nameField($, "alias"))), need($, ";")),

		interface_item: ($) => seq(optional($._gates), "interface", nameField($, "name"), needField($, "body", $.interface_body)),
		interface_body: ($) => seq("{", repeat($._interface_member), close($, "}")),
		_interface_member: ($) => choice($.use_item, $._type_item, $.func_item),

		world_item: ($) => seq(optional($._gates), "world", nameField($, "name"), needField($, "body", $.world_body)),
		world_body: ($) => seq("{", repeat($._world_member), close($, "}")),
		_world_member: ($) => choice($.import_item, $.export_item, $.include_item, $.use_item, $._type_item),

		// Items of a world. Nothing is needed right after `import`: a function on the next line is what it imports.

		import_item: ($) => seq(optional($._gates), "import", $._extern),
		export_item: ($) => seq(optional($._gates), "export", $._extern),
		_extern: ($) =>
			choice(
				seq(field("name", $.identifier), ":", field("type", $._func_item_type), need($, ";")),
				seq(field("name", $.identifier), ":", field("type", $.inline_interface)),
				seq(field("name", $.identifier), ":", field("path", alias($._labelled_path, $.use_path)), need($, ";")),
				seq(field("path", alias($._extern_path, $.use_path)), need($, ";")),
			),
		inline_interface: ($) => seq("interface", needField($, "body", $.interface_body)),

		include_item: ($) =>
			seq(
				optional($._gates),
				"include",
				nameField($, "path", $.use_path),
				need($, choice(";", seq("with", needField($, "names", $.include_names)))),
			),
		include_names: ($) => list($, "{", $.include_name, "}"),
		include_name: ($) => seq(field("name", $.identifier), need($, "as"), nameField($, "alias")),

		// Items of an interface

		use_item: ($) =>
			seq(
				optional($._gates),
				"use",
				nameField($, "path", $.use_path),
				need($, "."),
				needField($, "names", $.use_names),
				need($, ";"),
			),
		use_names: ($) => list($, "{", $.use_name, "}"),
		use_name: ($) => seq(field("name", $.identifier), optional(seq("as", nameField($, "alias")))),

		func_item: ($) =>
			seq(optional($._gates), field("name", $.identifier), need($, ":"), needField($, "type", $._func_item_type), need($, ";")),
		_func_item_type: ($) => choice($.func_type, $.getter_type, $.setter_type),

		func_type: ($) => seq(choice("func", seq("async", need($, "func"))), $._signature),
		getter_type: ($) => seq("get", field("params", $.params), optional($._result)),
		setter_type: ($) => seq("set", field("params", $.params), optional($._result)),
		_signature: ($) => seq(needField($, "params", $.params), optional($._result)),
		_result: ($) => seq("->", needField($, "result", $.type)),
		params: ($) => list($, "(", $.param, ")"),
		param: ($) => $._typed_name,
		_typed_name: ($) => seq(field("name", $.identifier), need($, ":"), needField($, "type", $.type)),

		// Type definitions

		_type_item: ($) => choice($.type_item, $.record_item, $.flags_item, $.variant_item, $.enum_item, $.resource_item),

		type_item: ($) =>
			seq(optional($._gates), "type", nameField($, "name"), need($, "="), needField($, "type", $._type_item_value), need($, ";")),
		_type_item_value: ($) => $.type,

		record_item: ($) => seq(optional($._gates), "record", nameField($, "name"), needField($, "body", $.record_body)),
		record_body: ($) => list($, "{", $.record_field, "}"),
		record_field: ($) => $._typed_name,

		flags_item: ($) => seq(optional($._gates), "flags", nameField($, "name"), needField($, "body", $.flags_body)),
		flags_body: ($) => list($, "{", $.flag, "}"),
		flag: ($) => field("name", $.identifier),

		variant_item: ($) => seq(optional($._gates), "variant", nameField($, "name"), needField($, "body", $.variant_body)),
		variant_body: ($) => list($, "{", $.variant_case, "}"),
		variant_case: ($) => seq(field("name", $.identifier), optional(seq("(", needField($, "type", $.type), need($, ")")))),

		enum_item: ($) => seq(optional($._gates), "enum", nameField($, "name"), needField($, "body", $.enum_body)),
		enum_body: ($) => list($, "{", $.enum_case, "}"),
		enum_case: ($) => field("name", $.identifier),

		resource_item: ($) =>
			seq(optional($._gates), "resource", nameField($, "name"), need($, choice(";", field("body", $.resource_body)))),
		resource_body: ($) => seq("{", repeat(choice($.constructor_item, alias($._method_item, $.func_item))), close($, "}")),
		constructor_item: ($) => seq(optional($._gates), field("name", "constructor"), $._signature, need($, ";")),
		_method_item: ($) =>
			seq(
				optional($._gates),
				field("name", $.identifier),
				need($, ":"),
				optional("static"),
				needField($, "type", $._func_item_type),
				need($, ";"),
			),

		// Types

		type: ($) =>
			choice(
				$.primitive_type,
				$.named_type,
				$.list_type,
				$.map_type,
				$.tuple_type,
				$.option_type,
				$.result_type,
				$.future_type,
				$.stream_type,
				$.own_type,
				$.borrow_type,
				$.error_context_type,
			),
		primitive_type: () => choice("bool", "char", "f32", "f64", "s16", "s32", "s64", "s8", "string", "u16", "u32", "u64", "u8"),
		named_type: ($) => field("name", $.identifier),
		list_type: ($) =>
			seq(
				"list",
				need($, "<"),
				needField($, "element", $.type),
				optional(seq(",", needField($, "length", $.integer))),
				need($, ">"),
			),
		map_type: ($) =>
			seq("map", need($, "<"), needField($, "key", $.type), need($, ","), needField($, "value", $.type), need($, ">")),
		tuple_type: ($) => seq("tuple", choice(list($, "<", field("element", $.type), ">"), $.unfinished)),
		option_type: ($) => seq("option", need($, "<"), needField($, "element", $.type), need($, ">")),
		result_type: ($) =>
			seq(
				"result",
				optional(
					seq(
						"<",
						choice(
							seq(needField($, "ok", $.type), optional(seq(",", needField($, "err", $.type)))),
							seq($.no_type, need($, ","), needField($, "err", $.type)),
						),
						need($, ">"),
					),
				),
			),
		no_type: () => "_",
		future_type: ($) => seq("future", optional(seq("<", needField($, "element", $.type), need($, ">")))),
		stream_type: ($) => seq("stream", optional(seq("<", needField($, "element", $.type), need($, ">")))),
		own_type: ($) => seq("own", need($, "<"), needField($, "resource", $.named_type), need($, ">")),
		borrow_type: ($) => seq("borrow", need($, "<"), needField($, "resource", $.named_type), need($, ">")),
		error_context_type: () => "error-context",

		// Tokens

		// `_` alone is no name: it stands for a type that a result lacks.
		identifier: () => /%?(\p{XID_Start}|_[\p{XID_Continue}-])[\p{XID_Continue}-]*/u,
		integer: () => /[0-9]+/,
		version: () => /[0-9][0-9A-Za-z+-]*(\.[0-9A-Za-z+-]+)*/,
		string: () => /"([^"\\\r\n]|\\[^\r\n])*"/,
		line_comment: () => token(choice(/\/\/([^/\n][^\n]*)?/, /\/\/\/\/[^\n]*/)),
		line_doc_comment: () => /\/\/\/([^/\n][^\n]*)?/,
	},
});
