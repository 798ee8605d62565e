; Where names are declared and looked up. Types and functions of an interface are one space of names, parameters are another.

[
  (source_file)
  (package_body)
  (interface_body)
  (world_body)
] @local.scope

(interface_item name: (identifier) @local.definition.type)
(world_item name: (identifier) @local.definition.type)
(top_level_use_item path: (use_path name: (identifier) @local.definition.type) !alias)
(top_level_use_item alias: (identifier) @local.definition.type)

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
