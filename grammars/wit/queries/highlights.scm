; The names are the common ones of tree-sitter's highlighters. Later patterns win.

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

[
  "func"
  "get"
  "set"
] @keyword.function

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
(top_level_use_item alias: (identifier) @type.definition)
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
(func_item name: (identifier) @property type: (getter_type))
(func_item name: (identifier) @property type: (setter_type))
(param name: (identifier) @variable.parameter)

(record_field name: (identifier) @variable.member)
(flag name: (identifier) @constant)
(enum_case name: (identifier) @constant)
(variant_case name: (identifier) @constructor)

(named_type name: (identifier) @type)
