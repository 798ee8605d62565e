/**
 * The grammar of WIT documents, after the chapter "Lexical structure" of the specification and what its reference parser accepts.
 *
 * Where the two differ, the grammar takes the wider of both: whether a nested namespace or an accessor is supported is a question of
 * meaning, with a better message than a syntax error. Names and versions are cut wide for the same reason: `Foo_bar` or `1.0` are one
 * token, so that the item around them stays whole, and the lexical rules say what is wrong with them.
 *
 * The rules that start with an underscore before `extern` and `method` are kept apart so that the grammar of `.wac` documents, which
 * inherits from this one, can replace them.
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

/** Elements between commas, none at all or with a comma after the last one. */
function commaList(element) {
	return optional(seq(element, repeat(seq(",", element)), optional(",")));
}

export default grammar({
	name: "wit",

	word: ($) => $.identifier,

	// A keyword is never a name, whatever could stand at its place: this is what stops an unfinished item from eating the next one.
	reserved: { global: () => KEYWORDS },

	externals: ($) => [$.block_comment, $.block_doc_comment],

	extras: ($) => [/[ \t\r\n\uFEFF]/, $.line_comment, $.line_doc_comment, $.block_comment, $.block_doc_comment],

	supertypes: ($) => [$.type, $.gate],

	rules: {
		source_file: ($) => seq(optional($.package_declaration), repeat($._top_level_item)),

		_top_level_item: ($) => choice($._package_item, $.nested_package_item),
		_package_item: ($) => choice($.interface_item, $.world_item, $.top_level_use_item),

		// Packages

		package_declaration: ($) => seq("package", field("name", $.package_name), ";"),
		nested_package_item: ($) => seq("package", field("name", $.package_name), field("body", $.package_body)),
		package_body: ($) => seq("{", repeat($._package_item), "}"),
		package_name: ($) =>
			seq(
				repeat1(seq(field("namespace", $.identifier), ":")),
				field("name", $.identifier),
				repeat(seq("/", field("name", $.identifier))),
				optional($._at_version),
			),
		_at_version: ($) => seq("@", field("version", $.version)),

		// Paths to interfaces and worlds

		use_path: ($) =>
			choice(
				field("name", $.identifier),
				seq(
					repeat1(seq(field("namespace", $.identifier), ":")),
					field("package", $.identifier),
					repeat(seq("/", field("package", $.identifier))),
					"/",
					field("name", $.identifier),
					optional($._at_version),
				),
			),
		// After `import a:` a second colon belongs to the path that the label `a` names, so here a namespace has one part only.
		_extern_path: ($) => choice(field("name", $.identifier), seq(field("namespace", $.identifier), $._package_and_name)),
		// `get` and `set` are no keywords: after a label they open an accessor only where a parenthesis follows.
		_labelled_path: ($) =>
			choice(
				field("name", choice($.identifier, $._accessor_word)),
				seq(field("namespace", choice($.identifier, $._accessor_word)), $._package_and_name),
			),
		_accessor_word: ($) => choice(alias("get", $.identifier), alias("set", $.identifier)),
		_package_and_name: ($) => seq(":", field("package", $.identifier), "/", field("name", $.identifier), optional($._at_version)),

		// Gates

		gate: ($) => choice($.since_gate, $.unstable_gate, $.deprecated_gate, $.external_id),
		since_gate: ($) => seq("@", "since", "(", $._version_argument, ")"),
		deprecated_gate: ($) => seq("@", "deprecated", "(", $._version_argument, ")"),
		_version_argument: ($) => seq("version", "=", field("version", $.version)),
		unstable_gate: ($) => seq("@", "unstable", "(", "feature", "=", field("feature", $.identifier), ")"),
		external_id: ($) => seq("@", "external-id", "(", field("value", $.string), ")"),
		_gates: ($) => repeat1(field("gate", $.gate)),

		// Items of a package

		top_level_use_item: ($) =>
			seq(optional($._gates), "use", field("path", $.use_path), optional(seq("as", field("alias", $.identifier))), ";"),

		interface_item: ($) => seq(optional($._gates), "interface", field("name", $.identifier), field("body", $.interface_body)),
		interface_body: ($) => seq("{", repeat($._interface_member), "}"),
		_interface_member: ($) => choice($.use_item, $._type_item, $.func_item),

		world_item: ($) => seq(optional($._gates), "world", field("name", $.identifier), field("body", $.world_body)),
		world_body: ($) => seq("{", repeat($._world_member), "}"),
		_world_member: ($) => choice($.import_item, $.export_item, $.include_item, $.use_item, $._type_item),

		// Items of a world

		import_item: ($) => seq(optional($._gates), "import", $._extern),
		export_item: ($) => seq(optional($._gates), "export", $._extern),
		_extern: ($) =>
			choice(
				seq(field("name", $.identifier), ":", field("type", $._func_item_type), ";"),
				seq(field("name", $.identifier), ":", field("type", $.inline_interface)),
				seq(field("name", $.identifier), ":", field("path", alias($._labelled_path, $.use_path)), ";"),
				seq(field("path", alias($._extern_path, $.use_path)), ";"),
			),
		inline_interface: ($) => seq("interface", field("body", $.interface_body)),

		include_item: ($) =>
			seq(optional($._gates), "include", field("path", $.use_path), choice(";", seq("with", field("names", $.include_names)))),
		include_names: ($) => seq("{", commaList($.include_name), "}"),
		include_name: ($) => seq(field("name", $.identifier), "as", field("alias", $.identifier)),

		// Items of an interface

		use_item: ($) => seq(optional($._gates), "use", field("path", $.use_path), ".", field("names", $.use_names), ";"),
		use_names: ($) => seq("{", commaList($.use_name), "}"),
		use_name: ($) => seq(field("name", $.identifier), optional(seq("as", field("alias", $.identifier)))),

		func_item: ($) => seq(optional($._gates), field("name", $.identifier), ":", field("type", $._func_item_type), ";"),
		_func_item_type: ($) => choice($.func_type, $.getter_type, $.setter_type),

		func_type: ($) => seq(optional("async"), "func", field("params", $.params), optional($._result)),
		_result: ($) => seq("->", field("result", $.type)),
		params: ($) => seq("(", commaList($.param), ")"),
		param: ($) => seq(field("name", $.identifier), ":", field("type", $.type)),
		getter_type: ($) => seq("get", field("params", $.params), optional($._result)),
		setter_type: ($) => seq("set", field("params", $.params), optional($._result)),

		// Type definitions

		_type_item: ($) => choice($.type_item, $.record_item, $.flags_item, $.variant_item, $.enum_item, $.resource_item),

		type_item: ($) => seq(optional($._gates), "type", field("name", $.identifier), "=", field("type", $._type_item_value), ";"),
		_type_item_value: ($) => $.type,

		record_item: ($) => seq(optional($._gates), "record", field("name", $.identifier), field("body", $.record_body)),
		record_body: ($) => seq("{", commaList($.record_field), "}"),
		record_field: ($) => seq(field("name", $.identifier), ":", field("type", $.type)),

		flags_item: ($) => seq(optional($._gates), "flags", field("name", $.identifier), field("body", $.flags_body)),
		flags_body: ($) => seq("{", commaList($.flag), "}"),
		flag: ($) => field("name", $.identifier),

		variant_item: ($) => seq(optional($._gates), "variant", field("name", $.identifier), field("body", $.variant_body)),
		variant_body: ($) => seq("{", commaList($.variant_case), "}"),
		variant_case: ($) => seq(field("name", $.identifier), optional(seq("(", field("type", $.type), ")"))),

		enum_item: ($) => seq(optional($._gates), "enum", field("name", $.identifier), field("body", $.enum_body)),
		enum_body: ($) => seq("{", commaList($.enum_case), "}"),
		enum_case: ($) => field("name", $.identifier),

		resource_item: ($) =>
			seq(optional($._gates), "resource", field("name", $.identifier), choice(";", field("body", $.resource_body))),
		resource_body: ($) => seq("{", repeat(choice($.constructor_item, alias($._method_item, $.func_item))), "}"),
		constructor_item: ($) =>
			seq(optional($._gates), field("name", "constructor"), field("params", $.params), optional($._result), ";"),
		_method_item: ($) =>
			seq(optional($._gates), field("name", $.identifier), ":", optional("static"), field("type", $._func_item_type), ";"),

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
		list_type: ($) => seq("list", "<", field("element", $.type), optional(seq(",", field("length", $.integer))), ">"),
		map_type: ($) => seq("map", "<", field("key", $.type), ",", field("value", $.type), ">"),
		tuple_type: ($) => seq("tuple", "<", commaList(field("element", $.type)), ">"),
		option_type: ($) => seq("option", "<", field("element", $.type), ">"),
		result_type: ($) =>
			seq(
				"result",
				optional(
					seq(
						"<",
						choice(seq(field("ok", $.type), optional(seq(",", field("err", $.type)))), seq($.no_type, ",", field("err", $.type))),
						">",
					),
				),
			),
		no_type: () => "_",
		future_type: ($) => seq("future", optional(seq("<", field("element", $.type), ">"))),
		stream_type: ($) => seq("stream", optional(seq("<", field("element", $.type), ">"))),
		own_type: ($) => seq("own", "<", field("resource", $.named_type), ">"),
		borrow_type: ($) => seq("borrow", "<", field("resource", $.named_type), ">"),
		error_context_type: () => "error-context",

		// Tokens

		identifier: () => /%?[\p{XID_Start}_][\p{XID_Continue}-]*/u,
		integer: () => /[0-9]+/,
		version: () => /[0-9][0-9A-Za-z+-]*(\.[0-9A-Za-z+-]+)*/,
		string: () => /"([^"\\\r\n]|\\[^\r\n])*"/,
		line_comment: () => token(prec(0, /\/\/[^\n]*/)),
		line_doc_comment: () => token(prec(1, /\/\/\/([^/\n][^\n]*)?/)),
	},
});
