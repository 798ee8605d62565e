/**
 * The grammar of WAC documents. WAC is WIT with statements: what WIT writes in an interface or a world is inherited from its grammar, what
 * WAC writes otherwise (function types with a name, a `;` behind every import and export) is replaced here.
 */
import wit from "../wit/grammar.js";

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
	"let",
	"list",
	"new",
	"option",
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
	"targets",
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

/** What a statement cannot do without: the thing itself, or the mark that the next statement starts before it (see the grammar of WIT). */
function need($, thing) {
	return choice(thing, $.unfinished);
}

/** A field that a statement cannot do without. */
function needField($, name, thing) {
	return field(name, need($, thing));
}

/** A field that is a name, or starts with one, where nothing else can stand (see the grammar of WIT). */
function nameField($, name, thing = $.identifier) {
	return field(name, choice(thing, alias($._no_name, $.unfinished)));
}

export default grammar(wit, {
	name: "wac",

	reserved: { global: () => KEYWORDS },

	supertypes: ($, original) => original.concat([$.expression]),

	rules: {
		source_file: ($) => seq(optional($.package_declaration), repeat($._statement)),

		package_declaration: ($) =>
			seq(
				"package",
				nameField($, "name", $.package_name),
				optional(seq("targets", nameField($, "targets", $.use_path))),
				need($, ";"),
			),

		_statement: ($) =>
			choice(
				$.import_statement,
				$.let_statement,
				$.export_statement,
				$.interface_item,
				$.world_item,
				$.type_item,
				$.record_item,
				$.flags_item,
				$.variant_item,
				$.enum_item,
			),

		// Statements

		import_statement: ($) =>
			seq(
				"import",
				field("id", $.identifier),
				optional(seq("as", needField($, "name", $._extern_name))),
				need($, ":"),
				need($, choice(field("type", choice($.func_type, $.inline_interface)), field("path", $.use_path))),
				need($, ";"),
			),
		_extern_name: ($) => choice($.identifier, $.string),

		let_statement: ($) => seq("let", nameField($, "id"), need($, "="), needField($, "value", $.expression), need($, ";")),

		export_statement: ($) =>
			seq(
				"export",
				needField($, "value", $.expression),
				optional(choice(field("spread", "..."), seq("as", needField($, "name", $._extern_name)))),
				need($, ";"),
			),

		// Expressions

		expression: ($) =>
			choice($.name_expression, $.new_expression, $.nested_expression, $.access_expression, $.named_access_expression),
		name_expression: ($) => field("name", $.identifier),
		nested_expression: ($) => seq("(", needField($, "value", $.expression), need($, ")")),
		access_expression: ($) => seq(field("instance", $.expression), ".", nameField($, "name")),
		named_access_expression: ($) => seq(field("instance", $.expression), "[", needField($, "name", $.string), need($, "]")),
		new_expression: ($) =>
			seq("new", nameField($, "package", $.package_name), needField($, "arguments", $.instantiation_arguments)),
		instantiation_arguments: ($) =>
			seq(
				"{",
				optional(seq($._argument, repeat(seq(",", $._argument)), optional(","))),
				choice("}", alias($._unfinished_list, $.unfinished)),
			),
		_argument: ($) => choice($.inferred_argument, $.named_argument, $.spread_argument, $.fill_argument),
		inferred_argument: ($) => field("name", $.identifier),
		named_argument: ($) => seq(field("name", $._extern_name), ":", needField($, "value", $.expression)),
		spread_argument: ($) => seq("...", field("id", $.identifier)),
		fill_argument: () => "...",

		// What WAC writes otherwise than WIT

		_extern: ($) =>
			seq(
				choice(
					seq(field("name", $.identifier), ":", field("type", choice($.func_type, $.inline_interface))),
					seq(field("name", $.identifier), ":", nameField($, "path", alias($._extern_path, $.use_path))),
					field("path", alias($._extern_path, $.use_path)),
				),
				need($, ";"),
			),
		include_item: ($) =>
			seq(
				optional($._gates),
				"include",
				nameField($, "path", $.use_path),
				optional(seq("with", needField($, "names", $.include_names))),
				need($, ";"),
			),
		_func_item_type: ($) => choice($.func_type, $.named_type),
		_type_item_value: ($) => choice($.type, $.func_type),
		// Strings know no escapes, and may go over lines.
		string: () => /"[^"]*"/,
	},
});
