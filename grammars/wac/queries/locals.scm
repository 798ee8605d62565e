; Where names are declared and looked up. Types and functions of an interface are one space of names, parameters are another.

[
  (source_file)
  (interface_body)
  (world_body)
] @local.scope

(interface_item name: (identifier) @local.definition.type)
(world_item name: (identifier) @local.definition.type)

(type_item name: (identifier) @local.definition.type)
(record_item name: (identifier) @local.definition.type)
(flags_item name: (identifier) @local.definition.type)
(variant_item name: (identifier) @local.definition.type)
(enum_item name: (identifier) @local.definition.type)
(resource_item name: (identifier) @local.definition.type)
(use_name name: (identifier) @local.definition.type !alias)
(use_name alias: (identifier) @local.definition.type)

(interface_body (func_item name: (identifier) @local.definition.function))
(import_item name: (identifier) @local.definition.import)

(named_type name: (identifier) @local.reference)
(use_path !namespace name: (identifier) @local.reference)

; Instances

(import_statement id: (identifier) @local.definition.var)
(let_statement id: (identifier) @local.definition.var)

(name_expression name: (identifier) @local.reference)
(inferred_argument name: (identifier) @local.reference)
(spread_argument id: (identifier) @local.reference)
