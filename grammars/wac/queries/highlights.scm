; Those of WIT, with the statements and expressions of WAC. Later patterns win.

[
  (line_comment)
  (block_comment)
] @comment

[
  (line_doc_comment)
  (block_doc_comment)
] @comment.documentation

(string) @string
(integer) @number
(version) @string.special

[
  "package"
  "interface"
  "world"
  "type"
  "record"
  "flags"
  "variant"
  "enum"
  "resource"
] @keyword.type

[
  "use"
  "import"
  "export"
  "include"
  "as"
  "with"
] @keyword.import

"func" @keyword.function

[
  "let"
  "new"
  "targets"
] @keyword

(constructor_item name: "constructor" @constructor)

[
  "async"
  "static"
] @keyword.modifier

[
  (primitive_type)
  (error_context_type)
  "list"
  "map"
  "tuple"
  "option"
  "result"
  "future"
  "stream"
  "own"
  "borrow"
] @type.builtin

(no_type) @punctuation.special

[
  "="
  "->"
] @operator

[
  ";"
  ":"
  ","
  "."
  "/"
] @punctuation.delimiter

[
  "("
  ")"
  "{"
  "}"
  "<"
  ">"
  "["
  "]"
] @punctuation.bracket

; Gates

(since_gate ["@" "since"] @attribute)
(unstable_gate ["@" "unstable"] @attribute)
(deprecated_gate ["@" "deprecated"] @attribute)
(external_id ["@" "external-id"] @attribute)
[
  "version"
  "feature"
] @property
(unstable_gate feature: (identifier) @constant)

; Packages and paths

(package_name namespace: (identifier) @module)
(package_name name: (identifier) @module)
(package_name "@" @punctuation.delimiter)
(use_path namespace: (identifier) @module)
(use_path package: (identifier) @module)
(use_path name: (identifier) @type)
(use_path "@" @punctuation.delimiter)

; Declarations

(interface_item name: (identifier) @type.definition)
(world_item name: (identifier) @type.definition)
(import_item name: (identifier) @module)
(export_item name: (identifier) @module)
(import_item name: (identifier) @function type: (func_type))
(export_item name: (identifier) @function type: (func_type))
(include_name name: (identifier) @module)
(include_name alias: (identifier) @module)
(use_name name: (identifier) @type)
(use_name alias: (identifier) @type.definition)

(type_item name: (identifier) @type.definition)
(record_item name: (identifier) @type.definition)
(flags_item name: (identifier) @type.definition)
(variant_item name: (identifier) @type.definition)
(enum_item name: (identifier) @type.definition)
(resource_item name: (identifier) @type.definition)

(func_item name: (identifier) @function)
(resource_body (func_item name: (identifier) @function.method))
(param name: (identifier) @variable.parameter)

(record_field name: (identifier) @variable.member)
(flag name: (identifier) @constant)
(enum_case name: (identifier) @constant)
(variant_case name: (identifier) @constructor)

(named_type name: (identifier) @type)

; Statements and expressions

(import_statement id: (identifier) @variable)
(import_statement name: (identifier) @module)
(import_statement name: (string) @string.special)
(let_statement id: (identifier) @variable)
(export_statement name: (identifier) @module)
(export_statement name: (string) @string.special)
(export_statement spread: "..." @operator)
(name_expression name: (identifier) @variable)
(access_expression name: (identifier) @variable.member)
(named_access_expression name: (string) @string.special)
(inferred_argument name: (identifier) @variable)
(named_argument name: (identifier) @variable.parameter)
(named_argument name: (string) @string.special)
(spread_argument "..." @operator)
(spread_argument id: (identifier) @variable)
(fill_argument) @operator
