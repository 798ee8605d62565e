//! WIT types as JSON: expanded to their structure, with the names that the imports and exports of a component give them.

use super::read::Component;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::HashMap;
use wasmparser::component_types::{
    AliasableResourceId, ComponentAnyTypeId, ComponentDefinedType, ComponentDefinedTypeId, ComponentEntityType,
    ComponentFuncTypeId, ComponentItem, ComponentValType, ResourceId,
};
use wasmparser::types::Types;

/// Types share their parts: written out, a small one may be endless. A function whose types need more parts is left out.
const MOST_PARTS: u32 = 10_000;

/// The types of one component, and their names.
pub struct Namer<'a> {
    types: &'a Types,
    names: HashMap<ComponentAnyTypeId, String>,
    resources: HashMap<ResourceId, String>,
    parts: Cell<u32>,
}

impl<'a> Namer<'a> {
    pub fn of(component: &'a Component) -> Option<Self> {
        let types = component.types.as_ref()?;
        let mut namer = Namer { types, names: HashMap::new(), resources: HashMap::new(), parts: Cell::new(0) };
        let imports = component.imports.iter().filter_map(|name| Some((name, types.component_item_for_import(name)?)));
        let exports = component.exports.iter().filter_map(|(name, ..)| Some((name, types.component_item_for_export(name)?)));
        for (name, item) in imports.chain(exports) {
            namer.note_item(name, item);
        }
        // What an encoder hands to the component that makes up its exports carries the name as well.
        for (name, index) in component.type_arguments() {
            let id = types.component_any_type_at(index);
            namer.note(id, name.strip_prefix("import-type-").unwrap_or(name));
        }
        Some(namer)
    }

    fn note_item(&mut self, name: &str, item: &ComponentItem) {
        match &item.ty {
            ComponentEntityType::Type { referenced, created } => {
                self.note(*created, name);
                self.note(*referenced, name);
            }
            ComponentEntityType::Instance(id) => {
                for (name, item) in &self.types[*id].exports {
                    self.note_item(name, item);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, id: ComponentAnyTypeId, name: &str) {
        if let ComponentAnyTypeId::Resource(resource) = id {
            self.resources.entry(resource.resource()).or_insert_with(|| name.to_string());
        }
        self.names.entry(id).or_insert_with(|| name.to_string());
    }

    /// The type of an exported function, as its interface tells it.
    pub fn exported(&self, interface: Option<&str>, function: &str) -> Option<Value> {
        self.named(interface, function, |name| self.types.component_item_for_export(name))
    }

    pub fn imported(&self, interface: Option<&str>, function: &str) -> Option<Value> {
        self.named(interface, function, |name| self.types.component_item_for_import(name))
    }

    fn named<'b>(
        &'b self,
        interface: Option<&str>,
        function: &str,
        look_up: impl Fn(&str) -> Option<&'b ComponentItem>,
    ) -> Option<Value> {
        let item = match interface {
            None => look_up(function)?,
            Some(interface) => match look_up(interface)?.ty {
                ComponentEntityType::Instance(id) => self.types[id].exports.get(function)?,
                _ => return None,
            },
        };
        match item.ty {
            ComponentEntityType::Func(id) => self.function(id),
            _ => None,
        }
    }

    /// The type of a function by its index in the component.
    pub fn function_at(&self, index: u32) -> Option<Value> {
        if index >= self.types.as_ref().component_function_count() {
            return None;
        }
        self.function(self.types.component_function_at(index))
    }

    fn function(&self, id: ComponentFuncTypeId) -> Option<Value> {
        self.parts.set(0);
        let function = &self.types[id];
        let params = function.params.iter().map(|(name, ty)| Some(json!({ "name": name.to_string(), "type": self.value(ty)? })));
        Some(json!({
            "async": function.async_,
            "params": params.collect::<Option<Vec<_>>>()?,
            "result": self.optional(&function.result)?,
        }))
    }

    /// JSON's null for no type; None where there are too many parts.
    fn optional(&self, ty: &Option<ComponentValType>) -> Option<Value> {
        ty.as_ref().map_or(Some(Value::Null), |ty| self.value(ty))
    }

    fn value(&self, ty: &ComponentValType) -> Option<Value> {
        self.parts.set(self.parts.get() + 1);
        if self.parts.get() > MOST_PARTS {
            return None;
        }
        match ty {
            ComponentValType::Primitive(primitive) => Some(json!({ "kind": primitive.to_string() })),
            ComponentValType::Type(id) => self.defined(*id),
        }
    }

    fn defined(&self, id: ComponentDefinedTypeId) -> Option<Value> {
        let mut json = match &self.types[id] {
            ComponentDefinedType::Primitive(primitive) => return Some(json!({ "kind": primitive.to_string() })),
            ComponentDefinedType::Record(record) => {
                let fields =
                    record.fields.iter().map(|(name, ty)| Some(json!({ "name": name.to_string(), "type": self.value(ty)? })));
                json!({ "kind": "record", "fields": fields.collect::<Option<Vec<_>>>()? })
            }
            ComponentDefinedType::Variant(variant) => {
                let cases = variant.cases.iter();
                let cases = cases.map(|(name, case)| Some(json!({ "name": name.to_string(), "type": self.optional(&case.ty)? })));
                json!({ "kind": "variant", "cases": cases.collect::<Option<Vec<_>>>()? })
            }
            ComponentDefinedType::Enum(cases) => {
                json!({ "kind": "enum", "cases": cases.iter().map(ToString::to_string).collect::<Vec<_>>() })
            }
            ComponentDefinedType::Flags(names) => {
                json!({ "kind": "flags", "names": names.iter().map(ToString::to_string).collect::<Vec<_>>() })
            }
            ComponentDefinedType::List { element, .. } => {
                return Some(json!({ "kind": "list", "element": self.value(element)? }));
            }
            ComponentDefinedType::FixedLengthList { element, length, .. } => {
                return Some(json!({ "kind": "list", "element": self.value(element)?, "length": length }));
            }
            ComponentDefinedType::Map { key, value, .. } => {
                return Some(json!({ "kind": "map", "key": self.value(key)?, "value": self.value(value)? }));
            }
            ComponentDefinedType::Tuple(tuple) => {
                let elements = tuple.types.iter().map(|ty| self.value(ty)).collect::<Option<Vec<_>>>()?;
                return Some(json!({ "kind": "tuple", "elements": elements }));
            }
            ComponentDefinedType::Option { ty, .. } => return Some(json!({ "kind": "option", "some": self.value(ty)? })),
            ComponentDefinedType::Result { ok, err, .. } => {
                return Some(json!({ "kind": "result", "ok": self.optional(ok)?, "err": self.optional(err)? }));
            }
            ComponentDefinedType::Own(id) => return Some(json!({ "kind": "own", "resource": self.resource(*id) })),
            ComponentDefinedType::Borrow(id) => return Some(json!({ "kind": "borrow", "resource": self.resource(*id) })),
            ComponentDefinedType::Future { ty, .. } => return Some(json!({ "kind": "future", "element": self.optional(ty)? })),
            ComponentDefinedType::Stream { ty, .. } => return Some(json!({ "kind": "stream", "element": self.optional(ty)? })),
        };
        // Only these four kinds have a name of their own.
        if let Some(name) = self.name(ComponentAnyTypeId::Defined(id)) {
            json["name"] = name.into();
        }
        Some(json)
    }

    /// The name of a type, or of the one that it is an alias of.
    fn name(&self, id: ComponentAnyTypeId) -> Option<&str> {
        let chain = std::iter::successors(Some(id), |id| self.types.peel_alias(*id));
        chain.into_iter().find_map(|id| self.names.get(&id)).map(String::as_str)
    }

    fn resource(&self, id: AliasableResourceId) -> String {
        let named = self.name(ComponentAnyTypeId::Resource(id));
        let named = named.or_else(|| self.resources.get(&id.resource()).map(String::as_str));
        named.unwrap_or("resource").to_string()
    }
}
